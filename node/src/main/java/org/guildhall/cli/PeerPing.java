package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "ping",
        description = "Ask a peer now who it is. Exit code 1 if it does not answer, or another node does.",
        footerHeading = "%nExample:%n",
        footer = {"  guildhall peer ping ask.two.example"})
final class PeerPing extends NodeCommand {
    @Parameters(paramLabel = "PEER", description = PeerShow.WHICH)
    private String peer = "";

    PeerPing(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post("/peers/" + AdminClient.segment(peer) + "/ping", JsonNodeFactory.instance.objectNode());
    }

    @Override
    void tell(ObjectNode answer) {
        console.out()
                .println(Table.printable(answer.path("name").asText()) + " at "
                        + Table.printable(answer.path("address").asText()) + " answers in "
                        + answer.path("millis").asLong() + " ms; its log has "
                        + Numbers.grouped(answer.path("size").asLong()) + " entries.");
    }
}
