package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.log.Frame;
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
 * What we as a thread's home log of other nodes' records: before each the Node and Member records that are needed to
 * verify it, after each our verdict (spec, chapter Including). A digest enters our log once.
 */
final class Inclusion {
    private final Desk desk;
    private final Facts facts;
    private final Transaction tx;
    private final List<Ruled> ruled = new ArrayList<>();

    /** @param originIndex the record's index in its own node's log, when it is to be included */
    private record Ruled(
            OqxRecord record,
            Optional<Long> originIndex,
            Verdict.Ruling ruling,
            Optional<String> code,
            Optional<String> reason) {}

    /** A record to be logged before another. */
    private record Introduction(OqxRecord record, long originIndex) {}

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
        Map<ObjectKey, List<Introduction>> introductions = introductions();
        List<Desk.Statement> verdicts = new ArrayList<>();
        Set<Digest> logged = new HashSet<>();
        for (Ruled one : ruled) {
            if (one.originIndex().isPresent()) {
                for (ObjectKey needed : needed(one.record())) {
                    for (Introduction introduction : introductions.getOrDefault(needed, List.of())) {
                        if (logged.add(introduction.record().payload().digest())) {
                            tx.append(introduction.record(), introduction.originIndex());
                        }
                    }
                }
                if (logged.add(one.record().payload().digest())) {
                    tx.append(one.record(), one.originIndex().get());
                }
            }
            verdicts.add(verdict(one));
        }
        desk.publish(verdicts);
        ruled.clear();
    }

    /** Another node's erasure of what our log holds goes into our log, too: the holes name it (OQX-INC-008). */
    void relayErasures(List<Taken> taken) throws SQLException {
        for (Taken one : taken) {
            if (one.record().body() instanceof Erase erase) {
                // What this very batch logged counts.
                tx.flush();
                boolean held = tx.sql()
                        .first(
                                "select 1 from log_entry e where e.log = ? and e.digest in ("
                                        + "select digest from object_revision where object_key = ?"
                                        + " union select digest from conflict where object_key = ?"
                                        + " union select r.digest from object_revision r join label l"
                                        + "  on l.object_key = r.object_key where l.about_key = ?) limit 1",
                                row -> row.getInt(1),
                                tx.self(),
                                erase.about().key(),
                                erase.about().key(),
                                erase.about().key())
                        .isPresent();
                boolean fresh =
                        ruled.stream().anyMatch(other -> other.record().object().equals(erase.about()));
                if (held || fresh) {
                    for (Introduction introduction :
                            introductions(Set.of(
                                            new ObjectId(one.record().head().node(), NodeProfile.ID).key()))
                                    .values()
                                    .stream()
                                    .flatMap(List::stream)
                                    .toList()) {
                        tx.append(introduction.record(), introduction.originIndex());
                    }
                    tx.append(one.record(), one.index());
                }
            }
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
    private Map<ObjectKey, List<Introduction>> introductions() throws SQLException {
        Set<ObjectKey> objects = new HashSet<>();
        for (Ruled one : ruled) {
            if (one.originIndex().isPresent()) {
                objects.addAll(needed(one.record()));
            }
        }
        return introductions(objects);
    }

    private Map<ObjectKey, List<Introduction>> introductions(Set<ObjectKey> objects) throws SQLException {
        if (objects.isEmpty()) {
            return Map.of();
        }
        Map<ObjectKey, List<Digest>> history = facts.history(objects);
        Set<Digest> wanted = new HashSet<>();
        history.values().forEach(wanted::addAll);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<Digest, Introduction> found = new HashMap<>();
        Set<Digest> ours = new HashSet<>();
        record Row(int log, long index, long origin, Digest digest, byte[] payload) {}
        for (Row row : tx.sql()
                .query(
                        "select e.log, e.idx, e.origin, e.digest, p.bytes from log_entry e"
                                + " join payload p on p.digest = e.digest where e.digest = any(?)",
                        row -> new Row(
                                row.getInt("log"),
                                row.getLong("idx"),
                                row.getLong("origin"),
                                Digest.wrap(row.getBytes("digest")),
                                row.getBytes("bytes")),
                        Sql.many(wanted))) {
            if (row.log() == tx.self()) {
                ours.add(row.digest());
            }
            found.putIfAbsent(
                    row.digest(),
                    new Introduction(read(row.payload()), row.origin() == Frame.OWN ? row.index() : row.origin()));
        }
        Map<ObjectKey, List<Introduction>> introductions = new LinkedHashMap<>();
        history.forEach((object, digests) -> {
            List<Introduction> missing = new ArrayList<>();
            for (Digest digest : digests) {
                Introduction introduction = found.get(digest);
                if (introduction != null && !ours.contains(digest)) {
                    missing.add(introduction);
                }
            }
            introductions.put(object, missing);
        });
        return introductions;
    }

    private static OqxRecord read(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was admitted can no longer be read", e);
        }
    }
}
