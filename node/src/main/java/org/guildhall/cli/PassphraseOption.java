package org.guildhall.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --passphrase-file} of the commands on backups. */
final class PassphraseOption {
    private static final int SHORTEST = 10;

    private final Console console;
    private final SecureRandom random;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "The first line is the passphrase of an encrypted backup; - reads it from the standard input.")
    private @Nullable Path file;

    PassphraseOption(Console console, SecureRandom random) {
        this.console = console;
        this.random = random;
    }

    /** The passphrase, if a file was named. */
    Optional<String> read() throws CommandFault {
        if (file == null) {
            return Optional.empty();
        }
        String text = Passwords.choose(Optional.of(file), console, random).text();
        if (text.length() < SHORTEST) {
            throw Init.misuse("--passphrase-file", "must hold at least " + SHORTEST + " characters");
        }
        return Optional.of(text);
    }
}
