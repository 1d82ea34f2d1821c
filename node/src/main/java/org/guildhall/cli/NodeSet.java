package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "set",
        description = {
            "Change how this node introduces itself. A new revision of its record is signed and logged; peers read it there.",
            "What is not named stays. The identity key signs, so it must be on this machine while the command runs.",
            "To move to another address: name the new and the old one, change publicAddress in config.json, restart, and"
                    + " leave the old one out when all peers have followed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall node set --name \"Ask Example\" --contact office@example.org",
            "  guildhall node set --address https://b.example --address https://a.example"
        })
final class NodeSet extends NodeCommand {
    @Option(names = "--name", paramLabel = "TEXT", description = "What the site is called.")
    private @Nullable String name;

    @Option(
            names = "--address",
            paramLabel = "URL",
            description =
                    "Where readers and peers find it; takes the place of all before. May be given several times, the"
                            + " main one first.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--contact", paramLabel = "TEXT", description = "How peers reach the operator; public.")
    private @Nullable String contact;

    @Option(
            names = "--license",
            paramLabel = "SPDX",
            description = "Licence of what members write from now on; what was written keeps its own.")
    private @Nullable String license;

    @Option(
            names = "--identity-key",
            paramLabel = "FILE",
            description = "Where the identity key is. Otherwise keys/identity.key in the data directory.")
    private @Nullable Path identityKey;

    @Option(names = "--dry-run", description = "Show what it would say, and change nothing.")
    private boolean dryRun;

    NodeSet(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        put(wish, "name", name);
        put(wish, "contact", contact);
        put(wish, "license", license);
        if (!addresses.isEmpty()) {
            ArrayNode list = wish.putArray("addresses");
            addresses.forEach(list::add);
        }
        if (wish.size() == 1) {
            throw new CommandFault(CommandFault.UNREACHABLE, "say what to change. See `guildhall node set --help`.");
        }
        put(
                wish,
                "identityKey",
                identityKey == null ? null : identityKey.toAbsolutePath().toString());
        return node.put("/node", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        NodeShow.print(console, answer);
        console.out().println(said(answer.path("changed").asBoolean()));
    }

    private String said(boolean changed) {
        if (!changed) {
            return "Nothing to change: the record says this already.";
        }
        return dryRun ? "Nothing was changed: this is what it would say." : "Signed and logged. Peers read it there.";
    }

    private static void put(ObjectNode wish, String name, @Nullable String value) {
        if (value != null) {
            wish.put(name, value);
        }
    }
}
