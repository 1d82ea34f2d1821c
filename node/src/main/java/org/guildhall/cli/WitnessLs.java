package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "ls", description = "List the peers that cosign this node's log, and up to where each has.")
final class WitnessLs implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    WitnessLs(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/witnesses");
        if (json.asked()) {
            json.print(answer);
        } else if (answer.path("witnesses").isEmpty()) {
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
            table.print(console.out(), new Styled(console.colours()));
        }
        return 0;
    }
}
