package org.guildhall.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import org.guildhall.record.Kind;

/**
 * What we do with what a peer's members write: to our threads (answers, comments, tallies) and of their own (questions).
 * Nodes, members, verdicts and accepts are never filtered: without them the rest could not be judged.
 */
public record Policy(Stance questions, Stance answers, Stance comments, Stance tallies) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Take at once, hold until somebody decides, or decline. */
    public enum Stance {
        TAKE,
        HOLD,
        DECLINE;

        /** Reads take, hold or decline. */
        public static Stance of(String word) {
            try {
                return valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("a stance is take, hold or decline, not " + word, e);
            }
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Policy takeAll() {
        return new Policy(Stance.TAKE, Stance.TAKE, Stance.TAKE, Stance.TAKE);
    }

    Stance on(Kind kind) {
        return switch (kind) {
            case QUESTION -> questions;
            case ANSWER -> answers;
            case COMMENT -> comments;
            case TALLY -> tallies;
            case NODE, MEMBER, ACCEPT, VERDICT, LINK -> Stance.TAKE;
        };
    }

    public String toJson() {
        return JSON.createObjectNode()
                .put("questions", questions.label())
                .put("answers", answers.label())
                .put("comments", comments.label())
                .put("tallies", tallies.label())
                .toString();
    }

    /**
     * Reads what {@link #toJson} wrote, or a person.
     *
     * @throws IllegalArgumentException that says which member is wrong
     */
    public static Policy ofJson(String text) {
        record Words(String questions, String answers, String comments, String tallies) {}
        try {
            Words words = JSON.readValue(text, Words.class);
            return new Policy(
                    Stance.of(words.questions()),
                    Stance.of(words.answers()),
                    Stance.of(words.comments()),
                    Stance.of(words.tallies()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a policy: " + e.getOriginalMessage(), e);
        }
    }
}
