package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "take", description = "Take what is held: it appears in its thread, and its home's verdict is signed.")
final class HeldTake implements Callable<Integer> {
    static final String WHICH = "See `guildhall held ls`. An edit that came later has another.";

    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "ID", description = WHICH)
    private String id = "";

    HeldTake(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer =
                data.client().post("/held/" + AdminClient.segment(id) + "/take", JsonNodeFactory.instance.objectNode());
        if (json.asked()) {
            json.print(answer);
        } else {
            console.out().println("Taken.");
        }
        return 0;
    }
}
