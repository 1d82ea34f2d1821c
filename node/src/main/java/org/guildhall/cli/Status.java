package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Show how the node is, for people and for monitoring.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  all is well",
            "  1  readers are served, but somebody should look at what is listed under attention",
            "  2  the node is not running, its store failed, or it may sign nothing any more"
        })
final class Status implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Option(names = "--line", description = "One line with numbers behind a bar, as monitoring plug-ins print it.")
    private boolean line;

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
            } else if (line) {
                console.out().println("GUILDHALL CRITICAL - " + Table.printable(String.valueOf(fault.getMessage())));
            } else {
                console.err().println("guildhall: " + Table.printableLines(fault.getMessage()));
            }
            return 2;
        }
        if (json.asked()) {
            json.print(status);
        } else if (line) {
            console.out().println(line(status));
        } else {
            tell(status);
        }
        return switch (status.path("level").asText()) {
            case "well" -> 0;
            case "attention" -> 1;
            default -> 2;
        };
    }

    private static String line(ObjectNode status) {
        String word = switch (status.path("level").asText()) {
            case "well" -> "OK";
            case "attention" -> "WARNING";
            default -> "CRITICAL";
        };
        StringJoiner words = new StringJoiner("; ");
        words.setEmptyValue(status.path("peers").size() + " peers, all is well");
        status.path("attention")
                .forEach(notice -> words.add(notice.path("detail").asText()));
        long behind = 0;
        long unknown = 0;
        for (JsonNode peer : status.path("peers")) {
            behind += peer.path("behind").asLong();
            unknown += peer.has("behind") ? 0 : 1;
        }
        // A bar would begin the numbers.
        return "GUILDHALL " + word + " - " + Table.printable(words.toString()).replace('|', '/') + " | entries="
                + status.path("log").path("size").asLong() + " peers="
                + status.path("peers").size() + " behind=" + behind + " unknown=" + unknown + " held="
                + status.path("held").path("records").asLong() + " free="
                + status.path("diskFreeBytes").asLong() + "B";
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
        Facts facts = new Facts(styled)
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
                .add("Followers", status.path("followersWaiting").asLong() + " wait for news");
        if (status.has("certificateEnds")) {
            facts.add(
                    "Certificate",
                    "good until " + status.path("certificateEnds").asText());
        }
        facts.print(console.out());
        if (!status.path("peers").isEmpty()) {
            console.out().println();
            PeerLs.print(status.path("peers"), console, clock);
        }
        if (!status.path("attention").isEmpty()) {
            console.out().println();
            for (JsonNode notice : status.path("attention")) {
                console.out()
                        .println(styled.warning("attention") + "  "
                                + Table.printable(notice.path("detail").asText()) + ". "
                                + Table.printable(capital(notice.path("remedy").asText())) + ".");
            }
        }
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
