package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.SecretKey;

/** The directory of the vectors: one file a case, {@code index.json} that lists them, {@code sample-keys.json}. */
public final class VectorFiles {
    public static final String INDEX = "index.json";
    public static final String SAMPLE_KEYS = "sample-keys.json";

    private static final List<String> KEY_LABELS = List.of(
            "home identity",
            "home next identity",
            "home third identity",
            "home signing",
            "home signing 2",
            "home old signing",
            "home cosigning",
            "other identity",
            "other next identity",
            "other signing",
            "other cosigning",
            "hub identity",
            "hub next identity",
            "hub signing");

    private VectorFiles() {}

    /** The node most cases are about, and its peer. */
    static SampleNode home() {
        return new SampleNode("home", "https://home.example");
    }

    static SampleNode other() {
        return new SampleNode("other", "https://other.example");
    }

    /** One that relays what the two say to each other. */
    static SampleNode hub() {
        return new SampleNode("hub", "https://hub.example");
    }

    /** All cases, in the order of their files' names. */
    static List<Vector> generate() {
        VectorSet set = new VectorSet();
        JsonVectors.addTo(set);
        new RecordVectors(set, home(), other()).add();
        new SigningVectors(set, home(), other()).add();
        new LogVectors(set, home(), other()).add();
        new FollowVectors(set, home(), other()).add();
        new RelayVectors(set, home(), other(), hub()).add();
        new PeeringVectors(set, home(), other()).add();
        new WitnessVectors(set, home(), other()).add();
        new StandingVectors(set).add();
        new CredentialVectors(set, home(), other()).add();
        new MoveVectors(set, home(), other()).add();
        return set.all().stream().sorted(Comparator.comparing(Vector::file)).toList();
    }

    /** Every file that the generator makes, by its name below the directory. */
    public static Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        List<Vector> vectors = generate();
        vectors.forEach(vector -> contents.put(vector.file(), text(vector.json())));
        contents.put(INDEX, text(index(vectors)));
        contents.put(SAMPLE_KEYS, text(sampleKeys()));
        return contents;
    }

    public static void write(Path directory) throws IOException {
        for (Map.Entry<String, String> file : contents().entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Reads what the index of a directory lists. */
    public static List<Vector> read(Path directory) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Vector> vectors = new ArrayList<>();
        for (JsonNode item :
                mapper.readTree(Files.readAllBytes(directory.resolve(INDEX))).path("vectors")) {
            String file = item.path("file").textValue();
            vectors.add(new Vector(file, (ObjectNode) mapper.readTree(Files.readAllBytes(directory.resolve(file)))));
        }
        return vectors;
    }

    private static ObjectNode index(List<Vector> vectors) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("oqx", 1).put("sampleKeys", SAMPLE_KEYS);
        for (Vector vector : vectors) {
            ObjectNode item = index.withArray("vectors")
                    .addObject()
                    .put("file", vector.file())
                    .put("suite", vector.suite())
                    .put("expect", vector.expect());
            item.set("requirements", vector.json().path("requirements"));
        }
        return index;
    }

    private static ObjectNode sampleKeys() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(
                "comment",
                "Keys of the vectors and examples. Their seeds are SHA-256 of \"oqx vector key: \" and the label, so everybody"
                        + " can sign with them: a node must refuse to start with any of them (OQX-SIG-012).");
        for (String label : KEY_LABELS) {
            SecretKey key = SampleNode.key(label);
            json.withArray("keys")
                    .addObject()
                    .put("label", label)
                    .put("seed", Bytes.hex(key.seed()))
                    .put("publicKey", Bytes.hex(key.publicKey()))
                    .put("multikey", key.multikey());
        }
        return json;
    }

    /** JSON for people, the same on every machine. */
    private static String text(JsonNode json) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        ObjectWriter writer = new ObjectMapper().writer(printer);
        try {
            return writer.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
