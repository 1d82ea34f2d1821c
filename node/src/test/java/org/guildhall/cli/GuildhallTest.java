package org.guildhall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuildhallTest {
    @TempDir
    Path directory;

    @Test
    void showsItsCommandsToWhoGivesNone() {
        Spoken spoken = Spoken.by();
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("Usage: guildhall").contains("serve").contains("Exit codes:");
        assertThat(spoken.out()).isEmpty();
    }

    @Test
    void helpIsAnAnswer() {
        Spoken spoken = Spoken.by("serve", "--help");
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).contains("Usage: guildhall serve").contains("--data=DIR");
        assertThat(spoken.err()).isEmpty();
    }

    @Test
    void listsEachCommandOnceUnderAHeading() {
        String page = Spoken.by("help").out();
        assertThat(page).isEqualTo(Spoken.by("--help").out());
        assertThat(page).containsSubsequence("Set up and run:", "  init ", "Other nodes:", "  peer ", "This program:");
        assertThat(listed(page))
                .doesNotHaveDuplicates()
                .contains("init", "backup", "help")
                .doesNotContain("rehearse");
    }

    @Test
    void helpsWithOneCommand() {
        Spoken spoken = Spoken.by("help", "peer", "accept");
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).isEqualTo(Spoken.by("peer", "accept", "--help").out());

        Spoken unknown = Spoken.by("help", "peer", "dance");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("guildhall peer dance").contains("guildhall peer --help");
        assertThat(unknown.out()).isEmpty();
    }

    /** What takes an argument has an example, and each example is of that command and of options that it has. */
    @Test
    void showsHowEachCommandIsTyped() {
        List<List<String>> commands = new ArrayList<>();
        leaves(List.of(), commands);
        assertThat(commands).hasSizeGreaterThan(40);
        for (List<String> command : commands) {
            List<String> asked = new ArrayList<>(command);
            asked.add("--help");
            String help = Spoken.by(asked.toArray(String[]::new)).out();
            List<String> examples = help.lines()
                    .filter(line -> line.startsWith("  guildhall " + String.join(" ", command)))
                    .toList();
            if (help.contains("Parameters:") && !command.equals(List.of("completion"))) {
                assertThat(examples).as(String.join(" ", command)).isNotEmpty();
            }
            String described = help.split("Examples?:", -1)[0];
            for (String example : examples) {
                assertThat(example.split(" ", -1))
                        .as(example)
                        .filteredOn(word -> word.startsWith("--"))
                        .allMatch(described::contains);
            }
        }
    }

    private static void leaves(List<String> words, List<List<String>> found) {
        List<String> asked = new ArrayList<>(words);
        asked.add("--help");
        List<String> below = listed(Spoken.by(asked.toArray(String[]::new)).out());
        if (below.isEmpty()) {
            found.add(words);
        }
        for (String name : below) {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            leaves(longer, found);
        }
    }

    /** The commands of a help page: names at a margin of two, followed by their descriptions. */
    private static List<String> listed(String page) {
        String commands = page.split("Exit codes:", -1)[0];
        if (!commands.contains(" COMMAND")) {
            return List.of();
        }
        return Pattern.compile("^  ([a-z][a-z-]*) +\\S", Pattern.MULTILINE)
                .matcher(commands)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** One identifier in 64 begins with a hyphen. */
    @Test
    void takesAnIdentifierThatBeginsWithAHyphen() {
        String data = directory.toString();
        Spoken asItIs = Spoken.by("erasure", "show", "Q9wGeuXywkg27pSB31bLQQ", "--data", data);
        assertThat(asItIs.err()).contains("there is no node");
        for (String id : List.of(
                "-Q9wGeuXywkg27pSB31bLQ", "--9wGeuXywkg27pSB31bLQ", "-hJ2pV3x0mQ4r8sK1nT5uW7yZ9aB3cD5eF6gH8iJ0kL")) {
            assertThat(Spoken.by("erasure", "show", id, "--data", data)).isEqualTo(asItIs);
            assertThat(Spoken.by("erasure", "show", "--data", data, "--", id)).isEqualTo(asItIs);
        }

        Spoken tooMany = Spoken.by("erasure", "show", "one", "-Q9wGeuXywkg27pSB31bLQ");
        assertThat(tooMany.exitCode()).isEqualTo(2);
        assertThat(tooMany.err()).contains("'-Q9wGeuXywkg27pSB31bLQ'").doesNotContain("\0");
        assertThat(Spoken.by("erasure", "show", "-Q9w", "--data", data).exitCode())
                .isEqualTo(2);
    }

    @Test
    void noOptionIsAsLongAsAnIdentifier() {
        List<List<String>> commands = new ArrayList<>();
        leaves(List.of(), commands);
        for (List<String> command : commands) {
            List<String> asked = new ArrayList<>(command);
            asked.add("--help");
            assertThat(Spoken.by(asked.toArray(String[]::new)).out().split("[^A-Za-z0-9_-]+", -1))
                    .as(String.join(" ", command))
                    .noneMatch(Guildhall.HYPHENED_ID.asMatchPredicate());
        }
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Spoken spoken = Spoken.by("serv");
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("serv").contains("Did you mean").contains("serve");
    }

    @Test
    void tellsItsVersionToPeopleAndPrograms() {
        assertThat(Spoken.by("version").out()).matches("guildhall \\S+ \\(OQX 1, Java .*\\)\\R");
        assertThat(Spoken.by("--version").out()).isEqualTo(Spoken.by("version").out());
        assertThat(Spoken.by("version", "--json").json().path("oqx").asInt()).isEqualTo(1);
    }

    @Test
    void saysHowToMakeANodeWhereThereIsNone() {
        Spoken spoken = Spoken.by("stop", "--data", directory.toString());
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).startsWith("guildhall: there is no node in").contains("guildhall init --data");
        assertThat(spoken.out()).isEmpty();
    }

    @Test
    void saysWhoseADirectoryIsThatIsClosedToTheUser() throws Exception {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        String said = Spoken.by("stop", "--data", closed.toString()).err();
        if (Files.isExecutable(closed)) { // root may look into everything
            assertThat(said).contains("there is no node in " + closed);
        } else {
            assertThat(said)
                    .contains("is closed to this user")
                    .contains(Files.getOwner(closed).getName())
                    .doesNotContain("guildhall init");
        }
    }

    @Test
    void takesTheDataDirectoryFromTheEnvironment() {
        Spoken spoken =
                Spoken.in(Map.of("GUILDHALL_DATA", directory.resolve("mine").toString()), "stop");
        assertThat(spoken.err()).contains("there is no node in " + directory.resolve("mine"));
    }

    @Test
    void completesItsCommandsInBash() {
        Spoken spoken = Spoken.by("completion", "bash");
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).contains("complete -F _complete_guildhall").contains("serve");
    }

    @Test
    void doesNotCompareWhatCanNotBeCompared() {
        Spoken spoken = Spoken.by("rebuild", "--search", "--compare");
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("--compare").contains("--search").contains("mutually exclusive");
    }
}
