package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

@Command(
        name = "ls",
        description =
                "List what was erased or dropped, by us and by other nodes, with who has answered and who has not yet.")
final class ErasureLs extends NodeCommand {
    ErasureLs(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/erasures");
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("own").isEmpty() && answer.path("others").isEmpty()) {
            console.out().println("Nothing was erased.");
            return;
        }
        Table table = new Table("OBJECT", "KIND", "HOW", "AT", "BY", "FILES", "NODE", "ANSWERED");
        for (JsonNode one : answer.path("own")) {
            if (one.path("nodes").isEmpty()) {
                row(table, one, "us", "", "");
            }
            for (JsonNode node : one.path("nodes")) {
                String name = node.path("name").asText();
                row(
                        table,
                        one,
                        "us",
                        name.isEmpty() ? node.path("node").asText() : name,
                        node.path("answered").asText("not yet"));
            }
        }
        for (JsonNode one : answer.path("others")) {
            row(
                    table,
                    one,
                    one.path("node").asText(),
                    "us",
                    one.path("delivered").asText("not yet"));
        }
        print(table);
    }

    private static void row(Table table, JsonNode one, String by, String node, String answered) {
        table.row(
                one.path("object").asText(),
                one.path("kind").asText(),
                one.path("by").asText().equals("drop") ? "dropped" : "erased",
                one.path("at").asText(),
                by,
                one.path("purged").isMissingNode() ? "not yet clean" : "clean",
                node,
                answered);
    }
}
