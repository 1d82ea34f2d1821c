package org.guildhall.admission;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.guildhall.record.Attestation;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.store.ReceivedLog;
import org.guildhall.store.ReceivedLog.Received;

/**
 * What a policy would have done with what a peer's log has brought so far, had it been in force from the first entry and had
 * no other log brought the same. Reads and changes nothing. What no policy decides stays as it was: our own records that came
 * back are not counted, quarantined entries and those that wait for something else are left out.
 */
public final class PolicyTrial {
    private static final int BATCH = 256;
    private static final int EXAMPLES = 3;

    private final ReceivedLog received;
    private final NodeId self;
    private final Clock clock;

    public PolicyTrial(ReceivedLog received, NodeId self, Clock clock) {
        this.received = received;
        this.self = self;
        this.clock = clock;
    }

    /** A record that would not have been taken. {@code words} are the beginning of it. */
    public record Example(String outcome, String code, String kind, String node, String words) {}

    /** How many records end how. Held and declined by code. */
    public record Fate(long taken, Map<String, Long> held, Map<String, Long> declined) {
        public long heldInAll() {
            return held.values().stream().mapToLong(Long::longValue).sum();
        }

        public long declinedInAll() {
            return declined.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * How a trial ended.
     *
     * @param would what this policy would have done
     * @param did what was done with the same records
     * @param examples a few of each code that would not have been taken
     */
    public record Result(Fate would, Fate did, List<Example> examples) {}

    /**
     * Judges again all that a log has brought.
     *
     * @param log our number of the log's owner
     * @param progress is told how many entries were read
     * @param cancelled ends it early; then the result is of what was read
     */
    public Result run(int log, Policy policy, LongConsumer progress, BooleanSupplier cancelled) {
        Run run = new Run(policy);
        long size = received.size(log);
        for (long from = 0; from < size && !cancelled.getAsBoolean(); from += BATCH) {
            received.written(log, from, Math.min(size, from + BATCH)).forEach(run::judge);
            progress.accept(Math.min(size, from + BATCH));
        }
        return new Result(run.would.fate(), run.did.fate(), List.copyOf(run.examples));
    }

    /** Counts as they grow. */
    private static final class Tally {
        private long taken;
        private final Map<String, Long> held = new TreeMap<>();
        private final Map<String, Long> declined = new TreeMap<>();

        void add(String outcome, String code) {
            switch (outcome) {
                case "held" -> held.merge(code, 1L, Long::sum);
                case "declined" -> declined.merge(code, 1L, Long::sum);
                default -> taken++;
            }
        }

        Fate fate() {
            return new Fate(taken, held, declined);
        }
    }

    private final class Run {
        private final Policy policy;
        private final Quota quota;
        private final Tally would = new Tally();
        private final Tally did = new Tally();
        private final Set<ObjectKey> asked = new HashSet<>();
        private final Set<ObjectKey> attested = new HashSet<>();
        private final Set<ObjectKey> refused = new HashSet<>();
        private final Map<String, Integer> shown = new HashMap<>();
        private final List<Example> examples = new ArrayList<>();

        Run(Policy policy) {
            this.policy = policy;
            this.quota = new Quota(policy);
        }

        void judge(Received entry) {
            OqxRecord record = read(entry.payload());
            String outcome = entry.setback().map(ReceivedLog.Setback::outcome).orElse("taken");
            String code = entry.setback().map(ReceivedLog.Setback::code).orElse("");
            boolean waits = outcome.equals("held")
                    && entry.setback().map(ReceivedLog.Setback::waits).orElse(false);
            if (outcome.equals("quarantined") || waits || record.head().node().equals(self)) {
                return;
            }
            did.add(outcome, code);
            if (isByAnother(outcome, code)) {
                would.add(outcome, code);
                return;
            }
            boolean beyond = !quota.allows(record, entry.time(), clock.millis());
            Outcome now = policyOf(record, code, beyond);
            if (!beyond && !(now instanceof Outcome.Declined)) {
                quota.spend(record);
            }
            count(record, now);
        }

        /** A person's word, a block, and what has no thread here stand whatever the policy says. */
        private boolean isByAnother(String outcome, String code) {
            return outcome.equals("declined")
                    && !Set.of("policy", "node-policy", "topics", "question-declined", "rate")
                            .contains(code);
        }

        private Outcome policyOf(OqxRecord record, String before, boolean beyond) {
            if (record.body() instanceof Attestation said) {
                Outcome outcome = RuleBook.attested(
                        said, attested.contains(record.object().key()), policy, beyond);
                if (outcome instanceof Outcome.Taken) {
                    attested.add(record.object().key());
                }
                return outcome;
            }
            ObjectKey thread = record.thread().orElseThrow().key();
            if (record.body() instanceof Question question) {
                Outcome outcome = RuleBook.asked(question, asked.contains(thread), policy, beyond);
                if (outcome instanceof Outcome.Declined) {
                    refused.add(thread);
                } else {
                    refused.remove(thread);
                    asked.add(thread);
                }
                return outcome;
            }
            if (record.thread().orElseThrow().node().equals(self)) {
                return RuleBook.answered(record.head().kind(), policy, beyond);
            }
            boolean declined =
                    refused.contains(thread) || (!asked.contains(thread) && before.equals("question-declined"));
            return RuleBook.follow(record.head().kind(), thread, declined, beyond);
        }

        private void count(OqxRecord record, Outcome outcome) {
            if (outcome instanceof Outcome.Held held) {
                would.add("held", held.code());
                show(record, "held", held.code());
            } else if (outcome instanceof Outcome.Declined declined) {
                would.add("declined", declined.code());
                show(record, "declined", declined.code());
            } else {
                would.add("taken", "");
            }
        }

        private void show(OqxRecord record, String outcome, String code) {
            if (shown.merge(outcome + code, 1, Integer::sum) <= EXAMPLES) {
                examples.add(new Example(
                        outcome,
                        code,
                        record.head().kind().label(),
                        record.head().node().did(),
                        words(record)));
            }
        }
    }

    private static String words(OqxRecord record) {
        if (record.body() instanceof Question question) {
            return question.name();
        }
        String text = record.body() instanceof Post post ? post.text() : "";
        String line = text.lines().findFirst().orElse("");
        return line.codePointCount(0, line.length()) <= 80
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 80)) + "…";
    }

    private static OqxRecord read(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was received can no longer be read: run log verify", e);
        }
    }
}
