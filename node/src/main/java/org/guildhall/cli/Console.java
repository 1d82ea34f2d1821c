package org.guildhall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes, and what kind of place that is.
 *
 * @param colours whether {@code out} shows colours: a terminal that was not asked to do without
 * @param live whether {@code err} is a terminal, where a line of progress may be drawn over
 * @param answers whether somebody at a terminal can be asked and answer
 * @param environment the variables of the process
 */
public record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean colours,
        boolean live,
        boolean answers,
        Map<String, String> environment) {

    /** The process's own streams, in UTF-8 whatever the platform says. */
    public static Console ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean plain = environment.containsKey("NO_COLOR") || "dumb".equals(environment.get("TERM"));
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
                !plain && isTerminal(1),
                isTerminal(2),
                isTerminal(0) && isTerminal(1),
                environment);
    }

    /** What a variable is set to; empty when it is not, or to nothing. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The first line of the input: a secret that is piped in, or an answer. */
    public String firstLine() throws IOException {
        String line = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
        return line == null ? "" : line;
    }

    /** Java cannot tell one stream from another; Linux can. Elsewhere nothing counts as a terminal. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return false;
    }
}
