package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Chooses who cosigns this node's log. */
abstract class WitnessChange extends NodeCommand {
    private final boolean add;

    @Parameters(paramLabel = "PEER", description = PeerShow.WHICH)
    private String peer = "";

    private WitnessChange(Console console, boolean add) {
        super(console);
        this.add = add;
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
    ObjectNode ask(AdminClient node) throws CommandFault {
        String path = "/peers/" + AdminClient.segment(peer) + "/witness";
        return add ? node.post(path, JsonNodeFactory.instance.objectNode()) : node.delete(path);
    }

    @Override
    void tell(ObjectNode answer) {
        console.out()
                .println(Table.printable(PeerLs.name(answer))
                        + (add
                                ? " cosigns this node's log from now on; see `guildhall witness ls`."
                                : " is asked for cosignatures no longer."));
    }
}
