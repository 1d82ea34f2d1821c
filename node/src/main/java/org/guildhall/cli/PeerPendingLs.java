package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(name = "ls", description = "List the proposals of other nodes that wait, and until when they do.")
final class PeerPendingLs extends NodeCommand {
    private final Clock clock;

    PeerPendingLs(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/proposals");
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("proposals").isEmpty()) {
            console.out().println("No proposal waits.");
            return;
        }
        Table table = new Table("ADDRESS", "PROPOSED", "UNTIL", "FINGERPRINT");
        for (JsonNode proposal : answer.path("proposals")) {
            table.row(
                    proposal.path("address").asText(),
                    Numbers.ago(Instant.parse(proposal.path("since").asText()), clock.instant()),
                    proposal.path("expires").asText("-"),
                    proposal.path("fingerprint").asText());
        }
        print(table);
        console.out()
                .println(
                        "Compare the fingerprint with what their administrator says, then `guildhall peer pending accept PEER`"
                                + " or `guildhall peer pending decline PEER`.");
    }
}
