package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.guildhall.admission.Facts.Candidate;
import org.guildhall.log.Frame;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Kind;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Verdict;
import org.guildhall.store.Events;
import org.guildhall.store.LogVolume;
import org.guildhall.store.NodeKeys;
import org.guildhall.store.Projection;
import org.guildhall.store.RelayTable;
import org.guildhall.store.Setbacks;
import org.guildhall.store.Sql;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;
import org.guildhall.store.Withdrawal;

/** Takes in other nodes' records, inside one transaction: mirror, judge, include, note what was set back, project. */
public final class Intake {
    /** What is said of records stays in memory until it is written. */
    private static final int VERDICTS_AT_ONCE = 64;

    private final RuleBook rules;
    private final Desk desk;
    private final Facts facts;
    private final Transaction tx;
    private final Inclusion inclusion;
    private final Hearing hearing;
    private final Relay relay;
    private final Setbacks setbacks;
    private final Burials burials;
    private final Honouring honouring;
    private final List<Taken> taken = new ArrayList<>();
    private final List<Comer> late = new ArrayList<>();
    private final Map<NodeId, Map<Multikey, Long>> revoked = new HashMap<>();
    private Optional<OqxRecord> unknownOwn = Optional.empty();

    /** How a batch ended; the six add up to the entries read. */
    public record Counts(int taken, int duplicate, int held, int declined, int quarantined, int gone) {
        Counts plus(Outcome outcome) {
            return new Counts(
                    taken + (outcome instanceof Outcome.Taken ? 1 : 0),
                    duplicate + (outcome instanceof Outcome.Duplicate ? 1 : 0),
                    held + (outcome instanceof Outcome.Held ? 1 : 0),
                    declined + (outcome instanceof Outcome.Declined ? 1 : 0),
                    quarantined + (outcome instanceof Outcome.Quarantined ? 1 : 0),
                    gone + (outcome instanceof Outcome.Gone ? 1 : 0));
        }
    }

    /** A record at the gate, and its place in the log it was read from. */
    private record Comer(OqxRecord record, Provenance.Logged from, long logIndex) {}

    Intake(RuleBook rules, Desk desk, Facts facts) {
        this.rules = rules;
        this.desk = desk;
        this.facts = facts;
        this.tx = facts.tx();
        this.inclusion = new Inclusion(desk, facts);
        this.hearing = new Hearing(rules, facts);
        this.relay = new Relay(facts, inclusion);
        this.setbacks = new Setbacks(tx);
        this.burials = new Burials(tx, facts);
        this.honouring = new Honouring(tx);
    }

