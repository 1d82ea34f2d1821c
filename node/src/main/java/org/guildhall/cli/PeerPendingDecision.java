package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A word on a proposal that waits. */
abstract class PeerPendingDecision extends NodeCommand {
    private final String word;

    @Parameters(
            paramLabel = "PEER",
            description = "Its address, node id, or at least the first four letters of its fingerprint.")
    private String peer = "";

    private PeerPendingDecision(Console console, String word) {
        super(console);
        this.word = word;
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
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post("/proposals/" + AdminClient.segment(peer) + "/" + word, wish());
    }

    @Override
    void tell(ObjectNode answer) {
        if (!answer.has("told")) {
            console.out().println("Declined. They are not told.");
        } else if (answer.path("told").asBoolean()) {
            console.out().println("Peering is active. See how it goes: guildhall peer ls");
        } else {
            console.out()
                    .println(
                            "Peering is active here. They could not be told just now, and learn it when their node asks"
                                    + " again.");
        }
    }
}
