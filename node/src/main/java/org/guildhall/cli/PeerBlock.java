package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "block",
        description = {
            "Keep a node out, or many: it is not followed, may not propose, and what its members write is declined whichever log"
                    + " brings it. It is told nothing. What was taken stays.",
            "A list has a node id or an address a line; what follows a # is kept as a note. To import it again does no harm."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall peer block ask.two.example --dry-run", "  guildhall peer block --list blocked.txt"})
final class PeerBlock extends NodeCommand {
    @Parameters(
            paramLabel = "PEER",
            arity = "0..1",
            description =
                    "A peer's name, or at least the first four letters of its fingerprint; or anybody's node id or address.")
    private @Nullable String peer;

    @Option(names = "--list", paramLabel = "FILE", description = "Block all of a list; - reads the standard input.")
    private @Nullable String list;

    @Option(names = "--dry-run", description = "Say whom it would block, and change nothing.")
    private boolean dryRun;

    PeerBlock(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        if ((peer == null) == (list == null)) {
            throw new CommandFault(CommandFault.UNREACHABLE, "name a PEER, or a list with --list FILE.");
        }
        if (peer != null) {
            wish.put("peer", peer);
        }
        if (list != null) {
            wish.put("list", text(list));
        }
        return node.post("/blocks", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        JsonNode blocks = answer.path("blocks");
        Table table = new Table("BLOCK", "KNOWN-AS", "STATE", "BLOCKED");
        long fresh = 0;
        for (JsonNode block : blocks) {
            boolean already = block.path("already").asBoolean();
            fresh += already ? 0 : 1;
            table.row(
                    block.path("block").asText(),
                    block.has("name")
                            ? block.path("name").asText()
                            : block.path("known").asBoolean() ? "known" : "-",
                    block.path("state").asText("-"),
                    already ? "already" : dryRun ? "would be" : "now");
        }
        if (!table.isEmpty()) {
            print(table);
        }
        console.out()
                .println(
                        dryRun
                                ? "Would block " + Numbers.grouped(fresh) + " of " + Numbers.grouped(blocks.size())
                                        + ". Nothing was changed."
                                : "Blocked "
                                        + Numbers.grouped(answer.path("fresh").asLong())
                                        + ". What was taken from them stays.");
    }

    private String text(String name) throws CommandFault {
        try {
            return name.equals("-")
                    ? new String(console.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE, "the list cannot be read from " + name + " (" + e.getMessage() + ").");
        }
    }
}
