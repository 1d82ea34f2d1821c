package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

@Command(name = "show", description = "Show how this node introduces itself: its newest signed record of itself.")
final class NodeShow extends NodeCommand {
    NodeShow(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.get("/node");
    }

    @Override
    void tell(ObjectNode shown) {
        print(console, shown);
    }

    static void print(Console console, JsonNode shown) {
        Styled styled = new Styled(console.colours());
        console.out().println(styled.bold(Table.printable(shown.path("name").asText())));
        Facts facts = new Facts(styled);
        for (JsonNode address : shown.path("addresses")) {
            facts.add("Address", address.asText());
        }
        facts.add("Licence", shown.path("license").asText("-"))
                .add("Contact", shown.path("contact").asText("-"))
                .add("Node", shown.path("node").asText())
                .add("Fingerprint", shown.path("fingerprint").asText())
                .add("Revision", shown.path("revision").asText())
                .print(console.out());
    }
}
