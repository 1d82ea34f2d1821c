package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "unblock",
        description = {
            "Lift a block. A peering stays paused until you resume it.",
            "What was declined meanwhile stays declined."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall peer unblock ask.two.example"})
final class PeerUnblock implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(
            paramLabel = "PEER",
            description =
                    "As `guildhall peer blocks` shows it; or the name of a peer, or the first letters of its fingerprint.")
    private String peer = "";

    PeerUnblock(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client()
                .post("/blocks/lift", JsonNodeFactory.instance.objectNode().put("peer", peer));
        if (json.asked()) {
            json.print(answer);
        } else {
            console.out().println(Table.printable(answer.path("lifted").asText()) + " is blocked no longer.");
        }
        return 0;
    }
}
