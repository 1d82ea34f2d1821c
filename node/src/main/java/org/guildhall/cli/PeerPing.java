package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "ping",
        description = "Ask a peer now who it is. Exit code 1 if it does not answer, or another node does.",
        footerHeading = "%nExample:%n",
        footer = {"  guildhall peer ping ask.two.example"})
final class PeerPing implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "PEER", description = PeerShow.WHICH)
    private String peer = "";

    PeerPing(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client()
                .post("/peers/" + AdminClient.segment(peer) + "/ping", JsonNodeFactory.instance.objectNode());
        if (json.asked()) {
            json.print(answer);
        } else {
            console.out()
                    .println(Table.printable(answer.path("name").asText()) + " at "
                            + Table.printable(answer.path("address").asText()) + " answers in "
                            + answer.path("millis").asLong() + " ms; its log has "
                            + Numbers.grouped(answer.path("size").asLong()) + " entries.");
        }
        return 0;
    }
}
