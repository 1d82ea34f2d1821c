package org.guildhall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The protocol's own vectors, off the class path (see the README beside them). */
public final class SpecVectors {
    private static final String FOLDER = "/oqx/vectors/";

    private SpecVectors() {}

    /** One case. Its name is its file. */
    public record Case(String file, JsonNode json) {
        public JsonNode input() {
            return json.path("input");
        }

        public JsonNode output() {
            return json.path("output");
        }

        public boolean isValid() {
            return codes().contains("valid");
        }

        /** {@code valid}, or the codes that are as good as each other. */
        public List<String> codes() {
            List<String> codes = new ArrayList<>();
            codes.add(json.path("expect").textValue());
            json.path("or").forEach(code -> codes.add(code.textValue()));
            return codes;
        }

        @Override
        public String toString() {
            return file;
        }
    }

    /** All cases of a suite, never none. */
    public static List<Case> of(String suite) {
        List<Case> cases = new ArrayList<>();
        for (JsonNode vector : read("index.json").path("vectors")) {
            if (vector.path("suite").asText().equals(suite)) {
                String file = vector.path("file").textValue();
                cases.add(new Case(file, read(file)));
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalStateException("the specification has no suite " + suite);
        }
        return cases;
    }

    /** Any file of the vectors. */
    public static JsonNode read(String file) {
        try (InputStream in = SpecVectors.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the specification has no vector " + file);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /** Bytes as the vectors write them: text, base64, or parts that are repeated and joined. */
    public static byte[] bytes(JsonNode written) {
        if (written.has("base64")) {
            return Base64.getDecoder().decode(written.get("base64").textValue());
        }
        if (written.has("text")) {
            return written.get("text").textValue().getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder parts = new StringBuilder();
        for (JsonNode part : written.path("parts")) {
            parts.append(part.get("text").textValue().repeat(part.path("times").asInt(1)));
        }
        return parts.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] hex(JsonNode digits) {
        return HexFormat.of().parseHex(digits.textValue());
    }
}
