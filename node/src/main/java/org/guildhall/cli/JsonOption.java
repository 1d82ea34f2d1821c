package org.guildhall.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import picocli.CommandLine.Option;

/** {@code --json}: output for programs. */
final class JsonOption {
    private static final JsonMapper JSON = new JsonMapper();

    private final Console console;

    @Option(names = "--json", description = "Print one JSON document instead of text for people.")
    private boolean json;

    JsonOption(Console console) {
        this.console = console;
    }

    boolean asked() {
        return json;
    }

    void print(JsonNode document) {
        console.out().println(pretty(document));
    }

    static String pretty(JsonNode document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
