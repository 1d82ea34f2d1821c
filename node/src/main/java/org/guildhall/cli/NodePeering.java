package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "peering",
        description = {
            "Show or set who may propose peering without an invitation.",
            "closed: nobody (as it begins). ask: anybody, and you decide with `guildhall peer pending`. open: anybody is a peer at"
                    + " once; what it writes is held and its tallies are declined, until you change its policy."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall node peering ask"})
final class NodePeering extends NodeCommand {
    @Parameters(paramLabel = "WHO", arity = "0..1", description = "closed, ask or open; without it, it is shown.")
    private @Nullable String wanted;

    @Option(names = "--dry-run", description = "Say what it would be, and change nothing.")
    private boolean dryRun;

    NodePeering(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        if (wanted != null) {
            wish.put("peering", wanted);
        }
        return node.put("/node/peering", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        console.out()
                .println("Peering is "
                        + answer.path(dryRun ? "before" : "peering").asText()
                        + (dryRun
                                ? " and would be " + answer.path("peering").asText() + ". Nothing was changed."
                                : "."));
    }
}
