package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.Facts.Candidate;
import org.guildhall.admission.Inclusion.Included;
import org.guildhall.record.Attestation;
import org.guildhall.record.Audience;
import org.guildhall.record.Body;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Label;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Verdict;
import org.guildhall.store.RelayTable;
import org.guildhall.store.RelayTable.Entry;
import org.guildhall.store.RelayTable.Progress;
import org.guildhall.store.Transaction;

/**
 * What we log of a peer's log for those who follow us alone (spec, Including §5). It goes through the log as it is stored here,
 * in its order, and remembers how far: so it makes no difference whether entries came just now or before relaying was
 * switched on. Belongs to one transaction.
 */
final class Relay {
    /** Records of one peer in a day where its policy names no number (OQX-INC-046). */
    static final long PER_DAY = 100_000;

    private static final int AT_ONCE = 256;
    private static final long DAY = 86_400_000;

    private final Facts facts;
    private final Transaction tx;
    private final Inclusion inclusion;
    private final RelayTable table;
    private final Set<ObjectKey> begun = new HashSet<>();

    Relay(Facts facts, Inclusion inclusion) {
        this.facts = facts;
        this.tx = facts.tx();
        this.inclusion = inclusion;
        this.table = new RelayTable(tx);
    }

    /** The topics as they are remembered. */
    static String topics(Policy policy) {
        return policy.relay()
                .map(relay -> relay.topics()
                        .tags()
                        .map(tags -> String.join(" ", tags.stream().sorted().toList()))
                        .orElse("*"))
                .orElse("-");
    }

    /** Goes on to the end of the log, if everything before {@code from} was gone through; else {@link #more} will come to it. */
    void follow(int log, long from, Policy policy) throws SQLException {
        Optional<Progress> progress = progress(log, policy);
        if (progress.isPresent() && progress.get().index() >= from) {
            Progress now = progress.get();
            while (now.mayGoOn()) {
                Progress next = step(log, now, policy);
                if (next.index() == now.index()) {
                    break;
                }
                now = next;
            }
        }
    }

    /**
     * Goes on in a log by one batch.
     *
     * @return whether it moved
     */
    boolean more(int log, Policy policy) throws SQLException {
        Optional<Progress> progress = progress(log, policy);
        return progress.isPresent()
                && step(log, progress.get(), policy).index() > progress.get().index();
    }

    /** Entries that were taken later than in their turn: a person decided, or what they waited for came. */
    void late(int log, Collection<Entry> entries, Policy policy) throws SQLException {
        Optional<Progress> progress = table.progress(log);
        if (progress.isPresent()) {
            consider(
                    log,
                    entries.stream()
                            .filter(entry -> entry.index() < progress.get().index())
                            .sorted(Comparator.comparingLong(Entry::index))
                            .toList(),
                    policy);
        }
    }

    /** Where this log's relaying is; from the beginning again when its topics are other ones than last time. */
    private Optional<Progress> progress(int log, Policy policy) throws SQLException {
        Optional<Progress> known = table.progress(log);
        String topics = topics(policy);
        if (known.isEmpty() && policy.relay().isEmpty()) {
            return Optional.empty();
        }
        long today = Math.floorDiv(tx.now().toEpochMilli(), DAY);
        Progress progress = known.filter(same -> same.topics().equals(topics))
                .orElseGet(() -> new Progress(topics, 0, today, 0, 0));
        if (known.isPresent() && !known.get().topics().equals(topics)) {
            table.forgetWaiting(log);
        }
        long left = policy.recordsPerDay().orElse(PER_DAY) - (progress.day() == today ? progress.records() : 0);
        return Optional.of(progress.on(today, left));
    }

    private Progress step(int log, Progress progress, Policy policy) throws SQLException {
        long end = Math.min(table.size(log), progress.index() + Math.min(AT_ONCE, progress.left()));
        if (end <= progress.index()) {
            return progress;
        }
        int logged = consider(log, table.entries(log, progress.index(), end), policy);
        Progress next = progress.at(end, logged);
        table.remember(log, next);
        return next;
    }

