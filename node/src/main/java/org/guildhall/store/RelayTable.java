package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guildhall.log.Frame;
import org.guildhall.record.ObjectKey;

/** How far followed logs were gone through for what is relayed of them, and which of their entries wait for their question. */
public final class RelayTable {
    private final Transaction tx;

    /**
     * Where relaying a log is.
     *
     * @param topics as the table has them
     * @param index of the next entry to look at
     * @param day days since 1970
     * @param records logged on that day
     * @param left how many more may be on that day
     */
    public record Progress(String topics, long index, long day, long records, long left) {
        /** The same today. */
        public Progress on(long today, long mayBeLogged) {
            return new Progress(topics, index, today, day == today ? records : 0, mayBeLogged);
        }

        public Progress at(long next, long logged) {
            return new Progress(topics, next, day, records + logged, left - logged);
        }

        public boolean mayGoOn() {
            return left > 0;
        }
    }

    /**
     * An entry that was taken and that our own log does not have.
     *
     * @param originIndex the record's index in its own node's log, as the log has it
     */
    public record Entry(long index, long originIndex, byte[] payload) {}

    /** An entry of a thread that is not relayed. */
    public record Waiting(long index, ObjectKey thread) {}

    /**
     * How far a peer's log was gone through, and how long it is.
     *
     * @param policy of the peer, as JSON
     * @param topics empty when it was never begun
     */
    public record Place(String policy, String topics, long index, long size) {}

    /** The logs of active peers. */
    public static List<Place> places(Database database) {
        return new Reads(database.reads())
                .ask(sql -> sql.query(
                        "select p.policy, coalesce(r.topics, '') as topics, coalesce(r.idx, 0) as idx, s.size from peering p"
                                + " join log_state s on s.log = p.node left join relay r on r.log = p.node"
                                + " where p.state = 'active'",
                        row -> new Place(
                                row.getString("policy"),
                                row.getString("topics"),
                                row.getLong("idx"),
                                row.getLong("size"))));
    }

    public RelayTable(Transaction tx) {
        this.tx = tx;
    }

    public Optional<Progress> progress(int log) throws SQLException {
        return tx.sql()
                .first(
                        "select topics, idx, on_day, records from relay where log = ?",
                        row -> new Progress(
                                row.getString("topics"),
                                row.getLong("idx"),
                                row.getLong("on_day"),
                                row.getLong("records"),
                                0),
                        log);
    }

    public void remember(int log, Progress progress) throws SQLException {
        Object[] values = {progress.topics(), progress.index(), progress.day(), progress.records(), log};
        if (tx.sql().update("update relay set topics = ?, idx = ?, on_day = ?, records = ? where log = ?", values)
                == 0) {
            tx.sql().update("insert into relay (topics, idx, on_day, records, log) values (?, ?, ?, ?, ?)", values);
        }
    }

    /** How many entries of the log are verified and stored here. */
    public long size(int log) throws SQLException {
        return tx.sql()
                .first("select size from log_state where log = ?", row -> row.getLong(1), log)
                .orElse(0L);
    }

    /** Entries of a range that were taken and are not in our own log, in their order. */
    public List<Entry> entries(int log, long from, long to) throws SQLException {
        return tx.sql()
                .query(
                        "select e.idx, e.origin, p.bytes from log_entry e join payload p on p.digest = e.digest"
                                + " left join setback s on s.log = e.log and s.idx = e.idx"
                                + " left join log_entry o on o.digest = e.digest and o.log = ?"
                                + " where e.log = ? and e.idx >= ? and e.idx < ? and e.form = 0"
                                + " and s.log is null and o.log is null order by e.idx",
                        RelayTable::entry,
                        tx.self(),
                        log,
                        from,
                        to);
    }

    /** Those of the objects of which our own log has a revision. */
    public Set<ObjectKey> inOurLog(Collection<ObjectKey> objects) throws SQLException {
        return new HashSet<>(tx.sql()
                .query(
                        "select distinct r.object_key from object_revision r"
                                + " join log_entry e on e.digest = r.digest and e.log = ? where r.object_key = any(?)",
                        row -> Sql.key(row, "object_key"),
                        tx.self(),
                        Sql.many(objects)));
    }

    public void await(int log, Collection<Waiting> entries) throws SQLException {
        try (Batch batch = new Batch(
                tx.connection(),
                "insert into relay_waiting (log, idx, thread_key) values (?, ?, ?) on conflict do nothing")) {
            for (Waiting waiting : entries) {
                batch.add(log, waiting.index(), waiting.thread());
            }
            batch.run();
        }
    }

    /** Takes out what waits for a thread's question and was not set back meanwhile: log by log, in their order. */
    public List<Entry> releaseWaiting(ObjectKey thread) throws SQLException {
        record Placed(int log, Entry entry) {}
        List<Placed> waiting = tx.sql()
                .query(
                        "select e.log, e.idx, e.origin, p.bytes from relay_waiting w"
                                + " join log_entry e on e.log = w.log and e.idx = w.idx"
                                + " join payload p on p.digest = e.digest"
                                + " left join setback s on s.log = e.log and s.idx = e.idx"
                                + " where w.thread_key = ? and e.form = 0 and s.log is null order by e.log, e.idx",
                        row -> new Placed(row.getInt("log"), entry(row)),
                        thread);
        if (!waiting.isEmpty()) {
            tx.sql().update("delete from relay_waiting where thread_key = ?", thread);
        }
        waiting.sort(Comparator.comparingInt(Placed::log)
                .thenComparingLong(one -> one.entry().index()));
        return waiting.stream().map(Placed::entry).toList();
    }

    public void forgetWaiting(int log) throws SQLException {
        tx.sql().update("delete from relay_waiting where log = ?", log);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long origin = row.getLong("origin");
        long index = row.getLong("idx");
        return new Entry(index, origin == Frame.OWN ? index : origin, row.getBytes("bytes"));
    }
}
