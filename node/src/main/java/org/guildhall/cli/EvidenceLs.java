package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(
        name = "ls",
        description = "List the proofs that nodes contradicted themselves, those of nodes that went on since included.")
final class EvidenceLs extends NodeCommand {
    private final Clock clock;

    EvidenceLs(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/evidence");
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("evidence").isEmpty()) {
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
            print(table);
        }
    }
}