    Counts take(Followed followed) throws SQLException, Refusal {
        int log = tx.number(followed.owner());
        long stored = tx.sql()
                .first("select size from log_state where log = ?", row -> row.getLong(1), log)
                .orElse(0L);
        if (stored > followed.from()) {
            return new Counts(0, 0, 0, 0, 0, 0); // committed before, though the follower was told it was lost
        }
        if (stored < followed.from()) {
            throw new IllegalStateException("a gap in the log of " + followed.owner() + " at " + stored);
        }
        Policy policy = policy(log);
        LogVolume volume = LogVolume.read(tx, log);
        Optional<String> full = StorageLimit.reached(policy, volume, tx.now());
        if (full.isPresent()) {
            throw new Refusal(StorageLimit.CODE, full.get());
        }
        learn(followed);
        hearing.learn(followed.owner(), followed.arrivals());
        List<Arrival> arrivals = burials.withoutPayload(log, followed.arrivals());
        List<Frame> frames = arrivals.stream().map(Arrival::frame).toList();
        tx.mirror(log, followed.from(), frames);
        volume.plus(frames, tx.now()).write(tx, log);
        Quota quota = Quota.read(tx, log, policy);
        long now = tx.now().toEpochMilli();

        Counts counts = new Counts(0, 0, 0, 0, 0, 0);
        long index = followed.from();
        for (Arrival arrival : arrivals) {
            Outcome outcome;
            if (arrival instanceof Arrival.Verified readable) {
                long origin = Admission.originIndex(readable.frame(), index);
                Kind kind = readable.record().head().kind();
                boolean measured = Policy.isMeasured(kind);
                boolean beyond = measured
                        && !quota.allows(
                                readable.record(), readable.frame().entry().time(), now);
                Provenance.Logged from = new Provenance.Logged(
                        log,
                        followed.owner(),
                        origin,
                        hearing.isPlaced(readable),
                        readable.record().proof().key(),
                        policy,
                        beyond);
                outcome = hearing.judge(readable, from);
                if (burials.isDropped(readable.frame().entry().object())) {
                    outcome = new Outcome.Gone();
                }
                if (outcome instanceof Outcome.Gone) {
                    burials.bury(log, index, readable);
                }
                settle(new Comer(readable.record(), from, index), outcome);
                if (measured && !beyond && (outcome instanceof Outcome.Taken || outcome instanceof Outcome.Held)) {
                    quota.spend(readable.record());
                }
            } else if (arrival instanceof Arrival.Unreadable unreadable) {
                outcome = new Outcome.Quarantined(unreadable.code(), unreadable.detail());
                setbacks.note(
                        log,
                        index,
                        "quarantined",
                        unreadable.code(),
                        unreadable.detail(),
                        arrival.frame().entry());
            } else {
                burials.note(log, arrival.frame());
                outcome = new Outcome.Gone();
            }
            counts = counts.plus(outcome);
            index++;
        }
        reconsider();
        finish();
        quota.write(tx, log);
        remember(log, followed);
        relay.follow(log, followed.from(), policy);
        relayLate();
        return counts;
    }

    /** A record among those taken in that a key of ours signed and our own log does not hold. */
    Optional<OqxRecord> unknownOwn() {
        return unknownOwn;
    }

    private void learn(Followed followed) throws SQLException {
        List<Candidate> candidates = new ArrayList<>(followed.arrivals().size());
        for (Arrival arrival : followed.arrivals()) {
            if (arrival instanceof Arrival.Verified readable) {
                candidates.add(new Candidate(
                        readable.record().head(), readable.record().body()));
            }
        }
        facts.learn(candidates);
    }

    private void settle(Comer comer, Outcome outcome) throws SQLException {
        OqxRecord record = comer.record();
        if (outcome instanceof Outcome.Taken admitted) {
            boolean shown = admitted.include()
                    || record.thread()
                            .map(thread -> thread.node().equals(record.head().node()))
                            .orElse(true);
            if (record.body() instanceof NodeProfile profile) {
                NodeId node = record.head().node();
                revoked.computeIfAbsent(node, unused -> new HashMap<>()).putAll(facts.revokes(node, profile));
            }
            facts.note(
                    record.head(),
                    record.body(),
                    record.payload().digest(),
                    comer.from().placed() ? OptionalLong.of(comer.from().index()) : OptionalLong.empty(),
                    shown);
            taken.add(new Taken(
                    record,
                    record.object().key(),
                    comer.from().index(),
                    comer.from().placed()));
            if (hearing.isHeldElsewhere(record.payload().digest())) {
                setbacks.forgetHeld(record.payload().digest(), record.object().key());
            }
            if (record.body() instanceof Drop
                    && record.head().node().equals(comer.from().owner())) {
                burials.dropped(record);
            }
            if (admitted.include()) {
                inclusion.add(record, comer.from().index());
            }
        } else if (outcome instanceof Outcome.Duplicate
                && (record.body() instanceof Erase || record.body() instanceof Drop)) {
            tx.hole(); // holes of this log can name it now
        } else if (outcome instanceof Outcome.Duplicate
                && record.body() instanceof NodeProfile
                && comer.from().owner().equals(record.head().node())) {
            // A hub brought it first, and its word about the place was not believed (OQX-SIG-042).
            facts.place(record.head(), comer.from().index());
            NodeKeys.place(tx, record.head(), comer.from().index());
        } else if (outcome instanceof Outcome.Held held) {
            setbacks.hold(comer.from().log(), comer.logIndex(), held.code(), held.detail(), record, held.waitsFor());
        } else if (outcome instanceof Outcome.Declined declined) {
            facts.noteDeclined(record.object().key());
            setbacks.decline(
                    comer.from().log(),
                    comer.logIndex(),
                    declined.code(),
                    declined.detail(),
                    record,
                    declined.follows());
            if (declined.verdict()) {
                // Only the code: the detail is for our own people, and in one language.
                inclusion.decline(record, declined.code(), "");
            }
        } else if (outcome instanceof Outcome.Quarantined quarantined) {
            if (quarantined.code().equals(RuleBook.OWN_UNKNOWN)) {
                unknownOwn = Optional.of(record);
            }
            setbacks.note(
                    comer.from().log(),
                    comer.logIndex(),
                    "quarantined",
                    quarantined.code(),
                    quarantined.detail(),
                    record);
        }
    }

