package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.guildhall.signing.FileReason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "prove",
        description = {
            "Write a file that proves to anybody that this node's log holds a record: `guildhall log verify --proof FILE` checks"
                    + " it with the file alone.",
            "It holds the record itself. An existing file is not overwritten."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall log prove 12 --out entry-12.tlog-proof"})
final class LogProve extends NodeCommand {
    @Parameters(paramLabel = "RECORD", description = "The record's digest, or its index in this node's log.")
    private String record = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Otherwise entry-INDEX.tlog-proof; - prints the proof.")
    private @Nullable String out;

    LogProve(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post("/log/prove", JsonNodeFactory.instance.objectNode().put("record", record));
    }

    @Override
    void tell(ObjectNode answer) throws CommandFault {
        String proof = answer.path("proof").asText();
        if ("-".equals(out)) {
            console.out().print(proof);
            return;
        }
        Path file = Path.of(out != null ? out : "entry-" + answer.path("index").asText() + ".tlog-proof");
        try {
            Files.writeString(file, proof, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFault(CommandFault.FAILED, file + " is there already; name another with --out");
        } catch (IOException e) {
            throw new CommandFault(CommandFault.FAILED, file + " cannot be written: " + FileReason.of(e));
        }
        console.out()
                .println("Wrote " + file + ": entry " + answer.path("index").asText() + " of the "
                        + answer.path("size").asText()
                        + " that are signed. Anybody can check it: guildhall log verify --proof "
                        + file);
    }
}
