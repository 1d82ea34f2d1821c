package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what this node thinks of a post, or that it thinks so no longer. */
abstract class LabelChange extends NodeCommand {
    /** How a post is named. */
    static final String POST = "The post's address on this node, or the 22 characters it ends in.";

    private final boolean add;

    @Parameters(index = "0", paramLabel = "POST", description = POST)
    private String post = "";

    @Parameters(
            index = "1",
            paramLabel = "LABEL",
            description = "outdated, official, disputed, off-topic, unclear, unsafe or spam.")
    private String label = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in your own words. Everybody can read it.")
    private @Nullable String reason;

    private LabelChange(Console console, boolean add) {
        super(console);
        this.add = add;
    }

    @Command(
            name = "add",
            description = {
                "Label a post: this node's opinion, signed and published, and shown beside the post.",
                "Other nodes decide for themselves whether they show it. It stands in the public moderation log."
            },
            footerHeading = "%nExample:%n",
            footer = "  guildhall label add https://ask.one.example/q/KEY outdated --reason \"True before 2010.\"")
    static final class Add extends LabelChange {
        Add(Console console) {
            super(console, true);
        }
    }

    @Command(
            name = "rm",
            description = "Take a label of this node back. That is published as well.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall label rm https://ask.one.example/q/KEY outdated")
    static final class Remove extends LabelChange {
        Remove(Console console) {
            super(console, false);
        }
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance
                .objectNode()
                .put("post", post)
                .put("label", label)
                .put("state", add ? "on" : "off");
        if (reason != null) {
            wish.put("reason", reason);
        }
        return node.put("/labels", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        console.out()
                .println(
                        add
                                ? "Labelled " + label + ". It is signed, in our log and beside the post."
                                : "Taken back: " + label + ". Whoever follows us reads that.");
    }
}
