package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.credential.Statement;
import org.guildhall.record.NodeId;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Check a credential with the file alone, and say exactly what it proves and what it does not. No node, no network and"
                    + " no data directory are needed.",
            "Exit code 1 when it proves nothing, or fewer witnesses cosigned it than --quorum asks for."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall credential verify ada.json",
            "  guildhall credential verify ada.json --witness did:key:z6Mk… --quorum 1"
        })
final class CredentialVerify implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final JsonOption json;

    @Parameters(
            paramLabel = "FILE",
            description = "The credential as it was issued; - reads it from the standard input.")
    private String file = "";

    @Option(
            names = "--witness",
            paramLabel = "ID",
            description = "The id of a node that you have reason to believe as a witness; may be given several times.")
    private List<String> witnesses = List.of();

    @Option(
            names = "--quorum",
            paramLabel = "N",
            description = "Fail unless at least so many of those cosigned the issuer's log; of any, if none is named.")
    private int quorum;

    CredentialVerify(Console console) {
        this.console = console;
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws CommandFault {
        Set<NodeId> believed = believed();
        Credential credential = read();
        List<Statement> said = Statement.of(credential, believed);
        if (json.asked()) {
            json.print(document(credential, said));
        } else {
            tell(said);
        }
        long counted = credential.established().cosigners(believed);
        if (counted < quorum) {
            throw new CommandFault(
                    CommandFault.FAILED,
                    file + ": " + counted + " witnesses that count cosigned it, and --quorum asks for " + quorum
                            + ". Ask its issuer for one with more cosignatures.");
        }
        return 0;
    }

    private Set<NodeId> believed() throws CommandFault {
        Set<NodeId> believed = new HashSet<>();
        for (String witness : witnesses) {
            try {
                believed.add(new NodeId(witness));
            } catch (IllegalArgumentException e) {
                throw new CommandFault(CommandFault.UNREACHABLE, "--witness: " + e.getMessage());
            }
        }
        return believed;
    }

    private Credential read() throws CommandFault {
        try (InputStream in = file.equals("-") ? console.in() : Files.newInputStream(Path.of(file))) {
            return Credential.read(in.readNBytes(Credential.LONGEST + 1), Verifier.best());
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, file + " cannot be read: " + FileReason.of(e));
        } catch (CredentialFault e) {
            throw new CommandFault(
                    CommandFault.FAILED,
                    file + " proves nothing (" + e.code() + "): " + e.getMessage()
                            + ". It must be the file as it was issued, to the last byte; ask whoever shows it for the original.");
        }
    }

    private void tell(List<Statement> said) {
        Styled styled = new Styled(console.colours());
        console.out().println(styled.good("Proven"));
        said.stream().filter(Statement.Proven.class::isInstance).forEach(this::tell);
        console.out().println(styled.bold("Not proven"));
        said.stream().filter(Statement.NotProven.class::isInstance).forEach(this::tell);
    }

    private void tell(Statement one) {
        console.out().println("  " + Table.printable(one.inWords()));
    }

    private static ObjectNode document(Credential credential, List<Statement> said) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("issuer", credential.established().issuer().node().did())
                .put("key", credential.signer().text())
                .put(
                        "member",
                        credential.established().claim().member().object().id().toString())
                .put("validFrom", credential.validFrom().toString());
        add(
                json.putArray("proven"),
                said.stream().filter(Statement.Proven.class::isInstance).collect(Collectors.toList()));
        add(
                json.putArray("notProven"),
                said.stream().filter(Statement.NotProven.class::isInstance).collect(Collectors.toList()));
        return json;
    }

    private static void add(ArrayNode array, List<Statement> said) {
        said.forEach(one -> array.addObject()
                .put("code", one.matter().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("text", one.inWords()));
    }
}
