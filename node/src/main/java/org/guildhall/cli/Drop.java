package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drop",
        description = {
            "Stop keeping a post, whoever wrote it: its bytes go from this node and from the mirrors of its log. This cannot be"
                    + " undone.",
            "For what must not lie here: the law, say, when the author's node does not answer. The reason is signed and published."
                    + " Other logs that hold the post are not bound; to take a post back everywhere, its author erases it. Give"
                    + " --code, or --reason, or both."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall drop https://ask.one.example/q/KEY --code legal --dry-run",
            "  guildhall drop https://ask.one.example/q/KEY --code legal --reason \"Order 12/26\""
        })
final class Drop extends NodeCommand {
    @Parameters(paramLabel = "POST", description = LabelChange.POST)
    private String post = "";

    @Option(names = "--code", paramLabel = "CODE", description = HeldDecline.CODES)
    private @Nullable String code;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in your own words.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Say what would be dropped, and change nothing.")
    private boolean dryRun;

    Drop(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        if (code == null && reason == null) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "say why, with --reason TEXT or --code CODE. See `guildhall drop --help`.");
        }
        ObjectNode wish =
                JsonNodeFactory.instance.objectNode().put("post", post).put("dryRun", dryRun);
        if (code != null) {
            wish.put("code", code);
        }
        if (reason != null) {
            wish.put("reason", reason);
        }
        return node.post("/drops", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        String what = answer.path("kind").asText().toLowerCase(Locale.ROOT) + " "
                + answer.path("post").asText() + "; entries of our log that hold it: "
                + Numbers.grouped(answer.path("entries").asLong());
        console.out().println((dryRun ? "Would drop the " : "Dropped the ") + what + ".");
        console.out()
                .println(
                        dryRun
                                ? "Nothing was changed."
                                : "When its bytes are out of our files: guildhall erasure show "
                                        + answer.path("post").asText());
        if (answer.path("own").asBoolean()) {
            console.out()
                    .println(
                            "A member of this node wrote it: only if its author erases it are other nodes asked to as well.");
        }
    }
}
