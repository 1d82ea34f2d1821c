package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = {
            "Let the node sign again after it was halted, when you know that this disk holds the true history of its log.",
            "The peers are asked once more what they keep of it; what contradicts it halts the node again."
        })
final class LogResume implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    LogResume(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode done = data.client().post("/log/resume", JsonNodeFactory.instance.objectNode());
        if (json.asked()) {
            json.print(done);
        } else {
            console.out()
                    .println("No longer halted. It was: " + done.path("was").asText());
            console.out().println("Peers are being asked; `guildhall status` tells when the node signs again.");
        }
        return 0;
    }
}
