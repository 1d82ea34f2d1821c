package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show one peer.",
        footerHeading = "%nExample:%n",
        footer = {"  guildhall peer show ask.two.example"})
final class PeerShow extends NodeCommand {
    static final String WHICH =
            "Its name, address or host name, node id, or at least the first four letters of its fingerprint.";

    private final Clock clock;

    @Parameters(paramLabel = "PEER", description = WHICH)
    private String peer = "";

    PeerShow(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/peers/" + AdminClient.segment(peer));
    }

    @Override
    void tell(ObjectNode shown) {
        Styled styled = new Styled(console.colours());
        console.out().println(styled.bold(Table.printable(PeerLs.name(shown))));
        String size = Numbers.grouped(shown.path("size").asLong());
        Facts facts = new Facts(styled)
                .add("Address", shown.path("address").asText())
                .add("Node", shown.path("node").asText())
                .add("Fingerprint", shown.path("fingerprint").asText())
                .add(
                        "State",
                        shown.path("state").asText() + " since "
                                + shown.path("since").asText())
                .add("Last seen", PeerLs.seen(shown, clock.instant()))
                .add(
                        "Log",
                        shown.has("remoteSize")
                                ? size + " of "
                                        + Numbers.grouped(
                                                shown.path("remoteSize").asLong()) + " entries are here"
                                : size + " entries are here")
                .add("Stored", Numbers.grouped(shown.path("storedBytes").asLong()) + " bytes of its log")
                .add(
                        "Set back",
                        shown.path("held").asLong() + " held, "
                                + shown.path("declined").asLong() + " declined, "
                                + shown.path("quarantined").asLong() + " quarantined")
                .add("Behind", PeerLs.behind(shown, clock.instant()))
                .add("Reasons", reasons(shown.path("reasons")))
                .add("They have", theyHave(shown.path("theyHave"), clock.instant()))
                .add("Policy", policy(shown.path("policy")))
                .add(
                        "Traffic",
                        Numbers.grouped(shown.path("requests").asLong()) + " requests, "
                                + Numbers.grouped(shown.path("bytes").asLong()) + " bytes since the node was started");
        if (shown.path("evidence").asLong() > 0) {
            facts.add("Evidence", shown.path("evidence").asLong() + " proofs that this node contradicted itself");
        }
        if (shown.has("continuedFrom")) {
            facts.add(
                    "Forked",
                    "continued at "
                            + Numbers.grouped(shown.path("continuedFrom").asLong()));
        }
        if (shown.has("brings")) {
            StringJoiner names = new StringJoiner(", ");
            shown.path("brings")
                    .forEach(node -> names.add(Table.printable(node.path("name").asText())));
            facts.add("Brings", names.toString());
        }
        facts.print(console.out());
        if (shown.path("policy").path("voteWeight").asInt() == 0) {
            console.out()
                    .println(
                            "What it says counts for nobody's standing here, until somebody gives it a weight: guildhall peer"
                                    + " policy PEER --weight 100");
        }
        if (shown.has("fault")) {
            console.out()
                    .println(styled.bad("fault") + "  "
                            + Table.printable(shown.path("fault").asText()));
            if (shown.path("stopped").asBoolean()) {
                console.out()
                        .println("Following has ended. When it is clear what happened: guildhall peer resume PEER");
            }
        }
    }

    /** {@code 12 held (policy), 3 declined (topic)} */
    private static String reasons(JsonNode reasons) {
        StringJoiner words = new StringJoiner(", ");
        words.setEmptyValue("none");
        reasons.forEach(reason -> words.add(Numbers.grouped(
                        reason.path("records").asLong()) + " "
                + reason.path("outcome").asText() + " (" + reason.path("code").asText() + ")"));
        return words.toString();
    }

    private static String theyHave(JsonNode theyHave, Instant now) {
        if (!theyHave.has("size")) {
            return "not known: the peer has not said yet";
        }
        return Numbers.grouped(theyHave.path("size").asLong()) + " entries of our log, as they said "
                + Numbers.ago(Instant.parse(theyHave.path("at").asText()), now);
    }

    /** {@code questions take, answers hold, …}, the rest only where it says more than nothing does. */
    static String policy(JsonNode policy) {
        StringJoiner words = new StringJoiner(", ");
        policy.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            switch (name) {
                case "topics" -> words.add("topics " + tags(value));
                case "voteWeight" -> words.add("its word weighs " + value.asText() + " %");
                case "recordsPerDay" -> words.add(Numbers.grouped(value.asLong()) + " records a day");
                case "bytesPerDay" -> words.add(Numbers.grouped(value.asLong()) + " bytes a day");
                case "attestationsPerDay" -> words.add(Numbers.grouped(value.asLong()) + " attestations a day");
                case "relay" -> words.add("relay " + tags(value.path("topics")));
                case "storage" ->
                    words.add("store " + Numbers.grouped(value.path("bytes").asLong()) + " bytes, "
                            + Numbers.grouped(value.path("bytesPerDay").asLong()) + " a day");
                case "labels" -> words.add("labels " + labels(value));
                default -> words.add(name + " " + value.asText());
            }
        });
        return words.toString();
    }

    /** {@code spam=hide others=show}, or what all of them do. */
    private static String labels(JsonNode labels) {
        StringJoiner words = new StringJoiner(" ");
        labels.properties()
                .forEach(label -> words.add((label.getKey().equals("*") ? "others" : label.getKey()) + "="
                        + label.getValue().asText()));
        return labels.size() == 1 ? labels.path("*").asText() : words.toString();
    }

    private static String tags(JsonNode topics) {
        StringJoiner tags = new StringJoiner(" ");
        topics.forEach(tag -> tags.add(tag.asText()));
        return topics.isTextual() ? topics.asText() : tags.toString();
    }
}
