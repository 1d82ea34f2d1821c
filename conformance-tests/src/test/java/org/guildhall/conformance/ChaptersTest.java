package org.guildhall.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.guildhall.conformance.vectors.Chapters;
import org.guildhall.conformance.vectors.Vector;
import org.guildhall.conformance.vectors.VectorFiles;
import org.junit.jupiter.api.Test;

/** The chapters agree with themselves, with the vectors, and with what the programs compute. */
class ChaptersTest {
    private static final Pattern NAME = Pattern.compile("OQX-[A-Z]{3}-[0-9]{3}");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|");

    @Test
    void statesEachRequirementOnce() throws Exception {
        var names = Specification.statements().stream().map(Map.Entry::getKey).toList();

        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    @Test
    void statesRequirementsInTheOrderOfTheirNames() throws Exception {
        Map<String, String> last = new TreeMap<>();
        for (Map.Entry<String, String> statement : Specification.statements()) {
            String letters = statement.getKey().substring(0, 7);
            String before = last.put(letters, statement.getKey());
            assertThat(before == null || before.compareTo(statement.getKey()) < 0)
                    .as("%s after %s", statement.getKey(), before)
                    .isTrue();
        }
        assertThat(last.keySet())
                .containsExactly(
                        "OQX-CRE", "OQX-ERA", "OQX-FOL", "OQX-INC", "OQX-LIM", "OQX-LOG", "OQX-MIR", "OQX-PEE",
                        "OQX-REC", "OQX-SIG", "OQX-STA", "OQX-WIT");
    }

    @Test
    void refersOnlyToRequirementsThatAreStated() throws Exception {
        Set<String> stated = Specification.requirements().keySet();
        for (Path file : Chapters.in(Specification.CHAPTERS)) {
            assertThat(NAME.matcher(Specification.read(file)).results().map(match -> match.group()))
                    .as("in %s", file)
                    .allMatch(stated::contains);
        }
        for (Vector vector : VectorFiles.read(Specification.VECTORS)) {
            vector.json()
                    .path("requirements")
                    .forEach(name -> assertThat(stated).as(vector.file()).contains(name.textValue()));
        }
    }

    @Test
    void showsExamplesAsTheyComeOut() throws Exception {
        for (Path file : Chapters.in(Specification.CHAPTERS)) {
            String text = Specification.read(file);
            assertThat(Chapters.filled(text))
                    .as("%s: run oqx-conformance examples protocol-spec/chapters", file)
                    .isEqualTo(text);
        }
    }

    @Test
    void linksToFilesThatExist() throws Exception {
        for (Path file : Set.of(
                Specification.ROOT.resolve("README.md"),
                Specification.CHAPTERS.resolve("00-introduction.md"),
                Specification.CHAPTERS.resolve("01-records.md"),
                Specification.CHAPTERS.resolve("04-following.md"))) {
            LINK.matcher(Specification.read(file))
                    .results()
                    .forEach(link -> assertThat(file.resolveSibling(link.group(1)))
                            .as("link in %s", file)
                            .exists());
        }
    }

    @Test
    void registersEveryCodeThatAVectorExpects() throws Exception {
        Set<String> registered = CODE_ROW.matcher(
                        Specification.read(Specification.CHAPTERS.resolve("07-limits-and-errors.md")))
                .results()
                .flatMap(row -> Pattern.compile("`").splitAsStream(row.group(1)))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = new TreeSet<>();
        for (Vector vector : VectorFiles.read(Specification.VECTORS)) {
            used.add(vector.json().path("expect").textValue());
            vector.json().path("or").forEach(code -> used.add(code.textValue()));
            vector.json().path("output").path("outcomes").forEach(code -> used.add(code.textValue()));
            vector.json().path("output").path("steps").forEach(code -> used.add(code.textValue()));
            vector.json().path("output").path("answers").forEach(code -> used.add(code.textValue()));
        }
        used.removeAll(Set.of("valid", "taken", "hole", "believed"));

        assertThat(registered).containsAll(used);
    }

    @Test
    void hasAVectorForEveryRequirementAboutBytes() throws Exception {
        Set<String> covered = new TreeSet<>();
        for (Vector vector : VectorFiles.read(Specification.VECTORS)) {
            vector.json().path("requirements").forEach(name -> covered.add(name.textValue()));
        }
        Set<String> without = new TreeSet<>(Specification.requirements().keySet());
        without.removeAll(covered);

        // What only the behaviour over time or over HTTP can show; a new requirement has to be put on one side.
        assertThat(without)
                .isEqualTo(new TreeSet<>(
                        Files.readAllLines(Path.of("src/test/resources/requirements-without-vectors.txt"))));
    }
}
