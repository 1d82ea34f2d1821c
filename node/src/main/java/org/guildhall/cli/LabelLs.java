package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(
        name = "ls",
        description = {
            "List what nodes think of posts that are here, the newest first: our labels and those of other nodes.",
            "HERE is what the label does at this node, as the policy with its node says: ignore, show, flag or hide; see"
                    + " `guildhall peer policy`."
        })
final class LabelLs extends NodeCommand {
    private final Clock clock;

    LabelLs(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/labels");
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("labels").isEmpty()) {
            console.out().println("No post here has a label. Set one with `guildhall label add`.");
            return;
        }
        Table table = new Table("LABEL", "BY", "SET", "HERE", "POST", "THREAD", "REASON");
        for (JsonNode one : answer.path("labels")) {
            table.row(
                    one.path("label").asText(),
                    one.path("own").asBoolean() ? "us" : name(one),
                    Numbers.ago(Instant.parse(one.path("at").asText()), clock.instant()),
                    one.path("effect").asText(),
                    one.path("post").asText(),
                    HeldLs.excerpt(one.path("title").asText()),
                    HeldLs.excerpt(one.path("reason").asText()));
        }
        print(table);
    }

    private static String name(JsonNode one) {
        String name = one.path("name").asText();
        return name.isEmpty() ? one.path("node").asText() : name;
    }
}
