package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Show what a member's answers are worth to this node, and open the number down to the records behind it.",
            "Computed now, from the tallies, acceptances and attestations that this node holds, under the weights of its"
                    + " peers (see `guildhall peer policy`)."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall standing explain anna", "  guildhall standing explain anna --topic concrete-pumps"})
final class StandingExplain extends NodeCommand {
    @Parameters(
            paramLabel = "MEMBER",
            description = "The handle of a member of this node; of any other, the address of their page here.")
    private String member = "";

    @Option(names = "--topic", paramLabel = "TAG", description = "One topic; without it all topics together.")
    private String topic = "";

    StandingExplain(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("member", member);
        return node.post("/standing/explain", topic.isEmpty() ? body : body.put("topic", topic));
    }

    @Override
    void tell(ObjectNode answer) {
        JsonNode who = answer.path("member");
        String about = answer.path("topic").asText();
        new Facts(new Styled(console.colours()))
                .add(
                        "Member",
                        who.path("name").asText() + " (" + who.path("handle").asText() + ")")
                .add("Topic", about.isEmpty() ? "all" : about)
                .add("From others", Numbers.grouped(answer.path("peers").asLong()) + " points")
                .add(
                        "From their own node",
                        Numbers.grouped(answer.path("home").asLong()) + " points, its word and never added")
                .print(console.out());
        if (answer.path("groups").isEmpty() && answer.path("homeFacts").isEmpty()) {
            console.out()
                    .println("No tally, acceptance or attestation here says anything of them"
                            + (about.isEmpty() ? "." : " in this topic."));
            return;
        }
        groups(answer);
        facts(answer);
    }

    private void groups(ObjectNode answer) {
        if (answer.path("groups").isEmpty()) {
            return;
        }
        Table groups = new Table("GROUP", "WEIGHT", "CAP", "GIVES ALL", "THIS MEMBER", "POINTS");
        for (JsonNode group : answer.path("groups")) {
            boolean own = !group.has("weight");
            groups.row(
                    name(group) + (own ? " (this node)" : ""),
                    own ? "" : group.path("weight").asText() + " %",
                    own ? "" : Numbers.grouped(group.path("cap").asLong()),
                    points(group.path("total").asLong()),
                    points(group.path("part").asLong()),
                    Numbers.grouped(group.path("gives").asLong()));
        }
        print(groups);
        console.out().println();
    }

    private void facts(ObjectNode answer) {
        Table facts = new Table("GROUP", "BY", "WHAT COUNTS", "POINTS", "LEFT", "NOW", "RECORD");
        for (JsonNode group : answer.path("groups")) {
            group.path("facts").forEach(fact -> facts.row(cells(name(group), fact)));
        }
        answer.path("homeFacts").forEach(fact -> facts.row(cells("own node", fact)));
        print(facts);
    }

    private static Object[] cells(String group, JsonNode fact) {
        return new Object[] {
            group,
            name(fact),
            what(fact),
            Numbers.grouped(fact.path("points").asLong()),
            String.format(Locale.ROOT, "%.1f %%", fact.path("permille").asLong() / 10.0),
            points(fact.path("thousandths").asLong()),
            fact.path("record").path("key").asText()
        };
    }

    private static String what(JsonNode fact) {
        String votes = fact.path("up").asText() + " up, " + fact.path("down").asText() + " down";
        return switch (fact.path("kind").asText()) {
            case "votes" -> votes + ": " + HeldLs.excerpt(fact.path("title").asText());
            case "acceptance" ->
                "accepted: " + HeldLs.excerpt(fact.path("title").asText());
            default ->
                "attested of quarter " + fact.path("quarter").asText() + ": "
                        + fact.path("answers").asText() + " answers, "
                        + fact.path("accepted").asText() + " accepted, " + votes;
        };
    }

    private static String name(JsonNode node) {
        String name = node.path("name").asText();
        return name.isEmpty() ? node.path("node").asText() : name;
    }

    /** From thousandths. */
    private static String points(long thousandths) {
        return String.format(Locale.ROOT, "%,.3f", thousandths / 1000.0);
    }
}
