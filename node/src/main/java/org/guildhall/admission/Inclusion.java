package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.log.Frame;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.Erase;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Verdict;
import org.guildhall.store.Sql;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;

/**
 * What we log of other nodes' records: before each the Node and Member records that are needed to verify it, and as a
 * thread's home after each our verdict (spec, chapter Including). A digest enters our log once.
 */
final class Inclusion {
    private final Desk desk;
    private final Facts facts;
    private final Transaction tx;
    private final List<Ruled> ruled = new ArrayList<>();
    private final Set<Digest> logged = new HashSet<>();

    /** @param originIndex the record's index in its own node's log, when it is to be included */
    private record Ruled(
            OqxRecord record,
            Optional<Long> originIndex,
            Verdict.Ruling ruling,
            Optional<String> code,
            Optional<String> reason) {}

    /** A record to be logged. */
    record Included(OqxRecord record, long originIndex) {}

    Inclusion(Desk desk, Facts facts) {
        this.desk = desk;
        this.facts = facts;
        this.tx = facts.tx();
    }

    void add(OqxRecord record, long originIndex) {
        ruled.add(
                new Ruled(record, Optional.of(originIndex), Verdict.Ruling.TAKEN, Optional.empty(), Optional.empty()));
    }

    /** {@code reason} may be empty: the code says it all then, in every reader's language. */
    void decline(OqxRecord record, String code, String reason) {
        refuse(record, Verdict.Ruling.DECLINED, code, reason);
    }

    void exclude(OqxRecord record, String code, String reason) {
        refuse(record, Verdict.Ruling.EXCLUDED, code, reason);
    }

    private void refuse(OqxRecord record, Verdict.Ruling ruling, String code, String reason) {
        Optional<String> words = Optional.of(reason).filter(given -> !given.isEmpty());
        ruled.add(new Ruled(record, Optional.empty(), ruling, Optional.of(code), words));
    }

    /** Says again that we took a revision that is in our log already. */
    void confirm(OqxRecord record) {
        ruled.add(new Ruled(record, Optional.empty(), Verdict.Ruling.TAKEN, Optional.empty(), Optional.empty()));
    }

    /** Leaves out what was believed when it came and is no longer. */
    void forget(Set<Digest> digests) {
        ruled.removeIf(one -> digests.contains(one.record().payload().digest()));
    }

    void write() throws SQLException, Refusal {
        if (ruled.isEmpty()) {
            return;
        }
        log(ruled.stream()
                .flatMap(one -> one.originIndex().map(index -> new Included(one.record(), index)).stream())
                .toList());
        Set<ObjectKey> declined = declinedBefore();
        Set<Digest> said = new HashSet<>();
        List<Desk.Statement> verdicts = new ArrayList<>();
        for (Ruled one : ruled) {
            boolean again = one.ruling() == Verdict.Ruling.DECLINED
                    && (declined.contains(one.record().object().key())
                            || !said.add(one.record().payload().digest()));
            if (!again) {
                verdicts.add(verdict(one));
            }
        }
        desk.publish(verdicts);
        ruled.clear();
    }

    /** Another node's erasure of what our log holds goes into our log, too: the holes name it (OQX-INC-008). */
    void relayErasures(List<Taken> taken) throws SQLException {
        List<Included> erasures = new ArrayList<>();
        for (Taken one : taken) {
            if (one.record().body() instanceof Erase erase
                    && one.record().head().audience() == Audience.PUBLIC) {
                // What this very batch logged counts.
                tx.flush();
                boolean held = tx.sql()
                        .first(
                                "select 1 from log_entry e where e.log = ? and e.digest in ("
                                        + "select digest from object_revision where object_key = ?"
                                        + " union select digest from conflict where object_key = ?"
                                        + " union select r.digest from object_revision r join label l"
                                        + "  on l.object_key = r.object_key where l.about_key = ?"
                                        + " union select r.digest from object_revision r join attestation a"
                                        + "  on a.object_key = r.object_key where a.about_key = ?) limit 1",
                                row -> row.getInt(1),
                                tx.self(),
                                erase.about().key(),
                                erase.about().key(),
                                erase.about().key(),
                                erase.about().key())
                        .isPresent();
                boolean fresh =
                        ruled.stream().anyMatch(other -> other.record().object().equals(erase.about()));
                if (held || fresh) {
                    erasures.add(new Included(one.record(), one.index()));
                }
            }
        }
        log(erasures);
    }

    /** Objects whose newest verdict of ours declines the very revision that is declined now: once is enough (OQX-INC-052). */
    private Set<ObjectKey> declinedBefore() throws SQLException {
        Map<ObjectKey, OqxRecord> now = new HashMap<>();
        for (Ruled one : ruled) {
            if (one.ruling() == Verdict.Ruling.DECLINED) {
                now.put(one.record().object().key(), one.record());
            }
        }
        Set<ObjectKey> before = new HashSet<>();
        if (!now.isEmpty()) {
            tx.sql()
                    .query(
                            "select object_key, thread_key, of_revision from verdict"
                                    + " where object_key = any(?) and ruling = 'declined'",
                            row -> {
                                OqxRecord record = now.get(Sql.key(row, "object_key"));
                                return record != null
                                        && record.head().revision() == row.getInt("of_revision")
                                        && record.thread()
                                                .map(ObjectId::key)
                                                .filter(Sql.key(row, "thread_key")::equals)
                                                .isPresent()
                                        && before.add(record.object().key());
                            },
                            Sql.many(now.keySet()));
        }
        return before;
    }

