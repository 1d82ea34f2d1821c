package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(
        name = "ls",
        description = {
            "List what waits for a moderator, what has waited longest first.",
            "What is held is decided by each peer's policy: see `guildhall peer policy`. The whole text is in --json and on"
                    + " the page /held."
        })
final class HeldLs extends NodeCommand {
    private static final int EXCERPT = 48;

    private final Clock clock;

    HeldLs(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/held");
    }

    @Override
    void tell(ObjectNode answer) {
        JsonNode list = answer.path("held");
        if (list.isEmpty()) {
            console.out().println("Nothing is held.");
            return;
        }
        Table table = new Table("ID", "KIND", "PEER", "MEMBER", "SINCE", "THREAD", "TEXT");
        for (JsonNode held : list) {
            table.row(
                    held.path("id").asText(),
                    (held.path("edit").asBoolean() ? "edited " : "")
                            + held.path("kind").asText().toLowerCase(Locale.ROOT),
                    held.path("peer").asText(),
                    held.path("author").asText(held.path("about").asText("-")),
                    Numbers.ago(Instant.parse(held.path("since").asText()), clock.instant()),
                    excerpt(held.path("title").asText("-")),
                    excerpt(held.path("text").asText("-")));
        }
        print(table);
        long more = answer.path("count").asLong() - list.size();
        if (more > 0) {
            console.out().println("and " + Numbers.grouped(more) + " more");
        }
        console.out().println("Decide with `guildhall held take ID` or `guildhall held decline ID --reason TEXT`.");
    }

    /** The beginning of a text, in one line of a table. */
    static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT - 1)) + "…";
    }
}
