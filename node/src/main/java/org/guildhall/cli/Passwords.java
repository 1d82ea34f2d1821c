package org.guildhall.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Where the password of a new account comes from: a file, the standard input, or chance. */
final class Passwords {
    /** No letters that are read as one another. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private Passwords() {}

    /** A password that was made up here is shown once. */
    record Chosen(String text, boolean generated) {
        void tell(Console console) {
            if (generated) {
                console.out().println("Password: " + new Styled(console.colours()).bold(text) + "   (shown this once)");
            }
        }

        /** Not the password. */
        @Override
        public String toString() {
            return "Chosen[generated=" + generated + "]";
        }
    }

    /** @param file its first line is the password; {@code -} is the standard input; when there is none, one is made */
    static Chosen choose(Optional<Path> file, Console console, SecureRandom random) throws CommandFault {
        if (file.isEmpty()) {
            return new Chosen(generate(random), true);
        }
        String first;
        try {
            if (file.get().toString().equals("-")) {
                first = console.firstLine();
            } else {
                List<String> lines = Files.readAllLines(file.get());
                first = lines.isEmpty() ? "" : lines.get(0);
            }
        } catch (IOException e) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "the password file " + file.get() + " cannot be read ("
                            + e.getClass().getSimpleName() + ").");
        }
        if (first.isEmpty()) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE, "no password in " + file.get() + ": it is expected on the first line.");
        }
        return new Chosen(first, false);
    }

    /** 20 letters of 31: 99 bits. */
    private static String generate(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
