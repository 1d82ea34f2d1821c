package org.guildhall.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.Accept;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Tally;
import org.guildhall.record.Verdict;

/**
 * Takes back what is believed no longer: the rows of its objects go, and are made anew from the revisions that stay. Leaves
 * the same rows as a rebuild that passes these records over.
 */
public final class Withdrawal {
    private Withdrawal() {}

    /**
     * Takes records back out of the projections. Those that are in none are passed over.
     *
     * @param records whose entries were set back before, in every log
     */
    public static void apply(Transaction tx, Collection<OqxRecord> records) throws SQLException {
        Set<ObjectKey> objects = new HashSet<>();
        Set<Digest> withdrawn = new HashSet<>();
        for (OqxRecord record : records) {
            objects.add(record.object().key());
            withdrawn.add(record.payload().digest());
        }
        Set<Digest> known = known(tx, objects);
        if (!known.removeAll(withdrawn)) {
            return;
        }
        List<Taken> remaining = remaining(tx, known);
        Set<ObjectKey> posts = new HashSet<>();
        Set<ObjectKey> scored = new HashSet<>();
        Set<ObjectKey> threads = new HashSet<>();
        for (OqxRecord record : records) {
            record.thread().ifPresent(thread -> threads.add(thread.key()));
            if (record.body() instanceof Post) {
                posts.add(record.object().key());
            } else if (record.body() instanceof Verdict verdict) {
                posts.add(verdict.about().key());
            } else if (record.body() instanceof Tally tally) {
                tally.counts().forEach(count -> scored.add(count.about().key()));
            }
        }
        forget(tx, objects, records);
        Projection.apply(tx, remaining, Projection.Occasion.REBUILD);
        scored.addAll(Tallies.refresh(tx, Tallies.named(records), Map.of()));
        Projection.refresh(
                tx, posts, scored, threads, Revisions.Entered.nothing(), Map.of(), Projection.Occasion.REBUILD);
    }

    /** The digests of all revisions that were taken, those of conflicts too. */
    private static Set<Digest> known(Transaction tx, Set<ObjectKey> objects) throws SQLException {
        return new HashSet<>(tx.sql()
                .query(
                        "select digest from object_revision where object_key = any(?)"
                                + " union select digest from conflict where object_key = any(?)",
                        row -> Sql.digest(row, "digest"),
                        objects,
                        objects));
    }

    private static List<Taken> remaining(Transaction tx, Set<Digest> digests) throws SQLException {
        if (digests.isEmpty()) {
            return List.of();
        }
        record Row(long index, long origin, byte[] payload) {}
        List<Row> rows = tx.sql()
                .query(
                        "select e.idx, e.origin, p.bytes from log_entry e join payload p on p.digest = e.digest"
                                + " left join setback s on s.log = e.log and s.idx = e.idx"
                                + " where e.digest = any(?) and e.form = 0 and s.log is null"
                                + " order by case when e.log = ? then 0 else 1 end, e.log, e.idx",
                        row -> new Row(row.getLong("idx"), row.getLong("origin"), row.getBytes("bytes")),
                        digests,
                        tx.self());
        List<Taken> remaining = new ArrayList<>(rows.size());
        for (Row row : rows) {
            try {
                OqxRecord record = RecordReader.read(row.payload());
                remaining.add(Taken.logged(record, row.index(), row.origin()));
            } catch (RecordFault e) {
                throw new IllegalStateException("a payload that was admitted can no longer be read", e);
            }
        }
        return remaining;
    }

    private static void forget(Transaction tx, Set<ObjectKey> objects, Collection<OqxRecord> records)
            throws SQLException {
        Sql sql = tx.sql();
        sql.update("delete from object_revision where object_key = any(?)", objects);
        sql.update("delete from conflict where object_key = any(?)", objects);
        sql.update("delete from member where object_key = any(?)", objects);
        sql.update("delete from post where object_key = any(?)", objects);
        sql.update("delete from tally_count where tally = any(?)", objects);
        sql.update("delete from tally where object_key = any(?)", objects);
        sql.update("delete from thread_link where object_key = any(?)", objects);
        sql.update("delete from label where object_key = any(?)", objects);
        Set<Integer> nodes = new HashSet<>();
        for (OqxRecord record : records) {
            if (record.body() instanceof NodeProfile) {
                nodes.add(tx.number(record.head().node()));
            }
        }
        if (!nodes.isEmpty()) {
            sql.update("delete from node_profile where node = any(?)", nodes);
            sql.update("delete from node_address where node = any(?)", nodes);
            sql.update("delete from node_key where node = any(?)", nodes);
            sql.update("delete from continuation where node = any(?)", nodes);
        }
        // These two have rows that are not named by the record but by what it is about.
        Map<ObjectKey, ObjectKey> judged = new HashMap<>();
        Set<ObjectKey> accepting = new HashSet<>();
        for (OqxRecord record : records) {
            if (record.body() instanceof Verdict verdict) {
                judged.put(verdict.about().key(), verdict.thread().key());
            } else if (record.body() instanceof Accept accept) {
                accepting.add(accept.thread().key());
            } else if (record.body() instanceof Erase) {
                // The bytes do not come back; only the mark was the thief's word.
                sql.update(
                        "delete from post where object_key in (select object_key from erased where digest = ?)",
                        record.payload().digest());
                sql.update(
                        "delete from erased where digest = ?", record.payload().digest());
            } else if (record.body() instanceof Drop) {
                sql.update(
                        "delete from dropped where digest = ?", record.payload().digest());
            }
        }
        if (!accepting.isEmpty()) {
            sql.update("delete from accepted where thread_key = any(?)", accepting);
        }
        try (Batch verdicts =
                new Batch(tx.connection(), "delete from verdict where object_key = ? and thread_key = ?")) {
            for (Map.Entry<ObjectKey, ObjectKey> place : judged.entrySet()) {
                verdicts.add(place.getKey(), place.getValue());
            }
            verdicts.run();
        }
    }
}