    /** Judges again what waited for something that has come now, and what waited for that. */
    private void reconsider() throws SQLException {
        Deque<Taken> news = new ArrayDeque<>(taken);
        while (!news.isEmpty()) {
            Set<ObjectKey> objects = new HashSet<>();
            news.forEach(one -> {
                if (one.record().body() instanceof Post) {
                    objects.add(one.object());
                }
            });
            news.clear();
            int before = taken.size();
            for (Setbacks.Waiting waiting : setbacks.release(objects)) {
                Comer comer = comer(waiting);
                facts.learn(List.of(
                        new Candidate(comer.record().head(), comer.record().body())));
                hearing.learnAgain(comer.record());
                settleLate(comer, hearing.judge(comer.record(), comer.from()));
            }
            news.addAll(taken.subList(before, taken.size()));
        }
    }

    private Comer comer(Setbacks.Waiting waiting) throws SQLException {
        OqxRecord record = read(waiting.payload());
        NodeId owner = new NodeId(waiting.owner());
        long origin = waiting.origin() == Frame.OWN ? waiting.index() : waiting.origin();
        return new Comer(
                record,
                new Provenance.Logged(
                        waiting.log(),
                        owner,
                        origin,
                        waiting.origin() == Frame.OWN,
                        record.proof().key(),
                        policy(waiting.log()),
                        false),
                waiting.index());
    }

    Decision decide(ObjectKey object, Digest seen, Verdict.Ruling ruling, String code, String reason)
            throws SQLException, Refusal {
        List<Comer> held = new ArrayList<>();
        for (Setbacks.Waiting waiting : setbacks.releaseHeld(object)) {
            held.add(comer(waiting));
        }
        int newest = held.stream()
                .mapToInt(comer -> comer.record().head().revision())
                .max()
                .orElse(0);
        boolean current = held.stream()
                .anyMatch(comer -> comer.record().head().revision() == newest
                        && comer.record().payload().digest().equals(seen));
        if (!current) {
            throw new Refusal("not-held", "this is not held any more: it was decided on, or a newer revision came");
        }
        Decision decision = new Decision(new Outcome.Gone(), false);
        for (Comer comer : held) {
            facts.learn(
                    List.of(new Candidate(comer.record().head(), comer.record().body())));
            // While it was held, what it leans on may have changed; a person's yes stands for the policy's, no more.
            Outcome outcome = rules.judge(
                    comer.record().head(),
                    comer.record().body(),
                    Optional.of(comer.record().payload().digest()),
                    comer.from().under(Policy.takeAll()),
                    facts);
            Outcome became = ruling == Verdict.Ruling.TAKEN || outcome instanceof Outcome.Quarantined
                    ? outcome
                    : new Outcome.Declined(code, reason, isOurThread(comer.record()));
            if (became == outcome) {
                settleLate(comer, outcome);
            } else {
                decline(comer, code, reason);
            }
            if (comer.record().payload().digest().equals(seen)) {
                decision = new Decision(became, isPublished(became));
            }
        }
        boolean taken = decision.outcome() instanceof Outcome.Taken;
        note(
                taken ? Events.Kind.POST_TAKEN : Events.Kind.POST_DECLINED,
                held.get(0).record(),
                code,
                reason);
        reconsider();
        finish();
        relayLate();
        return decision;
    }

