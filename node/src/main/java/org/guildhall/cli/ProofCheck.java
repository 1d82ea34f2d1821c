package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guildhall.log.LogFault;
import org.guildhall.log.RecordProof;
import org.guildhall.log.RecordProof.Proven;
import org.guildhall.log.Signatories;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;

/** Checks a proof file with the file alone, and says what it proves and what it does not (OQX-WIT-021, 022). */
final class ProofCheck {
    private final Console console;

    ProofCheck(Console console) {
        this.console = console;
    }

    /** @param quorum how many witnesses are to have cosigned it */
    int check(Path file, int quorum, JsonOption json) throws CommandFault {
        try {
            if (Files.size(file) > org.guildhall.log.LogProof.LONGEST) {
                throw new LogFault("proof", "the file is longer than a proof can be");
            }
            Proven proven = RecordProof.read(Files.readAllBytes(file)).verify(Verifier.best());
            if (json.asked()) {
                json.print(json(proven));
            } else {
                tell(proven);
            }
            if (proven.witnesses().size() < quorum) {
                throw new CommandFault(
                        CommandFault.FAILED,
                        file + ": " + proven.witnesses().size() + " witnesses cosigned it, and --quorum asks for "
                                + quorum + ". Ask whoever made it for a proof with more cosignatures.");
            }
            return 0;
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, file + " cannot be read: " + FileReason.of(e));
        } catch (LogFault e) {
            throw refused(file, e.code(), String.valueOf(e.getMessage()));
        } catch (SignatureFault e) {
            throw refused(file, e.code(), String.valueOf(e.getMessage()));
        } catch (RecordFault e) {
            throw refused(file, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static CommandFault refused(Path file, String code, String why) {
        return new CommandFault(
                CommandFault.FAILED,
                file + " proves nothing (" + code + "): " + why + ". Ask whoever made it for a fresh one.");
    }

    private static ObjectNode json(Proven proven) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("log", proven.log().node().did())
                .put("fingerprint", proven.log().node().fingerprint())
                .put("index", proven.index())
                .put("size", proven.at().size())
                .put("digest", proven.record().payload().digest().text())
                .put("kind", proven.record().head().kind().name().toLowerCase(java.util.Locale.ROOT))
                .put("revision", proven.record().head().revision())
                .put("signer", proven.recordSigner().node().did());
        ArrayNode witnesses = json.putArray("witnesses");
        proven.witnesses()
                .forEach(one -> witnesses
                        .addObject()
                        .put("node", one.node().did())
                        .put("name", one.name())
                        .put("time", one.time().toString()));
        return json;
    }

    private void tell(Proven proven) {
        Styled styled = new Styled(console.colours());
        String log = proven.log().newest().name();
        String signer = proven.recordSigner().newest().name();
        console.out().println(styled.good("Proven"));
        new Facts(styled)
                .add(
                        "Record",
                        proven.record().head().kind() + ", revision "
                                + proven.record().head().revision() + ", digest "
                                + proven.record().payload().digest().text())
                .add(
                        "Signed by",
                        signer + ", fingerprint " + proven.recordSigner().node().fingerprint())
                .add(
                        "In the log of",
                        log + ", fingerprint " + proven.log().node().fingerprint())
                .add("As entry", proven.index() + " of " + proven.at().size())
                .add("Logged at", java.time.Instant.ofEpochMilli(proven.entry().time()) + ", as " + log + " says")
                .print(console.out());
        for (Signatories.Witnessed one : proven.witnesses()) {
            console.out()
                    .println("  cosigned by " + Table.printable(one.name()) + " at " + one.time() + ", fingerprint "
                            + one.node().fingerprint());
        }
        console.out().println(styled.bold("Not proven"));
        console.out().println("  that what the record says is true, or that its node still stands by it;");
        console.out().println("  that no newer Node record than those in the file revokes one of the keys;");
        console.out()
                .println(
                        proven.witnesses().isEmpty()
                                ? "  that the log shows everybody this history: no witness cosigned it."
                                : "  that the log shows everybody this history, beyond the word of "
                                        + proven.witnesses().size() + " witness(es).");
        console.out().println("Compare the fingerprints with what the nodes' people tell you.");
    }
}
