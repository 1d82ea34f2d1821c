package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show how the node is, for people and for monitoring.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  all is well",
            "  1  readers are served, but somebody should look at what is listed under attention",
            "  2  readers are not served: the node is not running, or not ready"
        })
final class Status implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    Status(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault {
        ObjectNode status;
        try {
            status = data.client().get("/status");
        } catch (CommandFault fault) {
            if (json.asked()) {
                // Monitoring reads one shape, whatever happened.
                json.print(JsonNodeFactory.instance
                        .objectNode()
                        .put("level", "critical")
                        .set("attention", JsonNodeFactory.instance.arrayNode().add(fault.problem())));
            } else {
                console.err().println("guildhall: " + Table.printableLines(fault.getMessage()));
            }
            return 2;
        }
        if (json.asked()) {
            json.print(status);
        } else {
            tell(status);
        }
        return switch (status.path("level").asText()) {
            case "well" -> 0;
            case "attention" -> 1;
            default -> 2;
        };
    }

    private void tell(ObjectNode status) {
        Styled styled = new Styled(console.colours());
        String level = status.path("level").asText();
        console.out()
                .println(styled.bold(Table.printable(status.path("name").asText())) + "  "
                        + (level.equals("well")
                                ? styled.good("well")
                                : level.equals("attention") ? styled.warning("needs attention") : styled.bad(level)));
        JsonNode content = status.path("content");
        new Facts(styled)
                .add("Address", status.path("address").asText())
                .add("Fingerprint", status.path("fingerprint").asText())
                .add(
                        "Running",
                        "version " + status.path("version").asText() + ", for "
                                + Numbers.span(Duration.ofSeconds(
                                        status.path("upSeconds").asLong())))
                .add("Log", Numbers.grouped(status.path("log").path("size").asLong()) + " entries")
                .add(
                        "Content",
                        Numbers.grouped(content.path("questions").asLong()) + " questions, "
                                + Numbers.grouped(content.path("answers").asLong()) + " answers, "
                                + Numbers.grouped(content.path("comments").asLong()) + " comments, "
                                + Numbers.grouped(content.path("members").asLong()) + " members")
                .add("Followers", status.path("followersWaiting").asLong() + " wait for news")
                .print(console.out());
        if (!status.path("peers").isEmpty()) {
            console.out().println();
            PeerLs.print(status.path("peers"), console, clock);
        }
        if (!status.path("attention").isEmpty()) {
            console.out().println();
            for (JsonNode notice : status.path("attention")) {
                console.out()
                        .println(styled.warning("attention") + "  "
                                + Table.printable(notice.path("detail").asText()));
            }
        }
    }
}
