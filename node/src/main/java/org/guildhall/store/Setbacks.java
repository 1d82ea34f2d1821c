package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.log.Entry;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.jspecify.annotations.Nullable;

/** Followed entries that were not taken, with the reason: so that every entry is accounted for. */
public final class Setbacks {
    private final Transaction tx;
    private final List<Row> rows = new ArrayList<>();

    private record Row(
            int log,
            long index,
            String outcome,
            String code,
            String detail,
            ObjectKey object,
            Digest digest,
            @Nullable ObjectKey waitsFor,
            boolean byPerson,
            @Nullable ObjectKey about) {
        static Row of(
                int log,
                long index,
                String outcome,
                String code,
                String detail,
                OqxRecord record,
                @Nullable ObjectKey waitsFor,
                boolean byPerson) {
            return new Row(
                    log,
                    index,
                    outcome,
                    code,
                    detail,
                    record.object().key(),
                    record.payload().digest(),
                    waitsFor,
                    byPerson,
                    record.body().opinionOn().map(ObjectId::key).orElse(null));
        }
    }

    /** A held record and where it was read. */
    public record Waiting(int log, String owner, long index, long origin, byte[] payload) {}

    public Setbacks(Transaction tx) {
        this.tx = tx;
    }

    public void note(int log, long index, String outcome, String code, String detail, Entry entry) {
        rows.add(new Row(log, index, outcome, code, detail, entry.object(), entry.digest(), null, false, null));
    }

    public void note(int log, long index, String outcome, String code, String detail, OqxRecord record) {
        rows.add(Row.of(log, index, outcome, code, detail, record, null, false));
    }

    /** Declines a record, until {@code follows} has come when that is not empty: they share their fate. */
    public void decline(
            int log, long index, String code, String detail, OqxRecord record, Optional<ObjectKey> follows) {
        rows.add(Row.of(log, index, "declined", code, detail, record, follows.orElse(null), false));
    }

    /** Declines a record as a person decided: in other logs, too. */
    public void declineForGood(int log, long index, String code, String detail, OqxRecord record) {
        rows.add(Row.of(log, index, "declined", code, detail, record, null, true));
    }

    /** The record was taken from another log: nobody has to decide on it any more. */
    public void forgetHeld(Digest digest, ObjectKey object) throws SQLException {
        tx.sql().update("delete from setback where object_key = ? and digest = ? and outcome = 'held'", object, digest);
    }

    /** Holds a record until {@code waitsFor} has come, or until a person decides when that is empty. */
    public void hold(int log, long index, String code, String detail, OqxRecord record, Optional<ObjectKey> waitsFor) {
        rows.add(Row.of(log, index, "held", code, detail, record, waitsFor.orElse(null), false));
    }

    /** Sends what was noted to the database. */
    public void write() throws SQLException {
        try (Batch batch = new Batch(
                tx.connection(),
                "insert into setback (log, idx, outcome, code, detail, at, object_key, digest, waits_for, by_person,"
                        + " about_key) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            long at = tx.now().toEpochMilli();
            for (Row row : rows) {
                batch.add(
                        row.log(),
                        row.index(),
                        row.outcome(),
                        row.code(),
                        row.detail(),
                        at,
                        row.object(),
                        row.digest(),
                        row.waitsFor(),
                        row.byPerson(),
                        row.about());
            }
            batch.run();
        }
        tell();
        rows.clear();
    }

    private record Sum(int log, String outcome, String code) {}

    /** How many of each kind, never one by one: a peer decides how many there are. */
    private void tell() throws SQLException {
        Map<Sum, Long> sums = new LinkedHashMap<>();
        Map<Sum, String> words = new HashMap<>();
        for (Row row : rows) {
            Sum sum = new Sum(row.log(), row.outcome(), row.code());
            sums.merge(sum, 1L, Long::sum);
            words.put(sum, row.detail());
        }
        for (Map.Entry<Sum, Long> one : sums.entrySet()) {
            Sum sum = one.getKey();
            Events.Kind kind = Events.Kind.ofLabel("records-" + sum.outcome());
            Events.count(tx, kind, sum.log(), sum.code(), words.getOrDefault(sum, ""), one.getValue());
        }
    }

    /** Says of every entry of these records, in whatever log and whatever became of it, that it is quarantined. */
    public void quarantine(Withdrawal records, String code, String detail) throws SQLException {
        write();
        record Place(int log, long index, ObjectKey object, Digest digest) {}
        List<Place> places = tx.sql()
                .query(
                        "select log, idx, object_key, digest from log_entry where digest = any(?) and form = 0",
                        row -> new Place(
                                row.getInt("log"),
                                row.getLong("idx"),
                                Sql.key(row, "object_key"),
                                Sql.digest(row, "digest")),
                        Sql.many(records.digests()));
        tx.sql().update("delete from setback where digest = any(?)", Sql.many(records.digests()));
        for (Place place : places) {
            rows.add(new Row(
                    place.log(),
                    place.index(),
                    "quarantined",
                    code,
                    detail,
                    place.object(),
                    place.digest(),
                    null,
                    false,
                    records.labels().get(place.object())));
        }
        write();
    }

    /** Takes out of the store what waits for one of these objects. */
    public List<Waiting> release(Set<ObjectKey> objects) throws SQLException {
        if (objects.isEmpty()) {
            return List.of();
        }
        write();
        List<Waiting> waiting = tx.sql().query(select("s.waits_for = any(?)"), Setbacks::waiting, Sql.many(objects));
        if (!waiting.isEmpty()) {
            tx.sql().update("delete from setback where waits_for = any(?)", Sql.many(objects));
        }
        // Each of the statements that it may take has an order of its own only.
        waiting.sort(Comparator.comparingInt(Waiting::log).thenComparingLong(Waiting::index));
        return waiting;
    }

    /** Takes out of the store what is held of this object until a person decides. */
    public List<Waiting> releaseHeld(ObjectKey object) throws SQLException {
        List<Waiting> waiting = tx.sql()
                .query(
                        select("s.object_key = ? and s.outcome = 'held' and s.waits_for is null"),
                        Setbacks::waiting,
                        object);
        tx.sql().update("delete from setback where object_key = ? and outcome = 'held' and waits_for is null", object);
        return waiting;
    }

    private static String select(String condition) {
        return "select s.log, n.id, s.idx, e.origin, p.bytes from setback s join node n on n.nr = s.log"
                + " join log_entry e on e.log = s.log and e.idx = s.idx join payload p on p.digest = s.digest"
                + " where " + condition + " order by s.log, s.idx";
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getInt("log"),
                row.getString("id"),
                row.getLong("idx"),
                row.getLong("origin"),
                row.getBytes("bytes"));
    }
}
