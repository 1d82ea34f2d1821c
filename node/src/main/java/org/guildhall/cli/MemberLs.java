package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

@Command(name = "ls", description = "List the members who have an account here.")
final class MemberLs extends NodeCommand {
    MemberLs(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/members");
    }

    @Override
    void tell(ObjectNode answer) {
        Table table = new Table("HANDLE", "NAME", "AFFILIATION", "ROLE", "SINCE");
        for (JsonNode member : answer.path("members")) {
            table.row(
                    member.path("handle").asText(),
                    member.path("name").asText(),
                    member.path("affiliation").asText(""),
                    member.path("role").asText() + (member.path("disabled").asBoolean() ? " (disabled)" : ""),
                    member.path("since").asText().substring(0, 10));
        }
        print(table);
    }
}
