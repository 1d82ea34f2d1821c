package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that a document tells people to type exists, with the options it is given there. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> DOCUMENTS =
            List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/operating.md", "docker/README.md");
    /** After the times of a cron line stands the user of this name. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:scripts/|[^/\\w-]|^)(?<!\\* )guildhall((?: [a-zA-Z-]+)+)");

    static Stream<String> commands() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (String document : DOCUMENTS) {
            for (String code : code(Files.readString(ROOT.resolve(document)))) {
                Matcher found = COMMAND.matcher(code);
                while (found.find()) {
                    commands.add(found.group(1).strip());
                }
            }
        }
        return commands.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isThere(String command) {
        List<String> words = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            if (word.startsWith("-")) {
                options.add(word);
            } else if (options.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT))) {
                words.add(word);
            }
        }
        String help = help(words);
        assertThat(options).as(command).allMatch(option -> option.equals("--help") || help.contains(option));
    }

    /** What stands in code blocks, line by line without comments, and between backticks. */
    private static List<String> code(String markdown) {
        List<String> code = new ArrayList<>();
        boolean block = false;
        for (String line : markdown.split("\n", -1)) {
            if (line.startsWith("```")) {
                block = !block;
            } else if (block) {
                code.add(line.replaceFirst("\\s#.*", ""));
            } else {
                Matcher inline = Pattern.compile("`([^`]+)`").matcher(line);
                while (inline.find()) {
                    code.add(inline.group(1));
                }
            }
        }
        return code;
    }

    private static String help(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add("--help");
        Spoken spoken = Spoken.by(arguments.toArray(String[]::new));
        assertThat(spoken.exitCode()).as(spoken.err()).isZero();
        return spoken.out();
    }
}
