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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "issue",
        description = {
            "Write what this node's records say of a member's answer, or of the member's standing in a topic, to a file that the"
                    + " member takes along: a W3C Verifiable Credential in the shape of Open Badges 3.0.",
            "All the evidence is in it: `guildhall credential verify FILE` checks it with the file alone, also when this node is"
                    + " gone. An existing file is not overwritten."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall credential issue --member ada --answer https://ask.example/q/…#p-… -o ada.json",
            "  guildhall credential issue --member ada --topic hydraulics -o ada-hydraulics.json"
        })
final class CredentialIssue extends NodeCommand {
    @Option(names = "--member", required = true, paramLabel = "HANDLE", description = "See `guildhall member ls`.")
    private String handle = "";

    @ArgGroup(multiplicity = "1")
    private About about = new About();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "Where to; - prints it.")
    private String out = "";

    /** One of the two. */
    static final class About {
        @Option(
                names = "--answer",
                required = true,
                paramLabel = "POST",
                description = "The answer's address, or its key.")
        private @Nullable String answer;

        @Option(
                names = "--topic",
                required = true,
                paramLabel = "TAG",
                description = "The standing that this node has attested; * for all topics together.")
        private @Nullable String topic;
    }

    CredentialIssue(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        if (about.answer != null) {
            wish.put("answer", about.answer);
        } else {
            wish.put("topic", about.topic);
        }
        ObjectNode answer = node.post("/members/" + AdminClient.segment(handle) + "/credential", wish);
        String credential = answer.path("credential").asText();
        if (out.equals("-")) {
            return answer;
        }
        try {
            Files.writeString(Path.of(out), credential, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFault(CommandFault.FAILED, out + " is there already; name another with -o");
        } catch (IOException e) {
            throw new CommandFault(CommandFault.FAILED, out + " cannot be written: " + FileReason.of(e));
        }
        answer.remove("credential");
        return answer.put("file", out);
    }

    @Override
    void tell(ObjectNode answer) {
        if (out.equals("-")) {
            console.out().print(answer.path("credential").asText());
        } else {
            console.out()
                    .println("Wrote " + out + ", "
                            + Numbers.grouped(answer.path("size").asLong())
                            + " bytes. Anybody can check it: guildhall credential verify " + out);
        }
    }
}
