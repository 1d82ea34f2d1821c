package org.guildhall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.guildhall.Main;

/** What a command said: the whole program in this process, with its streams caught. */
public record Spoken(int exitCode, String out, String err) {

    public static Spoken by(String... args) {
        return in(Map.of(), args);
    }

    public static Spoken in(Map<String, String> environment, String... args) {
        return hearing("", environment, args);
    }

    /** As {@link #by}, with something to read on the standard input. */
    public static Spoken hearing(String input, Map<String, String> environment, String... args) {
        return by(input, false, environment, args);
    }

    /** As {@link #hearing}, with somebody at a terminal who types the input. */
    public static Spoken answering(String input, Map<String, String> environment, String... args) {
        return by(input, true, environment, args);
    }

    private static Spoken by(String input, boolean answers, Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                false,
                answers,
                environment);
        int exitCode = Main.run(args, console);
        return new Spoken(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    public JsonNode json() {
        try {
            return new JsonMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + out, e);
        }
    }
}
