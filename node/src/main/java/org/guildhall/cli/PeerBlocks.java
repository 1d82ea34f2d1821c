package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(name = "blocks", description = "List the nodes and addresses that are kept out.")
final class PeerBlocks extends NodeCommand {
    private final Clock clock;

    PeerBlocks(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/blocks");
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("blocks").isEmpty()) {
            console.out().println("Nobody is blocked.");
            return;
        }
        Table table = new Table("BLOCK", "SINCE", "NOTE");
        for (JsonNode block : answer.path("blocks")) {
            table.row(
                    block.path("block").asText(),
                    Numbers.ago(Instant.parse(block.path("since").asText()), clock.instant()),
                    block.path("note").asText());
        }
        print(table);
    }
}
