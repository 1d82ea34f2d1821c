package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        description = {
            "Begin to sign with a new key, while the node runs. The identity key vouches for it, and peers see it by themselves.",
            "The old key is retired: what it signed stays good. If it was stolen, say with --revoke-from which log size it is"
                    + " believed up to: peers then take back what it signed from there on.",
            "Make a backup of the keys afterwards: `guildhall key backup DIR`."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall key rotate --dry-run", "  guildhall key rotate --identity-key /media/stick/identity.key"
        })
final class KeyRotate extends NodeCommand {
    @Option(
            names = "--revoke-from",
            paramLabel = "SIZE",
            description = "Revoke the old key from this size of our log on; see it with `guildhall status`.")
    private @Nullable Long revokeFrom;

    @Option(
            names = "--identity-key",
            paramLabel = "FILE",
            description = "The identity key, when it is not in the data directory.")
    private @Nullable Path identityKey;

    @Option(names = "--dry-run", description = "Check that it can be done, and change nothing.")
    private boolean dryRun;

    KeyRotate(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        if (revokeFrom != null) {
            wish.put("revokeFrom", revokeFrom);
        }
        if (identityKey != null) {
            wish.put("identityKey", identityKey.toAbsolutePath().toString());
        }
        return node.post("/key/rotate", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        long disbelieved = answer.path("disbelieved").asLong();
        if (dryRun) {
            console.out()
                    .println("Would sign with a new key from entry "
                            + Numbers.grouped(answer.path("size").asLong() + 1) + " on. Nothing was changed.");
        } else {
            console.out().println("Signing with " + answer.path("key").asText() + " from now on.");
            console.out()
                    .println(
                            revokeFrom == null
                                    ? "The old key is retired; what it signed stays good."
                                    : "The old key is revoked from size " + Numbers.grouped(revokeFrom) + " on.");
            console.out().println("Keep a copy of the new key: guildhall key backup DIR");
        }
        if (revokeFrom != null && disbelieved > 0) {
            console.out()
                    .println(Numbers.grouped(disbelieved) + " records of this node " + (dryRun ? "would be" : "are")
                            + " believed by no peer any more: what was posted since entry "
                            + Numbers.grouped(revokeFrom)
                            + ". An edit publishes a post again; what a thief posted is to be erased.");
        }
    }
}
