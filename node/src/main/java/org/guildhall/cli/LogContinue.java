package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "continue",
        description = {
            "Go on after two histories of this node's log were shown: say by the identity key that the one on this disk stands.",
            "A new signing key takes the place of the old one, which is given up. Peers take back by themselves what they have of"
                    + " the other history; that the log forked is shown for ever. See first who holds what: --dry-run.",
            "Make a backup of the keys afterwards: `guildhall key backup DIR`."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall log continue --dry-run",
            "  guildhall log continue --identity-key /media/stick/identity.key"
        })
final class LogContinue extends NodeCommand {

    @Option(
            names = "--identity-key",
            paramLabel = "FILE",
            description = "The identity key, when it is not in the data directory.")
    private @Nullable Path identityKey;

    @Option(
            names = "--give-up-newer",
            description =
                    "Go on although a peer holds this history and more, or can not be asked: what is not on this disk is"
                            + " not this node's own.")
    private boolean giveUpNewer;

    @Option(names = "--dry-run", description = "Tell what would be published and who holds what; change nothing.")
    private boolean dryRun;

    LogContinue(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish =
                JsonNodeFactory.instance.objectNode().put("dryRun", dryRun).put("giveUpNewer", giveUpNewer);
        if (identityKey != null) {
            wish.put("identityKey", identityKey.toAbsolutePath().toString());
        }
        return node.post("/log/continue", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        String size = Numbers.grouped(answer.path("size").asLong());
        Table table = new Table("PEER", "HOLDS", "SIZE");
        for (JsonNode peer : answer.path("peers")) {
            table.row(
                    peer.path("name").asText(),
                    holds(peer.path("holds").asText()),
                    peer.has("size") ? Numbers.grouped(peer.path("size").asLong()) : "");
        }
        table.print(console.out(), new Styled(console.colours()));
        console.out().println();
        if (dryRun) {
            console.out()
                    .println("Would publish revision " + answer.path("revision").asText()
                            + " of this node's record: it stands by the " + size + " entries on this disk.");
            answer.path("givenUp").forEach(key -> console.out().println("Would give up the key " + key.asText() + "."));
            console.out().println("Nothing was changed.");
        } else {
            console.out()
                    .println("This log continues from its " + size + " entries, signed with "
                            + answer.path("key").asText() + ".");
            console.out().println("Peers take back by themselves what they have of the other history.");
        }
    }

    private static String holds(String word) {
        return switch (word) {
            case "ours" -> "this history";
            case "ahead" -> "this history and more: this disk is old";
            case "other" -> "another history";
            case "nothing" -> "nothing";
            default -> "not known: it does not answer, or not in good order";
        };
    }
}
