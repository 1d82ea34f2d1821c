package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A thread as a follower sees it of its home's log, or of a hub's: chapter 05 §§3 and 4. */
public final class ThreadView {
    private final Ref thread;
    /** Object → revision → the record that holds (lowest digest). */
    private final Map<Ref, TreeMap<Integer, SignedRecord>> objects = new TreeMap<>(BY_NAME);

    /** Object → the verdicts on it in this thread, in the order of their revisions. */
    private final Map<Ref, List<SignedRecord>> verdicts = new TreeMap<>(BY_NAME);

    private final Map<Ref, SignedRecord> shown = new TreeMap<>(BY_NAME);
    private final Map<Ref, String> states = new TreeMap<>(BY_NAME);
    private final List<SignedRecord> tallies = new ArrayList<>();
    private static final Comparator<Ref> BY_NAME =
            Comparator.comparing(Ref::node).thenComparing(Ref::id);

    private ThreadView(Ref thread, Collection<SignedRecord> taken) {
        this.thread = thread;
        for (SignedRecord record : taken) {
            objects.computeIfAbsent(record.object(), object -> new TreeMap<>())
                    .merge(record.revision(), record, ThreadView::lowestDigest);
        }
    }

    /** The threads whose question was taken, in the order of their ids, as JSON. */
    public static ArrayNode all(Collection<SignedRecord> taken) {
        Set<Ref> known = taken.stream().map(SignedRecord::object).collect(Collectors.toSet());
        Map<Ref, List<SignedRecord>> byThread = new TreeMap<>(BY_NAME);
        for (SignedRecord record : taken) {
            record.thread()
                    .ifPresent(thread -> byThread.computeIfAbsent(thread, t -> new ArrayList<>())
                            .add(record));
        }
        ArrayNode threads = JsonNodeFactory.instance.arrayNode();
        byThread.forEach((thread, records) -> {
            if (records.stream().anyMatch(r -> r.object().equals(thread))) {
                threads.add(new ThreadView(thread, records).json(known));
            }
        });
        return threads;
    }

    private ObjectNode json(Set<Ref> known) {
        for (Map<Integer, SignedRecord> revisions : objects.values()) {
            for (SignedRecord record : revisions.values()) {
                if (isIn(record, "Verdict")) {
                    verdicts.computeIfAbsent(ref(record, "about"), about -> new ArrayList<>())
                            .add(record);
                }
            }
        }
        for (Ref object : objects.keySet()) {
            SignedRecord newest = newest(object);
            if (isIn(newest, "Question", "Answer", "Comment")) {
                if (object.node().equals(thread.node())) {
                    shown.put(object, newest);
                    states.put(object, "own");
                } else {
                    decide(object);
                }
            }
        }
        // Also an object of which only the verdict is here has a state, but not one that is in another thread.
        verdicts.keySet().stream().filter(object -> !known.contains(object)).forEach(this::decide);
        objects.keySet().stream()
                .filter(object -> isIn(newest(object), "Tally"))
                .forEach(this::count);
        shown.values().removeIf(record -> record.kind().equals("Comment") && !shown.containsKey(ref(record, "parent")));
        return write();
    }

    /** OQX-INC-025. */
    private void count(Ref tally) {
        SignedRecord counting = tally.node().equals(thread.node()) ? newest(tally) : null;
        for (SignedRecord verdict : verdicts.getOrDefault(tally, List.of())) {
            SignedRecord of = find(tally, verdict.json().path("ofDigest").textValue());
            switch (verdict.json().path("verdict").textValue()) {
                case "taken" -> counting = of == null ? counting : of;
                case "declined" -> counting = of != null && of.equals(counting) ? null : counting;
                default -> counting = null;
            }
        }
        if (counting != null) {
            tallies.add(counting);
        }
    }

    /** OQX-INC-024. */
    private void decide(Ref object) {
        states.put(object, "held");
        for (SignedRecord verdict : verdicts.getOrDefault(object, List.of())) {
            SignedRecord of = find(object, verdict.json().path("ofDigest").textValue());
            switch (verdict.json().path("verdict").textValue()) {
                case "taken" -> {
                    if (of != null) {
                        shown.put(object, of);
                    }
                    states.put(object, "taken");
                }
                case "declined" -> {
                    if (of != null && of.equals(shown.get(object))) {
                        shown.remove(object);
                    }
                    states.put(object, shown.containsKey(object) ? "taken" : "declined");
                }
                default -> {
                    shown.remove(object);
                    states.put(object, "excluded");
                }
            }
        }
    }

    private @Nullable SignedRecord find(Ref object, String digest) {
        for (SignedRecord record : objects.getOrDefault(object, new TreeMap<>()).values()) {
            if (Hashes.base64Url(record.digest()).equals(digest)) {
                return record;
            }
        }
        return null;
    }

    private ObjectNode write() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        write(json, "thread", thread);
        ArrayNode items = json.putArray("objects");
        states.forEach((object, state) -> {
            ObjectNode item = items.addObject();
            write(item, "about", object);
            item.put("state", state);
            SignedRecord record = shown.get(object);
            if (record != null) {
                item.put("shownRevision", record.revision()).put("shownDigest", Hashes.base64Url(record.digest()));
            }
        });
        ArrayNode votes = json.putArray("votes");
        votes().forEach((object, count) -> {
            ObjectNode item = votes.addObject();
            write(item, "about", object);
            item.put("up", count[0]).put("down", count[1]);
        });
        for (Ref object : objects.keySet()) {
            SignedRecord newest = newest(object);
            if (isIn(newest, "Accept") && newest.json().has("about") && shown.containsKey(ref(newest, "about"))) {
                write(json, "accepted", ref(newest, "about"));
            }
        }
        if (isClosed()) {
            json.put("closed", true);
        }
        return json;
    }

    /** OQX-INC-060. */
    private boolean isClosed() {
        return objects.keySet().stream()
                .map(this::newest)
                .anyMatch(record -> isIn(record, "Label")
                        && record.object().node().equals(thread.node())
                        && record.json().path("label").textValue().equals("closed")
                        && record.json().path("state").textValue().equals("on")
                        && ref(record, "about").equals(thread));
    }

    /** OQX-INC-032. */
    private Map<Ref, long[]> votes() {
        Map<Ref, long[]> votes = new LinkedHashMap<>();
        shown.keySet().forEach(object -> votes.put(object, new long[2]));
        for (SignedRecord tally : tallies) {
            for (JsonNode count : tally.json().path("counts")) {
                long[] sum = votes.get(ref(count, "about"));
                if (sum != null) {
                    sum[0] += count.path("up").longValue();
                    sum[1] += count.path("down").longValue();
                }
            }
        }
        return votes;
    }

    private boolean isIn(SignedRecord record, String... kinds) {
        return List.of(kinds).contains(record.kind())
                && record.thread().filter(thread::equals).isPresent();
    }

    private SignedRecord newest(Ref object) {
        return objects.getOrDefault(object, new TreeMap<>()).lastEntry().getValue();
    }

    private static SignedRecord lowestDigest(SignedRecord one, SignedRecord other) {
        return Arrays.compareUnsigned(one.digest(), other.digest()) <= 0 ? one : other;
    }

    private static Ref ref(SignedRecord record, String member) {
        return ref(record.json(), member);
    }

    private static Ref ref(JsonNode json, String member) {
        JsonNode ref = json.path(member);
        return new Ref(ref.path("node").textValue(), ref.path("id").textValue());
    }

    private static void write(ObjectNode json, String member, Ref ref) {
        json.putObject(member).put("node", ref.node()).put("id", ref.id());
    }
}
