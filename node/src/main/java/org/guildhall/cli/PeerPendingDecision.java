package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A word on a proposal that waits. */
abstract class PeerPendingDecision implements Callable<Integer> {
    private final Console console;
    private final String word;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "PEER", description = "Its address, node id, or the first letters of its fingerprint.")
    private String peer = "";

    private PeerPendingDecision(Console console, String word) {
        this.console = console;
        this.word = word;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    abstract ObjectNode wish();

    @Command(
            name = "accept",
            description = {
                "Peer with a node that proposed it: from now on each follows the other's log.",
                "Compare the fingerprint with what their administrator says before you do."
            },
            footerHeading = "%nExample:%n",
            footer = "  guildhall peer pending accept ask.two.example")
    static final class Accept extends PeerPendingDecision {
        @Mixin
        private final PolicyOptions policy = new PolicyOptions();

        Accept(Console console) {
            super(console, "accept");
        }

        @Override
        ObjectNode wish() {
            ObjectNode wish = JsonNodeFactory.instance.objectNode();
            policy.addTo(wish);
            return wish;
        }
    }

    @Command(
            name = "decline",
            description =
                    "Do not peer with a node that proposed it. It is not told, and may propose again; to end that, block it.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall peer pending decline ask.two.example")
    static final class Decline extends PeerPendingDecision {
        Decline(Console console) {
            super(console, "decline");
        }

        @Override
        ObjectNode wish() {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().post("/proposals/" + AdminClient.segment(peer) + "/" + word, wish());
        if (json.asked()) {
            json.print(answer);
        } else if (!answer.has("told")) {
            console.out().println("Declined. They are not told.");
        } else if (answer.path("told").asBoolean()) {
            console.out().println("Peering is active. See how it goes: guildhall peer ls");
        } else {
            console.out()
                    .println(
                            "Peering is active here. They could not be told just now, and learn it when their node asks"
                                    + " again.");
        }
        return 0;
    }
}
