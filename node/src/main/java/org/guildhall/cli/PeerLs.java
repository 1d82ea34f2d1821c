package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "ls",
        description = {
            "List the peers, and how following each of them goes.",
            "BEHIND is how many entries of their log are missing here, and since when; ? when that is not known, since when, and"
                    + " why. HELD waits for a moderator, DECLINED was not wanted, QUARANTINED broke a rule. THEY-HAVE is how much"
                    + " of our log the peer says it has; ? while it has said nothing.",
            "STATE is proposed (they have not answered), pending (your word is waited for), active, suspended (you paused it),"
                    + " storage-full (as much of its log is here as its policy stores), blocked, removed, or stopped (something has to be looked at). Nodes that are blocked without ever having"
                    + " been a peer are in `guildhall peer blocks`."
        })
final class PeerLs extends NodeCommand {
    private final Clock clock;

    @Option(names = "--all", description = "List peerings that were removed, too.")
    private boolean all;

    PeerLs(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get(all ? "/peers?all=true" : "/peers");
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("peers").isEmpty()) {
            console.out().println("No peers yet. Invite one with `guildhall peer invite`.");
        } else {
            print(answer.path("peers"), console, clock);
        }
    }

    static void print(JsonNode peers, Console console, Clock clock) {
        Styled styled = new Styled(console.colours());
        Table table = new Table(
                "PEER",
                "STATE",
                "LAST-SEEN",
                "BEHIND",
                "HELD",
                "DECLINED",
                "QUARANTINED",
                "WEIGHT",
                "THEY-HAVE",
                "FINGERPRINT");
        for (JsonNode peer : peers) {
            table.row(
                    name(peer),
                    state(peer),
                    seen(peer, clock.instant()),
                    behind(peer, clock.instant()),
                    Numbers.grouped(peer.path("held").asLong()),
                    Numbers.grouped(peer.path("declined").asLong()),
                    Numbers.grouped(peer.path("quarantined").asLong()),
                    peer.path("policy").path("voteWeight").asText(),
                    peer.path("theyHave").has("size")
                            ? Numbers.grouped(peer.path("theyHave").path("size").asLong())
                            : "?",
                    peer.path("fingerprint").asText());
        }
        table.print(console.out(), styled);
        for (JsonNode peer : peers) {
            if (peer.has("continuedFrom")) {
                console.out()
                        .println(styled.bad("forked") + "  " + Table.printable(name(peer))
                                + ": it showed two histories, and its log was continued at "
                                + Numbers.grouped(peer.path("continuedFrom").asLong()));
            }
            if (peer.has("fault")) {
                console.out()
                        .println(styled.bad("fault") + "  " + Table.printable(name(peer)) + ": "
                                + Table.printable(peer.path("fault").asText()));
            }
        }
    }

    /** Stopped waits for a person, storage-full for room; a proposal waits for somebody's word, and not for ever. */
    private static String state(JsonNode peer) {
        if (peer.path("stopped").asBoolean()) {
            return "stopped";
        }
        if (peer.path("paused").asBoolean()) {
            return "storage-full";
        }
        String state = peer.path("state").asText();
        String expires = peer.path("expires").asText();
        return expires.length() < 10 ? state : state + " until " + expires.substring(0, 10);
    }

    /** {@code 0}, {@code 12 (3 min)} or {@code ? since 14:02: unreachable}. */
    static String behind(JsonNode peer, Instant now) {
        if (peer.has("behind")) {
            String records = Numbers.grouped(peer.path("behind").asLong());
            return peer.has("behindSeconds")
                    ? records + " ("
                            + Numbers.span(Duration.ofSeconds(
                                    peer.path("behindSeconds").asLong()))
                            + ")"
                    : records;
        }
        JsonNode unknown = peer.path("behindUnknown");
        String since = unknown.has("since")
                ? " since " + Numbers.time(Instant.parse(unknown.path("since").asText()), now)
                : "";
        return "?" + since + ": " + unknown.path("why").asText("unknown");
    }

    static String name(JsonNode peer) {
        String name = peer.path("name").asText();
        return name.isEmpty() ? peer.path("address").asText() : name;
    }

    static String seen(JsonNode peer, Instant now) {
        return peer.has("seenAt")
                ? Numbers.ago(Instant.parse(peer.path("seenAt").asText()), now)
                : "never";
    }
}
