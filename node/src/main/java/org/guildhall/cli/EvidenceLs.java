package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ls",
        description = "List the proofs that nodes contradicted themselves, those of nodes that went on since included.")
final class EvidenceLs implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    EvidenceLs(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/evidence");
        if (json.asked()) {
            json.print(answer);
        } else if (answer.path("evidence").isEmpty()) {
            console.out().println("Nothing is proven against any node.");
        } else {
            Table table = new Table("NODE", "FOUND", "ABOUT", "BYTES", "FINGERPRINT", "ID");
            for (JsonNode piece : answer.path("evidence")) {
                table.row(
                        piece.path("name").asText("?"),
                        Numbers.ago(Instant.parse(piece.path("found").asText()), clock.instant()),
                        piece.path("about").asText(),
                        piece.path("bytes").asText(),
                        piece.path("fingerprint").asText(),
                        piece.path("node").asText());
            }
            table.print(console.out(), new Styled(console.colours()));
        }
        return 0;
    }
}
