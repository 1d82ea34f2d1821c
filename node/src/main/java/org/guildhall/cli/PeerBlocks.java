package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "blocks", description = "List the nodes and addresses that are kept out.")
final class PeerBlocks implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    PeerBlocks(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/blocks");
        if (json.asked()) {
            json.print(answer);
            return 0;
        }
        if (answer.path("blocks").isEmpty()) {
            console.out().println("Nobody is blocked.");
            return 0;
        }
        Table table = new Table("BLOCK", "SINCE", "NOTE");
        for (JsonNode block : answer.path("blocks")) {
            table.row(
                    block.path("block").asText(),
                    Numbers.ago(Instant.parse(block.path("since").asText()), clock.instant()),
                    block.path("note").asText());
        }
        table.print(console.out(), new Styled(console.colours()));
        return 0;
    }
}
