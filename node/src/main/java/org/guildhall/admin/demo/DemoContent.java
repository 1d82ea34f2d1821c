package org.guildhall.admin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What one node of the demo federation is called, who belongs to it and what was asked there. The shape of the files is
 * described in {@code demo/README.md} beside them.
 */
public record DemoContent(
        String node,
        String name,
        String title,
        String description,
        String language,
        String license,
        List<Person> members,
        List<Asked> threads) {

    /** The nodes of the federation, in the order in which they are started. */
    public static final List<String> NODES = List.of("association", "vendor", "hub", "yard");

    private static final BigDecimal MINUTES_A_DAY =
            BigDecimal.valueOf(Duration.ofDays(1).toMinutes());

    /** A member of the node whose file names it. */
    public record Person(String handle, String name, String affiliation, List<String> roles) {}

    /** A member of any node of the federation. */
    public record Who(String node, String handle) {

        static Who parse(String text) {
            int slash = text.indexOf('/');
            return new Who(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return node + "/" + handle;
        }
    }

    /** What every post has: its name within the demo, its author, its age when the demo starts, its language and text. */
    public record Written(String key, Who author, Duration age, String language, String text) {}

    /** A question, with all that came of it. */
    public record Asked(
            Written post,
            String title,
            List<String> tags,
            List<Who> up,
            List<Who> down,
            List<Written> comments,
            List<Answered> answers) {}

    /** An answer, with all that came of it. */
    public record Answered(Written post, boolean accepted, List<Who> up, List<Who> down, List<Written> comments) {}

    /**
     * Reads the content of one node from the class path.
     *
     * @param node one of {@link #NODES}
     */
    public static DemoContent of(String node) {
        String file = "/demo/" + node + ".json";
        try (InputStream stream = DemoContent.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalArgumentException("no such demo content: " + file);
            }
            return read(new ObjectMapper().readTree(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static DemoContent read(JsonNode json) {
        return new DemoContent(
                text(json, "node"),
                text(json, "name"),
                text(json, "title"),
                text(json, "description"),
                text(json, "language"),
                text(json, "license"),
                list(json, "members", DemoContent::person),
                list(json, "threads", DemoContent::asked));
    }

    private static Person person(JsonNode json) {
        return new Person(
                text(json, "handle"),
                text(json, "name"),
                text(json, "affiliation"),
                list(json, "roles", JsonNode::asText));
    }

    private static Asked asked(JsonNode json) {
        return new Asked(
                written(json),
                text(json, "title"),
                list(json, "tags", JsonNode::asText),
                list(json, "up", who -> Who.parse(who.asText())),
                list(json, "down", who -> Who.parse(who.asText())),
                list(json, "comments", DemoContent::written),
                list(json, "answers", DemoContent::answered));
    }

    private static Answered answered(JsonNode json) {
        return new Answered(
                written(json),
                json.required("accepted").booleanValue(),
                list(json, "up", who -> Who.parse(who.asText())),
                list(json, "down", who -> Who.parse(who.asText())),
                list(json, "comments", DemoContent::written));
    }

    private static Written written(JsonNode json) {
        return new Written(
                text(json, "key"),
                new Who(text(json, "node"), text(json, "author")),
                age(json.required("daysAgo").decimalValue()),
                text(json, "language"),
                String.join("\n", list(json, "text", JsonNode::asText)));
    }

    private static Duration age(BigDecimal days) {
        return Duration.ofMinutes(
                days.multiply(MINUTES_A_DAY).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static String text(JsonNode json, String name) {
        return json.required(name).asText();
    }

    private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> read) {
        List<T> items = new ArrayList<>();
        json.path(name).forEach(item -> items.add(read.apply(item)));
        return List.copyOf(items);
    }
}
