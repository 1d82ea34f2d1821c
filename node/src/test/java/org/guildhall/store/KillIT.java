package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guildhall.store.DatabaseTest.strings;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own writes and acknowledges; it is killed, or watched by strace. */
class KillIT {
    @TempDir
    Path folder;

    @Test
    void keepsEverythingAcknowledgedWhenKilledAtRandomMoments() throws Exception {
        Random random = new Random(7);
        int acknowledged = 0;
        for (int round = 0; round < 10; round++) {
            Process writer = writer(List.of(), Integer.toString(1_000_000 + 50_000 * round), "-1");
            try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
                int until = 1 + random.nextInt(120);
                String line = null;
                for (int i = 0; i < until; i++) {
                    line = out.readLine();
                    assertThat(line).startsWith("ack ");
                }
                // Not the process itself: that would close the stream and lose what it said last.
                writer.toHandle().destroyForcibly();
                // What it still managed to say counts as well.
                for (String more = out.readLine(); more != null && more.endsWith("."); more = out.readLine()) {
                    line = more;
                }
                acknowledged = Integer.parseInt(line.substring(4, line.length() - 1));
            }
            writer.waitFor();
            try (Database database = Database.open(new DatabaseLocation.Embedded(folder))) {
                int first = (1_000_000 + 50_000 * round);
                List<String> names =
                        strings(database, "select name from setting where name >= 'n" + first + "' order by name");
                List<String> expected = new ArrayList<>();
                for (int i = first; i <= acknowledged; i++) {
                    expected.add("n" + i);
                }
                assertThat(names.subList(0, Math.min(names.size(), expected.size())))
                        .isEqualTo(expected);
                assertThat(names)
                        .as("at most the group in flight beside it")
                        .hasSizeLessThanOrEqualTo(expected.size() + 5);
            }
            acknowledged = 0;
        }
    }

    @Test
    void asksTheSystemToForceTheFileBeforeEachAcknowledgement() throws Exception {
        Path strace = Path.of("/usr/bin/strace");
        if (!Files.isExecutable(strace)) {
            System.err.println("SKIPPED: no strace here to watch the system calls of a commit");
        }
        assumeTrue(Files.isExecutable(strace), "strace");
        Path trace = folder.resolve("trace");
        Process writer = writer(
                List.of(
                        strace.toString(),
                        "-f",
                        "-qq",
                        "-y",
                        "-e",
                        "trace=pwrite64,write,fdatasync,fsync",
                        "-o",
                        trace.toString()),
                "0",
                "30");
        writer.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {});
        assertThat(writer.waitFor()).isZero();

        Pattern change = Pattern.compile("pwrite64\\(\\d+<[^>]*guildhall\\.mv\\.db>");
        Pattern forced = Pattern.compile("(fdatasync|fsync)(\\(\\d+<[^>]*guildhall\\.mv\\.db>| resumed).* = 0$");
        Pattern ack = Pattern.compile("write\\(1<.*\"ack (\\d+)");
        int acknowledged = 0;
        int forces = 0;
        boolean unforced = false;
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            if (change.matcher(line).find()) {
                unforced = true;
            } else if (forced.matcher(line).find()) {
                unforced = false;
                forces++;
            } else {
                Matcher said = ack.matcher(line);
                if (said.find()) {
                    assertThat(unforced)
                            .as("ack " + said.group(1) + " with a write not forced")
                            .isFalse();
                    acknowledged++;
                }
            }
        }
        assertThat(acknowledged).isEqualTo(30);
        assertThat(forces).isGreaterThanOrEqualTo(30);
    }

    private Process writer(List<String> before, String first, String groups) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Writing.class.getName(),
                folder + File.separator,
                first,
                groups));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The process: groups of 1 to 5 rows, and after each of them a line {@code ack N.} that names its last row. */
    static final class Writing {
        public static void main(String[] arguments) throws Exception {
            Random random = new Random(1);
            int next = Integer.parseInt(arguments[1]);
            int groups = Integer.parseInt(arguments[2]);
            try (Database database = Database.open(new DatabaseLocation.Embedded(Path.of(arguments[0])))) {
                Connection writer = database.writeConnection();
                try (PreparedStatement insert =
                        writer.prepareStatement("insert into setting (name, value) values (?, ?)")) {
                    for (int group = 0; group != groups; group++) {
                        for (int i = random.nextInt(5); i >= 0; i--) {
                            insert.setString(1, "n" + next++);
                            insert.setString(2, "x".repeat(random.nextInt(3_000)));
                            insert.executeUpdate();
                        }
                        database.makeDurable(writer);
                        System.out.println("ack " + (next - 1) + ".");
                    }
                }
            }
        }
    }
}
