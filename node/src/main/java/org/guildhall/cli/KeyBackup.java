package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = {
            "Copy the keys to another place, such as a stick that is kept in a safe, and read the copies back.",
            "With the keys and one peer a node can be rebuilt; without the identity key its name is lost for ever. Whoever has them"
                    + " can speak for the node."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall key backup /media/stick"})
final class KeyBackup implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "DIR", description = "Where to; nothing there is overwritten.")
    private Path to = Path.of("");

    KeyBackup(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        DataDirectory directory = data.open();
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("node", directory.readNode().did())
                .put("directory", to.toString());
        ArrayNode copied = answer.putArray("copied");
        ArrayNode absent = answer.putArray("absent");
        for (Path key : List.of(directory.identityKey(), directory.nextIdentityKey(), directory.signingKey())) {
            (Files.exists(key) ? copied : absent).add(key.getFileName().toString());
            if (Files.exists(key)) {
                copy(key, to.resolve(key.getFileName()));
            }
        }
        if (json.asked()) {
            json.print(answer);
        } else {
            console.out().println("Copied to " + to + " and read back: " + names(copied) + ".");
            if (!absent.isEmpty()) {
                console.out().println("Not in the data directory, so not copied: " + names(absent) + ".");
            }
        }
        return 0;
    }

    private void copy(Path from, Path copy) throws CommandFault {
        try {
            Files.createDirectories(to);
            SigningKey key = KeyFile.read(from);
            KeyFile.create(copy, key);
            if (!KeyFile.read(copy).publicKey().equals(key.publicKey())) {
                throw new CommandFault(CommandFault.FAILED, copy + " is not what was written: is the disk in order?");
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFault(
                    CommandFault.FAILED,
                    copy + " is there already, and a key is never overwritten. Name an empty directory.");
        } catch (IOException e) {
            throw new CommandFault(CommandFault.FAILED, copy + " could not be written: " + FileReason.of(e));
        }
    }

    private static String names(ArrayNode files) {
        return String.join(", ", files.valueStream().map(file -> file.asText()).toList());
    }
}