    /**
     * Logs records of other nodes, byte for byte, those that our log has left out; before each the Node and Member records that
     * our log lacks. A fixed number of queries, however many they are.
     *
     * @return how many entries that made
     */
    int log(List<Included> records) throws SQLException {
        if (records.isEmpty()) {
            return 0;
        }
        Map<ObjectKey, List<Included>> introductions = introductions(records);
        Places places = places(
                records.stream().map(one -> one.record().payload().digest()).toList());
        long before = tx.size();
        for (Included one : records) {
            Digest digest = one.record().payload().digest();
            if (places.isOurs(digest)) {
                continue;
            }
            for (ObjectKey needed : needed(one.record())) {
                for (Included introduction : introductions.getOrDefault(needed, List.of())) {
                    append(introduction.record(), introduction.originIndex());
                }
            }
            append(one.record(), places.of(one));
        }
        return (int) (tx.size() - before);
    }

    /** What is for peers only enters no other log (OQX-INC-056); whoever calls has seen to it before. */
    private void append(OqxRecord record, long originIndex) {
        if (record.head().audience() != Audience.PUBLIC) {
            throw new IllegalStateException("a record that is not for everybody was to be included");
        }
        if (logged.add(record.payload().digest())) {
            tx.append(record, originIndex);
        }
    }

    private Desk.Statement verdict(Ruled one) {
        ObjectId about = one.record().object();
        ObjectId thread = one.record().thread().orElseThrow();
        return new Desk.Statement(
                new ObjectId(tx.selfId(), NamedUuid.verdict(tx.selfId(), about)),
                new Verdict(
                        thread,
                        about,
                        one.ruling(),
                        one.record().head().revision(),
                        one.record().payload().digest(),
                        one.code(),
                        one.reason()));
    }

    /** The objects a reader must know to verify the record: its node, and who wrote it. */
    private static List<ObjectKey> needed(OqxRecord record) {
        ObjectKey node = new ObjectId(record.head().node(), NodeProfile.ID).key();
        return record.body() instanceof Post post
                ? List.of(node, new ObjectId(record.head().node(), post.author()).key())
                : List.of(node);
    }

    /** Node and Member records that our log does not have yet, oldest revision first, with their origin's index. */
    private Map<ObjectKey, List<Included>> introductions(List<Included> records) throws SQLException {
        Set<ObjectKey> objects = new HashSet<>();
        records.forEach(one -> objects.addAll(needed(one.record())));
        Map<ObjectKey, List<Digest>> history = facts.history(objects);
        Set<Digest> missing = new HashSet<>();
        history.values().forEach(missing::addAll);
        Places places = places(missing);
        missing.removeIf(places::isOurs);
        Map<Digest, OqxRecord> found = new HashMap<>();
        if (!missing.isEmpty()) {
            tx.sql()
                    .query(
                            "select bytes from payload where digest = any(?)",
                            row -> read(row.getBytes("bytes")),
                            Sql.many(missing))
                    .forEach(record -> found.put(record.payload().digest(), record));
        }
        Map<ObjectKey, List<Included>> introductions = new HashMap<>();
        history.forEach((object, digests) -> introductions.put(
                object,
                digests.stream()
                        .flatMap(digest -> Optional.ofNullable(found.get(digest)).stream())
                        .map(places::withIndex)
                        .toList()));
        return introductions;
    }

    /** Where followed logs, and ours, have these digests. */
    private Places places(Collection<Digest> digests) throws SQLException {
        Places places = new Places();
        if (!digests.isEmpty()) {
            tx.sql()
                    .query(
                            "select log, idx, origin, digest from log_entry where digest = any(?)",
                            row -> places.note(
                                    row.getInt("log"),
                                    row.getLong("idx"),
                                    row.getLong("origin"),
                                    Digest.wrap(row.getBytes("digest"))),
                            Sql.many(digests));
        }
        return places;
    }

    /** An index in its own node's log is what was verified there, and only otherwise what others claim (OQX-INC-007). */
    private final class Places {
        private final Set<Digest> ours = new HashSet<>();
        private final Map<Digest, Long> own = new HashMap<>();
        private final Map<Digest, Long> claimed = new HashMap<>();

        boolean note(int log, long index, long origin, Digest digest) {
            if (log == tx.self()) {
                ours.add(digest);
            } else if (origin == Frame.OWN) {
                own.put(digest, index);
            } else {
                claimed.merge(digest, origin, Math::min);
            }
            return true;
        }

        boolean isOurs(Digest digest) {
            return ours.contains(digest) || logged.contains(digest);
        }

        long of(Included one) {
            return own.getOrDefault(one.record().payload().digest(), one.originIndex());
        }

        Included withIndex(OqxRecord record) {
            Digest digest = record.payload().digest();
            return new Included(record, own.getOrDefault(digest, claimed.getOrDefault(digest, 0L)));
        }
    }

    private static OqxRecord read(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was admitted can no longer be read", e);
        }
    }
}
