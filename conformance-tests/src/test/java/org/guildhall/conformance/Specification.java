package org.guildhall.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the specification's files and the independent vectors are, seen from this module. */
final class Specification {
    static final Path ROOT = Path.of("..", "protocol-spec");
    static final Path CHAPTERS = ROOT.resolve("chapters");
    static final Path VECTORS = ROOT.resolve("vectors");
    static final Path SCHEMAS = ROOT.resolve("schemas");
    /** A requirement where it is stated: in bold, at the head of a list item or of a table's row. */
    private static final Pattern STATED = Pattern.compile("(?m)^(?:- |\\| )\\*\\*(OQX-[A-Z]{3}-[0-9]{3})\\*\\*");

    private Specification() {}

    static String read(Path file) throws Exception {
        return Files.readString(file);
    }

    /** Every statement of a requirement, with the chapter that has it, in the order of reading. */
    static List<Map.Entry<String, String>> statements() throws Exception {
        try (Stream<Path> chapters = Files.list(CHAPTERS)) {
            return chapters.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(file -> STATED.matcher(unchecked(file))
                            .results()
                            .map(match ->
                                    Map.entry(match.group(1), file.getFileName().toString())))
                    .toList();
        }
    }

    static Map<String, String> requirements() throws Exception {
        Map<String, String> requirements = new TreeMap<>();
        statements().forEach(entry -> requirements.put(entry.getKey(), entry.getValue()));
        return requirements;
    }

    private static String unchecked(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A directory of independent vectors, or the test is skipped by name. */
    static Path shared(String directory) {
        Path shared =
                Path.of(System.getProperty("guildhall.shared", "../../shared")).resolve(directory);
        Assumptions.assumeTrue(Files.isDirectory(shared), () -> "SKIPPED: independent vectors are not at " + shared);
        return shared;
    }
}
