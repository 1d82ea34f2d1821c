package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "quorum",
        description = {
            "Show or set how many witnesses are to have cosigned the newest checkpoint of this node's log; 0, as it begins, asks for"
                    + " none.",
            "While fewer have, a minute after something was logged, `guildhall status` says so and ends with 1. Nothing waits for"
                    + " witnesses: what members post is published at once."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall witness quorum 2"})
final class WitnessQuorum extends NodeCommand {
    @Parameters(paramLabel = "N", arity = "0..1", description = "From 0 to 8; without it, the number is shown.")
    private @Nullable Integer wanted;

    @Option(names = "--dry-run", description = "Say what it would be, and change nothing.")
    private boolean dryRun;

    WitnessQuorum(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        if (wanted != null) {
            wish.put("quorum", wanted);
        }
        return node.put("/witnesses/quorum", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        console.out()
                .println("The quorum is "
                        + answer.path(dryRun ? "before" : "quorum").asInt()
                        + (dryRun
                                ? " and would be " + answer.path("quorum").asInt() + ". Nothing was changed."
                                : "; " + answer.path("cosigned").asLong()
                                        + " witnesses have cosigned all that is in the log."));
    }
}
