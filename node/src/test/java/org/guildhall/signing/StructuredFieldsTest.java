package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.guildhall.Shared;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library that reads our signature headers, against the HTTP working group's cases for the types that occur in them. */
class StructuredFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary",
                "boolean",
                "dictionary",
                "examples",
                "item",
                "key-generated",
                "list",
                "listlist",
                "number",
                "number-generated",
                "param-dict",
                "param-list",
                "param-listlist",
                "string",
                "string-generated",
                "token",
                "token-generated",
                "large-generated"
            })
    void readsAsTheWorkingGroupSays(String suite) throws IOException {
        JsonNode cases = new ObjectMapper()
                .readTree(Shared.file("vectors/http-message-signatures/structured-field-tests/" + suite + ".json")
                        .toFile());
        assertThat(cases).isNotEmpty();
        List<String> wrong = new ArrayList<>();
        for (JsonNode test : cases) {
            List<String> raw = new ArrayList<>();
            test.get("raw").forEach(line -> raw.add(line.textValue()));
            try {
                String again = serialised(test.get("header_type").textValue(), raw);
                String expected = canonical(test, raw);
                if (test.path("must_fail").booleanValue() || !again.equals(expected)) {
                    wrong.add(test.get("name") + " read as " + again);
                }
            } catch (ParseException e) {
                if (!test.path("must_fail").booleanValue()
                        && !test.path("can_fail").booleanValue()) {
                    wrong.add(test.get("name") + " refused: " + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String serialised(String type, List<String> raw) {
        Parser parser = new Parser(raw);
        return switch (type) {
            case "item" -> parser.parseItem().serialize();
            case "list" -> parser.parseList().serialize();
            case "dictionary" -> parser.parseDictionary().serialize();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static String canonical(JsonNode test, List<String> raw) {
        if (!test.has("canonical")) {
            return String.join(", ", raw);
        }
        List<String> lines = new ArrayList<>();
        test.get("canonical").forEach(line -> lines.add(line.textValue()));
        return String.join(", ", lines);
    }
}
