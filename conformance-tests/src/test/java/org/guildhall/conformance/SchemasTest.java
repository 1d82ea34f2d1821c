package org.guildhall.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.guildhall.conformance.oqx.Peering;
import org.guildhall.conformance.vectors.Vector;
import org.guildhall.conformance.vectors.VectorFiles;
import org.guildhall.conformance.vectors.Wire;
import org.junit.jupiter.api.Test;

/** The schemas take what the vectors call valid, and refuse what is wrong in shape. */
class SchemasTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Wrong, but in a way that no schema can say. */
    private static final Set<String> BEYOND_SCHEMAS = Set.of(
            "accept-of-another-home",
            "accept-other-id",
            "verdict-of-another-home",
            "verdict-on-own",
            "tally-unsorted",
            "tally-twice",
            "tally-other-id",
            "label-other-id",
            "attestation-other-id",
            "attestation-unsorted",
            "attestation-quarter-twice",
            "attestation-ends-before-it-begins",
            "erase-of-another",
            "erase-other-id",
            "erase-question-elsewhere",
            "drop-other-id",
            "receipt-of-own",
            "receipt-other-id",
            "link-of-another-home",
            "link-other-id",
            "signing-key-twice",
            "time-no-such-day",
            "too-large",
            "address-default-port",
            "address-port-65536",
            "proof-value-63-bytes",
            "proof-value-65-bytes");

    private final SchemaRegistry schemas = registry();

    private static SchemaRegistry registry() {
        try (Stream<Path> files = Files.list(Specification.SCHEMAS)) {
            Map<String, String> byId = new HashMap<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                String text = Files.readString(file);
                byId.put(MAPPER.readTree(text).path("$id").textValue(), text);
            }
            return SchemaRegistry.withDefaultDialectId(
                    SpecificationVersion.DRAFT_2020_12.getDialectId(), builder -> builder.schemas(byId));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<com.networknt.schema.Error> errors(String schema, String json) {
        Schema loaded = schemas.getSchema(SchemaLocation.of("urn:oqx:schema:1:" + schema));
        return loaded.validate(json, InputFormat.JSON);
    }

    @Test
    void areNamedAsTheirFiles() throws Exception {
        try (Stream<Path> files = Files.list(Specification.SCHEMAS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                String name = file.getFileName().toString().replace(".json", "");
                JsonNode schema = MAPPER.readTree(Files.readString(file));
                assertThat(schema.path("$id").textValue()).isEqualTo("urn:oqx:schema:1:" + name);
                assertThat(schema.path("$schema").textValue())
                        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
            }
        }
    }

    @Test
    void takeEveryValidRecord() throws Exception {
        Set<String> kinds = new TreeSet<>();
        for (Vector vector : suite("record")) {
            if (isValid(vector)) {
                String kind = vector.json().path("output").path("kind").textValue();
                kinds.add(kind);
                assertThat(errors(kind.toLowerCase(Locale.ROOT), text(vector)))
                        .as(vector.file())
                        .isEmpty();
            }
        }
        assertThat(kinds)
                .containsExactly(
                        "Accept",
                        "Answer",
                        "Attestation",
                        "Comment",
                        "Drop",
                        "Erase",
                        "Label",
                        "Link",
                        "Member",
                        "Node",
                        "Question",
                        "Receipt",
                        "Tally",
                        "Verdict");
    }

    @Test
    void refuseEveryRecordThatIsWrongInShape() throws Exception {
        int refused = 0;
        for (Vector vector : suite("record")) {
            String name = vector.file().replace("record/", "").replace(".json", "");
            if (!isValid(vector) && !BEYOND_SCHEMAS.contains(name)) {
                String text = text(vector);
                String kind =
                        MAPPER.readTree(text).path("kind").asText("Question").toLowerCase(Locale.ROOT);
                boolean known = Files.exists(Specification.SCHEMAS.resolve(kind + ".json"));
                assertThat(errors(known ? kind : "question", text))
                        .as(vector.file())
                        .isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void describeDiscoveryProposalInvitationAndProblem() throws Exception {
        for (Vector vector : suite("discovery")) {
            if (isValid(vector)) {
                assertThat(errors("discovery", text(vector))).as(vector.file()).isEmpty();
            }
        }
        for (Vector vector : suite("proposal")) {
            if (isValid(vector)) {
                assertThat(errors("proposal", text(vector))).as(vector.file()).isEmpty();
            }
        }
        for (Vector vector : suite("report")) {
            boolean beyond = Set.of("report/sum.json", "report/of-another.json", "report/spaced.json")
                    .contains(vector.file());
            assertThat(errors("report", text(vector)).isEmpty())
                    .as(vector.file())
                    .isEqualTo(isValid(vector) || beyond);
        }
        for (Vector vector : suite("invitation")) {
            if (isValid(vector)) {
                String inside = Peering.readInvitation(
                                vector.json().path("input").path("text").textValue())
                        .toString();
                assertThat(errors("invitation", inside)).as(vector.file()).isEmpty();
            }
        }
        String chapter = Specification.read(Specification.CHAPTERS.resolve("07-limits-and-errors.md"));
        String problem = chapter.lines()
                .filter(line -> line.startsWith("{\"type\""))
                .findFirst()
                .orElseThrow();
        assertThat(errors("problem", problem)).isEmpty();
        assertThat(errors("problem", problem.replace("urn:oqx:problem:", "https://example/")))
                .isNotEmpty();
        assertThat(errors("proposal-answer", "{\"state\":\"active\",\"more\":1}"))
                .isEmpty();
        assertThat(errors("proposal-answer", "{\"state\":\"maybe\"}")).isNotEmpty();
    }

    private static List<Vector> suite(String name) throws Exception {
        return VectorFiles.read(Specification.VECTORS).stream()
                .filter(vector -> vector.suite().equals(name))
                .toList();
    }

    private static boolean isValid(Vector vector) {
        return vector.json().path("expect").textValue().equals("valid");
    }

    private static String text(Vector vector) {
        return new String(
                Wire.bytes(vector.json().path("input").path("bytes")), java.nio.charset.StandardCharsets.UTF_8);
    }
}