    private void settleLate(Comer comer, Outcome outcome) throws SQLException {
        settle(comer, outcome);
        if (outcome instanceof Outcome.Taken) {
            late.add(comer);
        }
    }

    /** What was set back and taken only now has its turn in relaying behind it. */
    private void relayLate() throws SQLException {
        Map<Integer, List<RelayTable.Entry>> byLog = new TreeMap<>();
        for (Comer comer : late) {
            byLog.computeIfAbsent(comer.from().log(), unused -> new ArrayList<>())
                    .add(new RelayTable.Entry(
                            comer.logIndex(),
                            comer.from().index(),
                            comer.record().payload().bytes()));
        }
        late.clear();
        for (Map.Entry<Integer, List<RelayTable.Entry>> one : byLog.entrySet()) {
            relay.late(one.getKey(), one.getValue(), policy(one.getKey()));
        }
    }

    /**
     * Goes on relaying what was taken before now, by one batch.
     *
     * @return whether there was something to go on with
     */
    boolean relayMore() throws SQLException {
        record Peer(int node, Policy policy) {}
        List<Peer> peers = tx.sql()
                .query(
                        "select node, policy from peering where state = 'active' order by node",
                        row -> new Peer(row.getInt("node"), Policy.ofJson(row.getString("policy"))));
        for (Peer peer : peers) {
            if (relay.more(peer.node(), peer.policy())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurThread(OqxRecord record) {
        return record.thread().map(thread -> thread.node().equals(tx.selfId())).orElse(false);
    }

    private static boolean isPublished(Outcome outcome) {
        return outcome instanceof Outcome.Taken taken
                ? taken.include()
                : outcome instanceof Outcome.Declined declined && declined.verdict();
    }

    /** What a moderator decided on. */
    private void note(Events.Kind kind, OqxRecord record, String code, String reason) throws SQLException {
        String what = record.head().kind().label() + " " + record.head().id() + (reason.isEmpty() ? "" : ": " + reason);
        Events.note(tx, kind, Optional.of(record.head().node()), code, what);
    }

    private void decline(Comer comer, String code, String reason) {
        OqxRecord record = comer.record();
        String detail = reason.isEmpty() ? "declined by a moderator" : reason;
        setbacks.declineForGood(comer.from().log(), comer.logIndex(), code, detail, record);
        // Of another's thread only its home may speak.
        if (isOurThread(record)) {
            inclusion.decline(record, code, reason);
        }
    }

    void exclude(ObjectKey object, String code, String reason) throws SQLException, Refusal {
        record Row(String node, java.util.UUID id, byte[] payload) {}
        Row row = tx.sql()
                .first(
                        "select n.id as node_id, p.id, y.bytes from post p join node n on n.nr = p.node"
                                + " join payload y on y.digest = p.digest where p.object_key = ? and p.home = ? and p.node <> ?",
                        found -> new Row(
                                found.getString("node_id"),
                                found.getObject("id", java.util.UUID.class),
                                found.getBytes("bytes")),
                        object,
                        tx.self(),
                        tx.self())
                .orElseThrow(
                        () -> new Refusal("unknown-object", "no other node's post of a thread of ours has this key"));
        OqxRecord record = read(row.payload());
        inclusion.exclude(record, code, reason);
        note(Events.Kind.POST_EXCLUDED, record, code, reason);
        finish();
    }

    /** Includes and verdicts become entries of our own log, then everything becomes rows. */
    private void finish() throws SQLException, Refusal {
        for (Map.Entry<NodeId, Map<Multikey, Long>> one : revoked.entrySet()) {
            if (!one.getValue().isEmpty()) {
                int gone = takeBack(new Revocation(tx, one.getKey(), one.getValue()));
                Events.count(
                        tx,
                        Events.Kind.KEY_REVOKED,
                        tx.number(one.getKey()),
                        "",
                        gone + " records that were signed with it were taken back",
                        one.getValue().size());
            }
        }
        inclusion.write();
        inclusion.relayErasures(taken);
        setbacks.write();
        List<Taken> all = new ArrayList<>(taken);
        all.addAll(desk.taken());
        Projection.apply(tx, all, Projection.Occasion.FIRST);
        honouring.news(taken);
    }

    /**
     * Nothing of what is taken back is logged by us; what we logged of it before, we say to be out of the thread. How many
     * records it was.
     */
    private int takeBack(Revocation revocation) throws SQLException, Refusal {
        setbacks.write();
        Withdrawal gone = revocation.takeBack(taken, setbacks);
        Set<Digest> digests = gone.digests();
        honouring.gone(gone.labels().values());
        facts.forget(digests);
        inclusion.forget(digests);
        late.removeIf(comer -> digests.contains(comer.record().payload().digest()));
        // A hub may have logged very many that are of other nodes' threads.
        List<ObjectKey> ours = tx.sql()
                .query(
                        "select distinct e.object_key from log_entry e join post q on q.object_key = e.thread_key"
                                + " where e.log = ? and e.digest = any(?) and q.node = ?",
                        row -> Sql.key(row, "object_key"),
                        tx.self(),
                        Sql.many(digests),
                        tx.self());
        for (int from = 0; from < ours.size(); from += VERDICTS_AT_ONCE) {
            sayWhatStays(Set.copyOf(ours.subList(from, Math.min(from + VERDICTS_AT_ONCE, ours.size()))));
            inclusion.write();
        }
        return digests.size();
    }

    /** Of each of these objects, which our log has: its newest revision that is believed, or else that it is out of its thread. */
    private void sayWhatStays(Set<ObjectKey> objects) throws SQLException {
        record Newest(OqxRecord record, boolean believed) {}
        Map<ObjectKey, Newest> newest = new LinkedHashMap<>();
        // By digests, which there is an index for; those that are not believed were set back before.
        tx.sql()
                .query(
                        "select p.bytes, r.digest as known from log_entry e join payload p on p.digest = e.digest"
                                + " left join object_revision r on r.digest = e.digest"
                                + " where e.log = ? and e.form = 0 and e.digest in ("
                                + "select digest from object_revision where object_key = any(?)"
                                + " union select digest from setback where log = ? and object_key = any(?))"
                                + " order by case when r.digest is null then 1 else 0 end, e.revision desc, e.idx",
                        row -> {
                            OqxRecord record = read(row.getBytes("bytes"));
                            return newest.putIfAbsent(
                                            record.object().key(), new Newest(record, row.getBytes("known") != null))
                                    == null;
                        },
                        tx.self(),
                        objects,
                        tx.self(),
                        objects);
        newest.values().stream().filter(one -> isOurThread(one.record())).forEach(one -> {
            if (one.believed()) {
                inclusion.confirm(one.record());
            } else {
                inclusion.exclude(one.record(), "key-revoked", "signed by a key that its node revoked since");
            }
        });
    }

    private static OqxRecord read(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was admitted can no longer be read", e);
        }
    }

    private Policy policy(int log) throws SQLException {
        return tx.sql()
                .first("select policy from peering where node = ?", row -> Policy.ofJson(row.getString(1)), log)
                .orElseGet(Policy::takeAll);
    }

    private void remember(int log, Followed followed) throws SQLException {
        long size = followed.after().size();
        List<Arrival> arrivals = followed.arrivals();
        long lastLoggedAt = arrivals.isEmpty()
                ? 0
                : arrivals.get(arrivals.size() - 1).frame().entry().time();
        Sql sql = tx.sql();
        int rows = sql.update(
                "update log_state set size = ?, last_logged_at = ?, compact = ?, checkpoint = ? where log = ?",
                size,
                lastLoggedAt,
                followed.after().toBytes(),
                followed.checkpoint(),
                log);
        if (rows == 0) {
            sql.update(
                    "insert into log_state (size, last_logged_at, compact, checkpoint, log) values (?, ?, ?, ?, ?)",
                    size,
                    lastLoggedAt,
                    followed.after().toBytes(),
                    followed.checkpoint(),
                    log);
        }
        if (followed.isWhole()) {
            sql.update("update log_state set mirrored = ? where log = ?", followed.checkpoint(), log);
        }
    }
}
