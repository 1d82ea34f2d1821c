package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "show", description = "Show how this node introduces itself: its newest signed record of itself.")
final class NodeShow implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    NodeShow(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode shown = data.client().get("/node");
        if (json.asked()) {
            json.print(shown);
        } else {
            print(console, shown);
        }
        return 0;
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
