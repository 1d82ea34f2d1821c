package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "stop",
        description = "Stop the running node. What was acknowledged is kept; requests under way are finished.")
final class Stop implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    Stop(Console console) {
        this.console = console;
        this.data = new DataOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        data.client().post("/stop", JsonNodeFactory.instance.objectNode());
        console.out().println("The node is stopping.");
        return 0;
    }
}
