package org.guildhall.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guildhall.conformance.vectors.Suites;
import org.guildhall.conformance.vectors.Vector;
import org.guildhall.conformance.vectors.VectorFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsTest {
    private final Suites suites = new Suites();

    @Test
    void areCommittedAsTheGeneratorWritesThem() throws Exception {
        Map<String, String> committed = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Specification.VECTORS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                committed.put(
                        Specification.VECTORS.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        committed.remove("README.md");
        Map<String, String> generated = VectorFiles.contents();

        assertThat(committed.keySet()).isEqualTo(generated.keySet());
        committed.forEach((name, text) -> assertThat(text)
                .as("%s: run oqx-conformance vectors write protocol-spec/vectors", name)
                .isEqualTo(generated.get(name)));
    }

    @Test
    void agreeWithTheImplementationHere() throws Exception {
        for (Vector vector : VectorFiles.read(Specification.VECTORS)) {
            assertThat(vector.problems(suites)).as(vector.file()).isEmpty();
        }
    }

    @Test
    void haveValidAndInvalidCasesInEverySuiteThatCanRefuse() throws Exception {
        Map<String, Set<Boolean>> verdictsOf = VectorFiles.read(Specification.VECTORS).stream()
                .collect(Collectors.groupingBy(
                        Vector::suite,
                        Collectors.mapping(
                                vector ->
                                        vector.json().path("expect").textValue().equals("valid"),
                                Collectors.toSet())));

        assertThat(verdictsOf.keySet()).isEqualTo(suites.names());
        Set<String> neverRefuse =
                Set.of("jcs", "object-key", "named-id", "tree", "follow", "fingerprint", "tile", "standing");
        verdictsOf.forEach(
                (suite, verdicts) -> assertThat(verdicts).as(suite).hasSize(neverRefuse.contains(suite) ? 1 : 2));
    }

    @Test
    void sayWhatIsSpecialAboutThem() throws Exception {
        for (Vector vector : VectorFiles.read(Specification.VECTORS)) {
            assertThat(vector.json().path("comment").textValue())
                    .as(vector.file())
                    .isNotBlank();
            assertThat(vector.json().path("requirements")).as(vector.file()).isNotEmpty();
        }
    }

    @Test
    void areOnTheClassPathOfWhoeverDependsOnTheSpecification() {
        assertThat(Main.class.getResource("/oqx/vectors/index.json")).isNotNull();
        assertThat(Main.class.getResource("/oqx/schemas/question.json")).isNotNull();
        assertThat(Main.class.getResource("/oqx/chapters/01-records.md")).isNotNull();
    }

    @Test
    void areRunByACommandThatFindsAWrongOne(@TempDir Path directory) throws Exception {
        assertThat(Main.run("vectors", "write", directory.toString())).isZero();
        assertThat(Main.run("vectors", "run", directory.toString())).isZero();

        Path question = directory.resolve("record/question.json");
        Files.writeString(question, Files.readString(question).replace("boom drift", "boom drop"));
        Path tooLarge = directory.resolve("record/too-large.json");
        Files.writeString(tooLarge, Files.readString(tooLarge).replace("\"too-large\"", "\"valid\""));

        assertThat(Main.run("vectors", "run", directory.toString())).isEqualTo(1);
    }

    @Test
    void tellAWrongOutputFromARightOne() throws Exception {
        Vector vector = VectorFiles.read(Specification.VECTORS).stream()
                .filter(candidate -> candidate.file().equals("tree/sizes-0-to-10.json"))
                .findFirst()
                .orElseThrow();
        ObjectNode changed = vector.json().deepCopy();
        ((ObjectNode) changed.path("output").path("roots").path(3)).put("root", "00".repeat(32));

        assertThat(new Vector(vector.file(), changed).problems(suites)).hasSize(1);
    }
}
