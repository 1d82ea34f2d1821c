package org.guildhall.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        description = {
            "Make a key of a member's own, on the member's computer: no node is asked.",
            "The file holds the private key, readable by you alone; keep a copy of it. The public key is printed: paste it at your"
                    + " node under \"Your account\", \"Your own key\"."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall member key new hanna.key"})
final class MemberKeyNew implements Callable<Integer> {
    private final Console console;
    private final SecureRandom random;

    @Parameters(index = "0", paramLabel = "FILE", description = "Where the key goes. Not overwritten.")
    private Path file = Path.of("");

    MemberKeyNew(Console console, SecureRandom random) {
        this.console = console;
        this.random = random;
    }

    @Override
    public Integer call() throws CommandFault {
        SigningKey key = SigningKey.generate(random);
        try {
            KeyFile.create(file, key);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFault(
                    CommandFault.FAILED, file + " is there already: a key is never overwritten. Name another file.");
        } catch (IOException e) {
            throw new CommandFault(CommandFault.FAILED, file + " cannot be written: " + FileReason.of(e));
        }
        console.out().println(key.publicKey().text());
        return 0;
    }
}
