package org.guildhall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = {
            "Tell what the node decided and why: peerings, faults, what it held and declined, what moderators decided.",
            "What happens again and again is one line an hour with a number of TIMES. Kept for 180 days, at most 20,000."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall events --since 24h", "  guildhall events --peer ask.two.example --kind records-declined"
        })
final class Events implements Callable<Integer> {
    private static final int PAUSE_MILLIS = 1_000;

    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Option(names = "--peer", paramLabel = "PEER", description = "Only about this peer. " + PeerShow.WHICH)
    private @Nullable String peer;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind, such as records-declined.")
    private @Nullable String kind;

    @Option(names = "--since", paramLabel = "TIME", description = "Only of the last 90s, 30m, 24h or 7d.")
    private @Nullable String since;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "The newest so many; at most 5000. Default: ${DEFAULT-VALUE}.")
    private int most = 200;

    @Option(names = "--follow", description = "Go on with what happens from now, until the command is interrupted.")
    private boolean follow;

    Events(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault, InterruptedException {
        AdminClient client = data.client();
        ObjectNode answer = client.get("/events" + query(0));
        if (json.asked() && !follow) {
            json.print(answer);
            return 0;
        }
        long last = tell(answer, true);
        while (follow) {
            Thread.sleep(PAUSE_MILLIS);
            last = Math.max(last, tell(client.get("/events" + query(last)), false));
        }
        return 0;
    }

    private String query(long after) throws CommandFault {
        StringJoiner query = new StringJoiner("&", "?", "");
        query.add("after=" + after).add("most=" + most);
        if (peer != null) {
            query.add("peer=" + URLEncoder.encode(peer, UTF_8));
        }
        if (kind != null) {
            query.add("kind=" + URLEncoder.encode(kind, UTF_8));
        }
        if (since != null) {
            Instant from = clock.instant().minusSeconds(Numbers.seconds("--since", since));
            query.add("since=" + URLEncoder.encode(from.toString(), UTF_8));
        }
        return query.toString();
    }

    /** The number of the last event. */
    private long tell(JsonNode answer, boolean first) {
        JsonNode events = answer.path("events");
        if (json.asked()) {
            // With --follow a document a line.
            events.forEach(event -> console.out().println(event));
        } else if (!events.isEmpty()) {
            Table table = first ? new Table("AT", "KIND", "PEER", "CODE", "TIMES", "DETAIL") : null;
            for (JsonNode event : events) {
                Object[] cells = {
                    event.path("at").asText().substring(0, 19).replace('T', ' '),
                    event.path("kind").asText(),
                    event.path("name").asText(event.path("fingerprint").asText("-")),
                    event.path("code").asText("-"),
                    Numbers.grouped(event.path("times").asLong(1)),
                    event.path("detail").asText().replace('\n', ' ')
                };
                if (table == null) {
                    StringJoiner line = new StringJoiner("  ");
                    for (Object cell : cells) {
                        line.add(Table.printable(String.valueOf(cell)));
                    }
                    console.out().println(line);
                } else {
                    table.row(cells);
                }
            }
            if (table != null) {
                table.print(console.out(), new Styled(console.colours()));
            }
        } else if (first && !follow) {
            console.out().println("Nothing of that kind happened.");
        }
        return events.isEmpty() ? 0 : events.get(events.size() - 1).path("nr").asLong();
    }
}
