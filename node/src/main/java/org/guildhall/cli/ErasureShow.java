package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = {
            "Show what became of one object that was taken back: here, and at the nodes that have answered or are to.",
            "Asked are the nodes that were our peers then. A node that reads us by way of others is not known until it answers."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall erasure ls", "  guildhall erasure show OBJECT"})
final class ErasureShow extends NodeCommand {
    private final Clock clock;

    @Parameters(paramLabel = "OBJECT", description = "See `guildhall erasure ls`; or the post's address on this node.")
    private String object = "";

    ErasureShow(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/erasures/" + AdminClient.segment(object));
    }

    @Override
    void tell(ObjectNode answer) {
        answer.path("erasures").forEach(this::print);
    }

    private void print(JsonNode one) {
        boolean own = !one.has("node");
        boolean drop = one.path("by").asText().equals("drop");
        Facts facts = new Facts(new Styled(console.colours()))
                .add(
                        "Object",
                        one.path("object").asText() + ", " + one.path("kind").asText())
                .add(
                        drop ? "Dropped" : "Erased",
                        (own ? "by us " : "by " + one.path("node").asText() + " ") + ago(one, "at"))
                .add("Records here", Numbers.grouped(one.path("payloads").asLong()))
                .add("Our files", one.has("purged") ? "clean since " + ago(one, "purged") : "not clean yet");
        if (!own && !drop) {
            facts.add("Our receipt", receipt(one));
        }
        facts.print(console.out());
        if (!own || drop) {
            return;
        }
        if (one.path("nodes").isEmpty()) {
            console.out().println("No node was a peer then, and none has answered.");
            return;
        }
        Table table = new Table("NODE", "ASKED", "ANSWERED", "RECORDS");
        for (JsonNode node : one.path("nodes")) {
            String name = node.path("name").asText();
            table.row(
                    name.isEmpty() ? node.path("node").asText() : name,
                    node.has("asked") ? ago(node, "asked") : "no peer then",
                    node.has("answered") ? ago(node, "answered") : "not yet",
                    node.has("answered") ? Numbers.grouped(node.path("payloads").asLong()) : "-");
        }
        print(table);
    }

    private String receipt(JsonNode one) {
        if (!one.has("receipt")) {
            return "not signed yet: it waits for our files";
        }
        if (one.has("delivered")) {
            return "with its node since " + ago(one, "delivered");
        }
        return one.has("fault")
                ? "not delivered after " + one.path("tries").asText() + " tries: "
                        + one.path("fault").asText()
                : "in our log since " + ago(one, "receipt");
    }

    private String ago(JsonNode node, String member) {
        return Numbers.ago(Instant.parse(node.path(member).asText()), clock.instant());
    }
}
