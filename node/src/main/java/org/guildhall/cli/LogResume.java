package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = {
            "Let the node sign again after it was halted, when you know that this disk holds the true history of its log.",
            "The peers are asked once more what they keep of it; what contradicts it halts the node again."
        })
final class LogResume extends NodeCommand {
    LogResume(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post("/log/resume", JsonNodeFactory.instance.objectNode());
    }

    @Override
    void tell(ObjectNode done) {
        console.out().println("No longer halted. It was: " + done.path("was").asText());
        console.out().println("Peers are being asked; `guildhall status` tells when the node signs again.");
    }
}
