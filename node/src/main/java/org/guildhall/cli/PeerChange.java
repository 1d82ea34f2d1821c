package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What begins or ends following a peer. Its three commands differ in a word and in what they tell. */
abstract class PeerChange extends NodeCommand {
    private final String word;
    private final String done;

    @Parameters(paramLabel = "PEER", description = PeerShow.WHICH)
    private String peer = "";

    @Option(names = "--dry-run", description = "Say which peer would be meant, and change nothing.")
    private boolean dryRun;

    private PeerChange(Console console, String word, String done) {
        super(console);
        this.word = word;
        this.done = done;
    }

    @Command(
            name = "pause",
            description =
                    "Stop following a peer for now. It is told nothing, and may follow us still; a log for peers only it may not"
                            + " read meanwhile.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall peer pause ask.two.example")
    static final class Pause extends PeerChange {
        Pause(Console console) {
            super(console, "pause", "is not followed for now. Go on with `guildhall peer resume PEER`.");
        }
    }

    @Command(
            name = "resume",
            description =
                    "Follow a peer again, from where it was left: after a pause, or after a fault that somebody looked at.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall peer resume ask.two.example")
    static final class Resume extends PeerChange {
        Resume(Console console) {
            super(console, "resume", "is followed again.");
        }
    }

    @Command(
            name = "remove",
            description = "End a peering. What was taken stays, and a new invitation begins it again.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall peer remove ask.two.example --dry-run")
    static final class Remove extends PeerChange {
        Remove(Console console) {
            super(console, "remove", "is no peer any more. What was taken from it stays.");
        }
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        String path = "/peers/" + AdminClient.segment(peer);
        return (dryRun ? node.get(path) : node.post(path + "/" + word, JsonNodeFactory.instance.objectNode()))
                .put("dryRun", dryRun);
    }

    @Override
    void tell(ObjectNode answer) {
        if (dryRun) {
            console.out()
                    .println("Would " + word + " " + Table.printable(PeerLs.name(answer)) + " at "
                            + Table.printable(answer.path("address").asText()) + ". Nothing was changed.");
        } else {
            console.out().println(Table.printable(PeerLs.name(answer)) + " " + done);
        }
    }
}
