package org.guildhall.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.guildhall.admission.Policy.Attestations;
import org.guildhall.admission.Policy.Effect;
import org.guildhall.admission.Policy.Labels;
import org.guildhall.admission.Policy.Relay;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.admission.Policy.Storage;
import org.guildhall.admission.Policy.Topics;

/** Reads a policy as a person writes it, and names the line and the member of what is wrong. */
final class PolicyText {
    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> MEMBERS = List.of(
            "questions",
            "answers",
            "comments",
            "tallies",
            "attestations",
            "topics",
            "voteWeight",
            "recordsPerDay",
            "bytesPerDay",
            "attestationsPerDay",
            "relay",
            "storage",
            "labels");

    private final String text;

    PolicyText(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException that says what is wrong, and where */
    Policy read() {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(parser, "a policy begins with {");
            }
            Policy policy = policy(parser);
            if (parser.nextToken() != null) {
                throw wrong(parser, "nothing follows the last }");
            }
            return policy;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IllegalArgumentException("line " + line + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("a text can't fail to be read", e);
        }
    }

    private static Policy policy(JsonParser parser) throws IOException {
        Map<String, Stance> stances = new HashMap<>();
        Map<String, Long> numbers = new HashMap<>();
        Topics topics = Topics.ALL;
        Optional<Relay> relay = Optional.empty();
        Storage storage = Storage.STANDARD;
        Labels labels = Labels.SHOWN;
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            once(parser, name, seen);
            if (!MEMBERS.contains(name)) {
                throw wrong(
                        parser, quoted(name) + " is no member of a policy; members are " + String.join(", ", MEMBERS));
            }
            parser.nextToken();
            switch (name) {
                case "topics" -> topics = topics(parser, name);
                case "voteWeight" -> numbers.put(name, number(parser, Amount.VOTE_WEIGHT));
                case "recordsPerDay" -> numbers.put(name, number(parser, Amount.RECORDS_PER_DAY));
                case "bytesPerDay" -> numbers.put(name, number(parser, Amount.BYTES_PER_DAY));
                case "attestationsPerDay" -> numbers.put(name, number(parser, Amount.ATTESTATIONS_PER_DAY));
                case "relay" -> relay = Optional.of(relay(parser));
                case "storage" -> storage = storage(parser);
                case "labels" -> labels = labels(parser);
                default -> stances.put(name, stance(parser, name));
            }
        }
        return new Policy(
                present(parser, stances, "questions"),
                present(parser, stances, "answers"),
                present(parser, stances, "comments"),
                present(parser, stances, "tallies"),
                topics,
                (int) (long) numbers.getOrDefault("voteWeight", 100L),
                Optional.ofNullable(numbers.get("recordsPerDay")),
                Optional.ofNullable(numbers.get("bytesPerDay")),
                relay,
                storage,
                labels,
                new Attestations(
                        stances.getOrDefault("attestations", Attestations.TAKEN.stance()),
                        numbers.getOrDefault("attestationsPerDay", Attestations.TAKEN.perDay())));
    }

    private static Stance present(JsonParser parser, Map<String, Stance> stances, String name) {
        Stance stance = stances.get(name);
        if (stance == null) {
            throw wrong(parser, quoted(name) + " is missing: say take, hold or decline");
        }
        return stance;
    }

    private static Stance stance(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(parser, quoted(name) + ": a stance is \"take\", \"hold\" or \"decline\"");
        }
        String word = parser.getText();
        return kept(parser, quoted(name) + ": ", () -> Stance.of(word));
    }

    private static Topics topics(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getText().equals("all")) {
            return Topics.ALL;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(parser, quoted(name) + ": say \"all\", or list tags: [\"pumps\", \"seals\"]");
        }
        List<String> tags = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String tag = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "what is no text";
            tags.add(kept(parser, quoted(name) + ": ", () -> Topics.tag(tag)));
        }
        return kept(parser, quoted(name) + ": ", () -> Topics.of(tags));
    }

    private static Relay relay(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(parser, "\"relay\": write {\"topics\": \"all\"} or {\"topics\": [\"pumps\"]}, or leave it out");
        }
        Optional<Topics> topics = Optional.empty();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            once(parser, name, seen);
            if (!name.equals("topics")) {
                throw wrong(parser, "\"relay\": " + quoted(name) + " is not known; the one member is topics");
            }
            parser.nextToken();
            topics = Optional.of(topics(parser, "topics"));
        }
        return new Relay(topics.orElseThrow(() -> wrong(parser, "\"relay\": \"topics\" is missing")));
    }

    private static Storage storage(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(
                    parser,
                    "\"storage\": write {\"bytesPerDay\": 1073741824, \"bytes\": 10737418240}, or leave it out");
        }
        long bytesPerDay = Storage.STANDARD.bytesPerDay();
        long bytes = Storage.STANDARD.bytes();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            once(parser, name, seen);
            parser.nextToken();
            switch (name) {
                case "bytesPerDay" -> bytesPerDay = number(parser, Amount.STORED_BYTES_PER_DAY);
                case "bytes" -> bytes = number(parser, Amount.STORED_BYTES);
                default ->
                    throw wrong(
                            parser,
                            "\"storage\": " + quoted(name) + " is not known; the members are bytesPerDay, bytes");
            }
        }
        return new Storage(bytesPerDay, bytes);
    }

    private static Labels labels(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(
                    parser,
                    "\"labels\": write {\"spam\": \"hide\", \"*\": \"show\"}; each does ignore, show, flag or hide, and * stands"
                            + " for all others");
        }
        Map<String, Effect> effects = new HashMap<>();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String label = parser.currentName();
            once(parser, label, seen);
            parser.nextToken();
            effects.put(kept(parser, "\"labels\": ", () -> Labels.name(label)), effect(parser, label));
        }
        return kept(parser, "\"labels\": ", () -> Labels.of(effects));
    }

    private static Effect effect(JsonParser parser, String label) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(parser, "\"labels\": " + quoted(label) + " does \"ignore\", \"show\", \"flag\" or \"hide\"");
        }
        String word = parser.getText();
        return kept(parser, "\"labels\": " + quoted(label) + ": ", () -> Effect.of(word));
    }

    private static long number(JsonParser parser, Amount amount) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong(parser, amount.rule());
        }
        BigInteger number = parser.getBigIntegerValue();
        return kept(parser, "", () -> amount.of(number));
    }

    /** What the rules of a policy leave standing; else their complaint, with the place. */
    private static <T> T kept(JsonParser parser, String place, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw wrong(parser, place + e.getMessage());
        }
    }

    private static void once(JsonParser parser, String name, Set<String> seen) {
        if (!seen.add(name)) {
            throw wrong(parser, quoted(name) + " is there twice");
        }
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    private static IllegalArgumentException wrong(JsonParser parser, String why) {
        return new IllegalArgumentException(
                "line " + parser.currentTokenLocation().getLineNr() + ": " + why);
    }
}
