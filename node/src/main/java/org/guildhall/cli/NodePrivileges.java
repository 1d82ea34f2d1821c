package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "privileges",
        description = {
            "Show or set the points that members of this node need: comment, suggest, vote-down, close, moderate-queue.",
            "Points are a member's standing in all topics, home and peers together. 0: every member may. never: moderators only."
                    + " Moderators and administrators always may. It holds from the next click on; nobody is told."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall node privileges", "  guildhall node privileges --set comment=10 --set close=never"})
final class NodePrivileges extends NodeCommand {
    @Option(
            names = "--set",
            paramLabel = "PRIVILEGE=POINTS",
            description = "A number from 0 to 1000000, or never. May be given several times.")
    private Map<String, String> wanted = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Say what it would be, and change nothing.")
    private boolean dryRun;

    NodePrivileges(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        if (!wanted.isEmpty()) {
            ObjectNode set = wish.putObject("set");
            wanted.forEach(set::put);
        }
        return node.put("/node/privileges", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        Table table = new Table("PRIVILEGE", "POINTS", "BEFORE", "STANDARD");
        for (JsonNode one : answer.path("privileges")) {
            table.row(
                    one.path("privilege").asText(),
                    one.path("points").asText(),
                    one.path("before").asText(),
                    one.path("standard").asText());
        }
        table.print(console.out(), new Styled(console.colours()));
        if (dryRun) {
            console.out().println("Nothing was changed.");
        }
    }
}
