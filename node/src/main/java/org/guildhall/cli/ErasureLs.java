package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ls",
        description = "List what was erased, by us and by other nodes, with who has answered and who has not yet.")
final class ErasureLs implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    ErasureLs(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/erasures");
        if (json.asked()) {
            json.print(answer);
            return 0;
        }
        Table table = new Table("OBJECT", "KIND", "ERASED", "BY", "FILES", "NODE", "ANSWERED");
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
        table.print(console.out(), new Styled(console.colours()));
        return 0;
    }

    private static void row(Table table, JsonNode one, String by, String node, String answered) {
        table.row(
                one.path("object").asText(),
                one.path("kind").asText(),
                one.path("at").asText(),
                by,
                one.path("purged").isMissingNode() ? "not yet clean" : "clean",
                node,
                answered);
    }
}
