package org.guildhall.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --password-file}: where the password of a member comes from. */
final class PasswordOption {
    private final Console console;
    private final SecureRandom random;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "The first line is the password; - reads it from the standard input. Otherwise one is made and"
                            + " printed once.")
    private @Nullable Path file;

    PasswordOption(Console console, SecureRandom random) {
        this.console = console;
        this.random = random;
    }

    Passwords.Chosen choose() throws CommandFault {
        return Passwords.choose(Optional.ofNullable(file), console, random);
    }
}
