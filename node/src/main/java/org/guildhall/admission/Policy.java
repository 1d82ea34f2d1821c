package org.guildhall.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.guildhall.record.Kind;
import org.guildhall.record.Limits;
import org.guildhall.record.Tag;

/**
 * What we do with what a peer's log brings: with answers, comments and tallies in our threads, with questions that are
 * not ours, and with what it attests of members. Nodes, members, verdicts and accepts are never filtered: without them the rest could not be judged. Labels are
 * always taken, and {@code labels} says what they do.
 *
 * @param topics of the questions that are taken; whatever else is in a thread follows its question
 * @param voteWeight how much its word counts for standing, in percent (OQX-STA-030). A policy that no person chose has 0, so this is
 *     what counts, and there is nothing else to ask
 * @param recordsPerDay of it that are taken on a day at most; what is beyond is held
 * @param bytesPerDay the same in bytes of records
 * @param relay which of the records that its log brings we put into our own log for others
 * @param storage how much of its log this disk keeps, whatever becomes of the records
 * @param labels what the labels that it sets do here
 * @param attestations what becomes of its word about members
 */
public record Policy(
        Stance questions,
        Stance answers,
        Stance comments,
        Stance tallies,
        Topics topics,
        int voteWeight,
        Optional<Long> recordsPerDay,
        Optional<Long> bytesPerDay,
        Optional<Relay> relay,
        Storage storage,
        Labels labels,
        Attestations attestations) {

    /** @throws IllegalArgumentException when a number is out of bounds, so that every policy can be written and read again */
    public Policy {
        Amount.VOTE_WEIGHT.check(voteWeight);
        recordsPerDay.ifPresent(Amount.RECORDS_PER_DAY::check);
        bytesPerDay.ifPresent(Amount.BYTES_PER_DAY::check);
    }

    /** Everything of a kind or nothing, and no bounds but that of the disk. */
    public Policy(Stance questions, Stance answers, Stance comments, Stance tallies) {
        this(
                questions,
                answers,
                comments,
                tallies,
                Topics.ALL,
                100,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Storage.STANDARD,
                Labels.SHOWN,
                Attestations.TAKEN);
    }

    /** Of a peer that nobody here has looked at: nothing is shown before somebody has, and its word counts for nothing. */
    public static Policy ofStrangers() {
        return new Policy(
                Stance.HOLD,
                Stance.HOLD,
                Stance.HOLD,
                Stance.DECLINE,
                Topics.ALL,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Storage.STANDARD,
                Labels.SHOWN,
                new Attestations(Stance.DECLINE, Attestations.PER_DAY));
    }

    /** Take at once, hold until somebody decides, or decline. */
    public enum Stance {
        TAKE,
        HOLD,
        DECLINE;

        /** Reads take, hold or decline. */
        public static Stance of(String word) {
            for (Stance stance : values()) {
                if (stance.label().equals(word)) {
                    return stance;
                }
            }
            throw new IllegalArgumentException("a stance is take, hold or decline, not \"" + word + "\"");
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * All tags, or some.
     *
     * @param tags empty stands for all
     */
    public record Topics(Optional<Set<String>> tags) {
        public static final Topics ALL = new Topics(Optional.empty());

        private static final int MOST = 1_000;

        /** @throws IllegalArgumentException that says what is wrong with the tags */
        public Topics {
            tags.ifPresent(some -> some.forEach(Topics::tag));
            if (tags.map(Set::size).orElse(0) > MOST) {
                throw new IllegalArgumentException("at most " + MOST + " tags; or say \"all\"");
            }
        }

        static String tag(String tag) {
            if (!Tag.isTag(tag)) {
                throw new IllegalArgumentException(tag + " is no tag; a tag has small letters, digits, + . # -");
            }
            return tag;
        }

        public static Topics of(Collection<String> tags) {
            return new Topics(Optional.of(Set.copyOf(tags)));
        }

        /** Whether one of these tags is among them. */
        public boolean take(Collection<String> keywords) {
            return tags.map(some -> keywords.stream().anyMatch(some::contains)).orElse(true);
        }

        private JsonNode json() {
            if (tags.isEmpty()) {
                return TextNode.valueOf("all");
            }
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            tags.get().stream().sorted().forEach(list::add);
            return list;
        }
    }

    /** For which topics we log a peer's records for others, those it wrote and those it relays. */
    public record Relay(Topics topics) {}

    /**
     * How many bytes of its log are stored at most. Beyond them following pauses (OQX-FOL-044).
     *
     * @param bytesPerDay on a day of UTC by our clock: a peer that dates its entries gains nothing
     */
    public record Storage(long bytesPerDay, long bytes) {
        /** Some hundred thousand records a day, and some million in all. */
        public static final Storage STANDARD = new Storage(1L << 30, 10L << 30);

        public Storage {
            Amount.STORED_BYTES_PER_DAY.check(bytesPerDay);
            Amount.STORED_BYTES.check(bytes);
        }
    }

    /** What a label of a peer does here (OQX-ERA-050), each including the one before but the first. */
    public enum Effect {
        IGNORE,
        /** It stands beside the post, with the peer's name. */
        SHOW,
        /** Our moderators find the post in their queue. */
        FLAG,
        /** Readers here see the label in the place of the post, until the label is taken back or a moderator shows the post. */
        HIDE;

        /** Reads ignore, show, flag or hide. */
        public static Effect of(String word) {
            for (Effect effect : values()) {
                if (effect.label().equals(word)) {
                    return effect;
                }
            }
            throw new IllegalArgumentException("what it does is ignore, show, flag or hide, not \"" + word + "\"");
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What labels do, by their names.
     *
     * @param others what those do that are not named
     */
    public record Labels(Map<String, Effect> named, Effect others) {
        public static final Labels SHOWN = new Labels(Map.of(), Effect.SHOW);
        /** Stands for all that are not named. */
        public static final String OTHERS = "*";

        private static final int MOST = 100;
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

        /** @throws IllegalArgumentException that says what is wrong with the labels */
        public Labels {
            named = Map.copyOf(named);
            named.keySet().forEach(Labels::name);
            if (named.containsKey(OTHERS)) {
                throw new IllegalArgumentException("\"*\" is no name");
            }
            if (named.size() > MOST) {
                throw new IllegalArgumentException("at most " + MOST + " labels; or say what \"*\" does");
            }
        }

        /** Of labels by name, {@link #OTHERS} among them or not; without it the others are shown. */
        public static Labels of(Map<String, Effect> effects) {
            Map<String, Effect> named = new HashMap<>(effects);
            Effect others = named.remove(OTHERS);
            return new Labels(named, others == null ? Effect.SHOW : others);
        }

        /** A label as records have them, or {@link #OTHERS}. */
        static String name(String label) {
            if (!label.equals(OTHERS)
                    && (label.length() > Limits.LABEL || !NAME.matcher(label).matches())) {
                throw new IllegalArgumentException(
                        "\"" + label + "\" is no label; a label is a small letter, then small"
                                + " letters, digits and hyphens, or * for all others");
            }
            return label;
        }

        public Effect on(String label) {
            return named.getOrDefault(label, others);
        }

        private ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            new TreeMap<>(named).forEach((label, effect) -> json.put(label, effect.label()));
            return json.put(OTHERS, others.label());
        }
    }

    /**
     * What becomes of attestations.
     *
     * @param perDay that enter on a day at most, one for each started ten quarters of a standing; what is beyond is held. A node can
     *     attest of any number of members whom it invented
     */
    public record Attestations(Stance stance, long perDay) {
        /** Some for each of some hundred members. */
        static final long PER_DAY = 1_000;

        public static final Attestations TAKEN = new Attestations(Stance.TAKE, PER_DAY);

        public Attestations {
            Amount.ATTESTATIONS_PER_DAY.check(perDay);
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
            case ATTESTATION -> attestations.stance();
            case NODE, MEMBER, ACCEPT, VERDICT, LABEL, LINK, ERASE, DROP, RECEIPT -> Stance.TAKE;
        };
    }

    /** Whether a kind counts towards the quotas: what people write and vote, what is attested, and nothing that the rest leans on. */
    static boolean isMeasured(Kind kind) {
        return switch (kind) {
            case QUESTION, ANSWER, COMMENT, TALLY, ATTESTATION -> true;
            case NODE, MEMBER, ACCEPT, VERDICT, LABEL, LINK, ERASE, DROP, RECEIPT -> false;
        };
    }

    /** The policy as the file that a person edits. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("questions", questions.label())
                .put("answers", answers.label())
                .put("comments", comments.label())
                .put("tallies", tallies.label())
                .put("attestations", attestations.stance().label());
        json.set("topics", topics.json());
        json.put("voteWeight", voteWeight);
        recordsPerDay.ifPresent(most -> json.put("recordsPerDay", most));
        bytesPerDay.ifPresent(most -> json.put("bytesPerDay", most));
        json.put("attestationsPerDay", attestations.perDay());
        relay.ifPresent(relayed ->
                json.putObject("relay").set("topics", relayed.topics().json()));
        json.putObject("storage").put("bytesPerDay", storage.bytesPerDay()).put("bytes", storage.bytes());
        json.set("labels", labels.json());
        return json;
    }

    public String toJson() {
        return json().toString();
    }

    /**
     * Reads what {@link #toJson} wrote, now or before there were topics, weights, bounds and labels, or a person.
     *
     * @throws IllegalArgumentException that says which line and member is wrong
     */
    public static Policy ofJson(String text) {
        return new PolicyText(text).read();
    }
}
