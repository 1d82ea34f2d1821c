package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Chooses who cosigns this node's log. */
abstract class WitnessChange implements Callable<Integer> {
    private final Console console;
    private final boolean add;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "PEER", description = PeerShow.WHICH)
    private String peer = "";

    private WitnessChange(Console console, boolean add) {
        this.console = console;
        this.add = add;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Command(
            name = "add",
            description = "Have a peer cosign each new checkpoint of this node's log, from now on. At most 8 do.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall witness add ask.two.example")
    static final class Add extends WitnessChange {
        Add(Console console) {
            super(console, true);
        }
    }

    @Command(
            name = "rm",
            description = "Ask a peer for cosignatures no longer. Those it gave stay good.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall witness rm ask.two.example")
    static final class Remove extends WitnessChange {
        Remove(Console console) {
            super(console, false);
        }
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        AdminClient client = data.client();
        String path = "/peers/" + AdminClient.segment(peer) + "/witness";
        ObjectNode answer = add ? client.post(path, JsonNodeFactory.instance.objectNode()) : client.delete(path);
        if (json.asked()) {
            json.print(answer);
        } else {
            console.out()
                    .println(Table.printable(PeerLs.name(answer))
                            + (add
                                    ? " cosigns this node's log from now on; see `guildhall witness ls`."
                                    : " is asked for cosignatures no longer."));
        }
        return 0;
    }
}
