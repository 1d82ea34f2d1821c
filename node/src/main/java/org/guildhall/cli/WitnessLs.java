package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(name = "ls", description = "List the peers that cosign this node's log, and up to where each has.")
final class WitnessLs extends NodeCommand {
    private final Clock clock;

    WitnessLs(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/witnesses");
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("witnesses").isEmpty()) {
            console.out().println("No witnesses yet. Choose a peer with `guildhall witness add`.");
        } else {
            Table table = new Table("WITNESS", "COSIGNED", "LAST", "FAULT");
            for (JsonNode witness : answer.path("witnesses")) {
                table.row(
                        witness.path("name").asText("?"),
                        Numbers.grouped(witness.path("size").asLong()),
                        witness.has("cosignedAt")
                                ? Numbers.ago(
                                        Instant.parse(witness.path("cosignedAt").asText()), clock.instant())
                                : "never",
                        witness.path("fault").asText("-"));
            }
            print(table);
            if (answer.path("quorum").asInt() > 0) {
                console.out()
                        .println(answer.path("cosigned").asLong()
                                + " have cosigned all that is in the log; the quorum is "
                                + answer.path("quorum").asInt() + ".");
            }
        }
    }
}
