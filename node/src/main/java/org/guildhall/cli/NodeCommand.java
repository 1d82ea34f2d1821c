package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Mixin;

/** A command that asks the running node one thing, and tells its answer: the document itself, or in words. */
abstract class NodeCommand implements Callable<Integer> {
    final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    NodeCommand(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    /** Asks; the answer is what {@code --json} prints. */
    abstract ObjectNode ask(AdminClient node) throws CommandFault;

    /** Tells people. */
    abstract void tell(ObjectNode answer) throws CommandFault;

    @Override
    public final Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = ask(data.client());
        if (json.asked()) {
            json.print(answer);
        } else {
            tell(answer);
        }
        return 0;
    }

    final void print(Table table) {
        table.print(console.out(), new Styled(console.colours()));
    }
}
