package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ls",
        description = {
            "List what nodes think of posts that are here, the newest first: our labels and those of other nodes.",
            "What a peer's labels do here is in its policy: see `guildhall peer policy`."
        })
final class LabelLs implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    LabelLs(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/labels");
        if (json.asked()) {
            json.print(answer);
            return 0;
        }
        if (answer.path("labels").isEmpty()) {
            console.out().println("No post here has a label. Set one with `guildhall label add`.");
            return 0;
        }
        Table table = new Table("LABEL", "BY", "SET", "POST", "THREAD", "REASON");
        for (JsonNode one : answer.path("labels")) {
            table.row(
                    one.path("label").asText(),
                    one.path("own").asBoolean() ? "us" : name(one),
                    Numbers.ago(Instant.parse(one.path("at").asText()), clock.instant()),
                    one.path("post").asText(),
                    HeldLs.excerpt(one.path("title").asText()),
                    HeldLs.excerpt(one.path("reason").asText()));
        }
        table.print(console.out(), new Styled(console.colours()));
        return 0;
    }

    private static String name(JsonNode one) {
        String name = one.path("name").asText();
        return name.isEmpty() ? one.path("node").asText() : name;
    }
}
