package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "experts",
        description = {
            "List the members, here and elsewhere, whose answers in a topic are worth most to this node.",
            "FROM OTHERS is what they are ranked by: the word of other nodes than their own, under the weights of this node's"
                    + " peers. OWN NODE is what their own node says of them, and never added."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall standing experts concrete-pumps", "  guildhall standing experts concrete-pumps --json"})
final class StandingExperts extends NodeCommand {
    @Parameters(paramLabel = "TOPIC", description = "The topic, as questions are tagged with it.")
    private String topic = "";

    StandingExperts(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post(
                "/standing/experts", JsonNodeFactory.instance.objectNode().put("topic", topic));
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("members").isEmpty()) {
            console.out()
                    .println("Nobody has points of others in "
                            + answer.path("topic").asText() + " at this node.");
            return;
        }
        Table table = new Table("MEMBER", "NODE", "FROM OTHERS", "OWN NODE", "KEY");
        for (JsonNode one : answer.path("members")) {
            String node = one.path("nodeName").asText();
            table.row(
                    one.path("name").asText(),
                    node.isEmpty() ? one.path("node").asText() : node,
                    Numbers.grouped(one.path("peers").asLong()),
                    Numbers.grouped(one.path("home").asLong()),
                    one.path("key").asText());
        }
        print(table);
    }
}
