package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "ls", description = "List the members who have an account here.")
final class MemberLs implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    MemberLs(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/members");
        if (json.asked()) {
            json.print(answer);
            return 0;
        }
        Table table = new Table("HANDLE", "NAME", "AFFILIATION", "ROLE", "SINCE");
        for (JsonNode member : answer.path("members")) {
            table.row(
                    member.path("handle").asText(),
                    member.path("name").asText(),
                    member.path("affiliation").asText(""),
                    member.path("role").asText() + (member.path("disabled").asBoolean() ? " (disabled)" : ""),
                    member.path("since").asText().substring(0, 10));
        }
        table.print(console.out(), new Styled(console.colours()));
        return 0;
    }
}
