package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.guildhall.log.EvidenceDocument;
import org.guildhall.log.LogFault;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Check a document of evidence with the document alone: no node and no network are needed.",
            "Exit code 1 when it does not prove what it claims."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall evidence verify evidence.json"})
final class EvidenceVerify implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "FILE", description = "As `guildhall evidence show --out` writes it, or a peer serves it.")
    private Path file = Path.of("");

    EvidenceVerify(Console console) {
        this.console = console;
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws CommandFault {
        try {
            // A line's end behind it, as an editor leaves it, is no part of it.
            byte[] bytes = Files.readString(file).stripTrailing().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            EvidenceDocument.Verified verified = EvidenceDocument.read(bytes).verify(Verifier.best());
            if (json.asked()) {
                json.print(json(verified));
            } else {
                Styled styled = new Styled(console.colours());
                console.out()
                        .println(styled.good("Proven") + " of "
                                + Table.printable(verified.node().newest().name()) + ", "
                                + verified.node().node().did() + ":");
                verified.pieces().forEach(piece -> console.out().println("  " + piece.says()));
                console.out().println("Whoever holds its key did this: the node, a copy of it, or a thief.");
            }
            return 0;
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, file + " cannot be read: " + FileReason.of(e));
        } catch (LogFault e) {
            throw new CommandFault(
                    CommandFault.FAILED,
                    file + ": " + e.getMessage() + ". Do not hold it against anybody; ask for the original.");
        }
    }

    private static ObjectNode json(EvidenceDocument.Verified verified) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", verified.node().node().did())
                .put("name", verified.node().newest().name());
        json.putArray("proven");
        verified.pieces().forEach(piece -> json.withArray("proven").add(piece.says()));
        return json;
    }
}
