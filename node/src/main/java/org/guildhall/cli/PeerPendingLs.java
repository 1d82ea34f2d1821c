package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "ls", description = "List the proposals of other nodes that wait, and until when they do.")
final class PeerPendingLs implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    PeerPendingLs(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/proposals");
        if (json.asked()) {
            json.print(answer);
            return 0;
        }
        if (answer.path("proposals").isEmpty()) {
            console.out().println("No proposal waits.");
            return 0;
        }
        Table table = new Table("ADDRESS", "PROPOSED", "UNTIL", "FINGERPRINT");
        for (JsonNode proposal : answer.path("proposals")) {
            table.row(
                    proposal.path("address").asText(),
                    Numbers.ago(Instant.parse(proposal.path("since").asText()), clock.instant()),
                    proposal.path("expires").asText("-"),
                    proposal.path("fingerprint").asText());
        }
        table.print(console.out(), new Styled(console.colours()));
        console.out()
                .println(
                        "Compare the fingerprint with what their administrator says, then `guildhall peer pending accept PEER`"
                                + " or `guildhall peer pending decline PEER`.");
        return 0;
    }
}
