package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "unblock",
        description = {
            "Lift a block. A peering stays paused until you resume it.",
            "What was declined meanwhile stays declined."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall peer unblock ask.two.example"})
final class PeerUnblock extends NodeCommand {
    @Parameters(
            paramLabel = "PEER",
            description =
                    "As `guildhall peer blocks` shows it; or the name of a peer, or at least the first four letters of its fingerprint.")
    private String peer = "";

    PeerUnblock(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post("/blocks/lift", JsonNodeFactory.instance.objectNode().put("peer", peer));
    }

    @Override
    void tell(ObjectNode answer) {
        console.out().println(Table.printable(answer.path("lifted").asText()) + " is blocked no longer.");
        console.out().println("If it was a peer, follow it again: guildhall peer resume PEER");
    }
}