    private int consider(int log, List<Entry> entries, Policy policy) throws SQLException {
        List<Read> read = new ArrayList<>(entries.size());
        Set<ObjectKey> around = new HashSet<>();
        for (Entry entry : entries) {
            Read one = new Read(entry, read(entry.payload()));
            read.add(one);
            around.add(one.leansOn());
        }
        facts.learn(read.stream()
                .map(one -> new Candidate(one.record().head(), one.record().body()))
                .toList());
        Set<ObjectKey> ours = table.inOurLog(around);
        ours.addAll(begun);
        List<Included> wanted = new ArrayList<>();
        List<Read> waiting = new ArrayList<>();
        for (Read one : read) {
            if (staysOut(one.record()) || facts.isBlocked(one.record().head().node())) {
                continue;
            }
            boolean known = ours.contains(one.leansOn());
            if (!known && one.record().body() instanceof Question question && isWanted(question, policy)) {
                known = true;
                begun.add(one.leansOn());
                ours.add(one.leansOn());
                wanted.addAll(released(one.leansOn()));
                for (Read earlier : waiting) {
                    if (earlier.leansOn().equals(one.leansOn())) {
                        wanted.add(earlier.included());
                    }
                }
                waiting.removeIf(earlier -> earlier.leansOn().equals(one.leansOn()));
            }
            known = known || (one.record().body() instanceof Attestation said && isWanted(said, policy));
            if (known && (policy.relay().isPresent() || goesAlways(one.record().body()))) {
                wanted.add(one.included());
            } else if (!known
                    && policy.relay().isPresent()
                    && one.record().thread().isPresent()) {
                waiting.add(one);
            }
        }
        table.await(
                log,
                waiting.stream()
                        .map(one -> new RelayTable.Waiting(one.entry().index(), one.leansOn()))
                        .toList());
        return inclusion.log(wanted);
    }

    /** What waited for this question, of whatever log it was. */
    private List<Included> released(ObjectKey thread) throws SQLException {
        List<Included> released = new ArrayList<>();
        for (Entry earlier : table.releaseWaiting(thread)) {
            released.add(new Included(read(earlier.payload()), earlier.originIndex()));
        }
        facts.learn(released.stream()
                .map(one -> new Candidate(one.record().head(), one.record().body()))
                .toList());
        released.removeIf(one -> facts.isBlocked(one.record().head().node()));
        return released;
    }

    private record Read(Entry entry, OqxRecord record) {
        Included included() {
            return new Included(record, entry.originIndex());
        }

        /** What our log has to have before this follows: its thread's question, or an earlier revision of itself. */
        ObjectKey leansOn() {
            return record.thread()
                    .map(ObjectId::key)
                    .orElseGet(() -> record.object().key());
        }
    }

    /**
     * Of our own threads nothing is relayed: there we are the home, and what we took is in our log (OQX-INC-043). What another drops
     * from its own log is no business of ours, and what is for its peers only not one of ours (OQX-INC-056).
     */
    private boolean staysOut(OqxRecord record) {
        return record.head().node().equals(tx.selfId())
                || record.head().audience() != Audience.PUBLIC
                || record.body() instanceof Drop
                || record.thread()
                        .map(thread -> thread.node().equals(tx.selfId()))
                        .orElse(false);
    }

    private static boolean isWanted(Question question, Policy policy) {
        return policy.relay()
                .map(relay -> relay.topics().take(question.keywords()))
                .orElse(false);
    }

    /** What has no topic, a role for one, goes where everything does; and nobody misses what was taken back (OQX-INC-047). */
    private static boolean isWanted(Attestation said, Policy policy) {
        Optional<String> topic =
                said.claim() instanceof Attestation.Standing standing ? standing.topic() : Optional.empty();
        return said.state() == Label.State.ON
                && policy.relay()
                        .map(relay -> relay.topics().tags().isEmpty()
                                || topic.map(tag -> relay.topics().take(List.of(tag)))
                                        .orElse(false))
                        .orElse(false);
    }

    /** Whatever the policy says now: without these, readers would go on believing what is not so any more (OQX-INC-042). */
    private static boolean goesAlways(Body body) {
        return body instanceof Verdict
                || body instanceof Erase
                || body instanceof NodeProfile
                || (body instanceof Attestation said && said.state() == Label.State.OFF);
    }

    private static OqxRecord read(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was admitted can no longer be read", e);
        }
    }
}
