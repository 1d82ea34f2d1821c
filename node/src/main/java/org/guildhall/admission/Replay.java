package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.store.Projection;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;
import org.guildhall.store.Writer;

/**
 * Makes every projection again from the logs, in one transaction: readers see the old tables until the new ones are whole.
 * What was decided stays decided; entries that were set back are passed over.
 */
public final class Replay {
    private static final int BATCH = 1_000;
    private static final List<String> PROJECTIONS = List.of(
            "object_revision",
            "conflict",
            "node_profile",
            "node_address",
            "node_key",
            "continuation",
            "member",
            "post",
            "thread",
            "thread_tag",
            "accepted",
            "verdict",
            "tally",
            "tally_count",
            "thread_link",
            "label",
            "attestation",
            "standing_fact",
            "standing_sum",
            "standing_total",
            "erased",
            "dropped",
            "projection");

    private Replay() {}

    /** The tables that are made again. */
    public static List<String> projections() {
        return PROJECTIONS;
    }

    /**
     * Starts the replay.
     *
     * @param progress is told how many entries were read, now and then
     * @return the number of entries read
     */
    public static CompletableFuture<Long> run(Writer writer, LongConsumer progress) {
        return writer.submit(tx -> all(tx, progress));
    }

    /**
     * The same, if the tables were made by a version of this program whose projections held less.
     *
     * @return the number of entries read; empty when nothing had to be done
     */
    public static CompletableFuture<Optional<Long>> runIfDue(Writer writer, LongConsumer progress) {
        return writer.submit(tx -> {
            Optional<Integer> madeBy = tx.sql().first("select version from projection", row -> row.getInt("version"));
            return madeBy.equals(Optional.of(Projection.VERSION)) ? Optional.empty() : Optional.of(all(tx, progress));
        });
    }

    private static long all(Transaction tx, LongConsumer progress) throws SQLException {
        for (String table : PROJECTIONS) {
            tx.sql().update("delete from " + table);
        }
        long read = 0;
        // Ours first: what we included is then known with the index its node gave it.
        List<Integer> logs = tx.sql()
                .query(
                        "select log from log_state order by case when log = ? then 0 else 1 end, log",
                        row -> row.getInt(1),
                        tx.self());
        for (int log : logs) {
            read = replay(tx, log, read, progress);
        }
        tx.sql().update("insert into projection (version) values (?)", Projection.VERSION);
        return read;
    }

    private record Stored(long index, long origin, String owner, byte[] payload) {}

    private static long replay(Transaction tx, int log, long before, LongConsumer progress) throws SQLException {
        long read = before;
        long from = 0;
        while (true) {
            List<Stored> rows = tx.sql()
                    .query(
                            "select e.idx, e.origin, n.id, p.bytes from log_entry e join node n on n.nr = e.log"
                                    + " left join payload p on p.digest = e.digest"
                                    + " left join setback s on s.log = e.log and s.idx = e.idx"
                                    + " where e.log = ? and e.idx >= ? and e.idx < ? and s.log is null and e.form = 0"
                                    + " order by e.idx",
                            row -> new Stored(
                                    row.getLong("idx"),
                                    row.getLong("origin"),
                                    row.getString("id"),
                                    row.getBytes("bytes")),
                            log,
                            from,
                            from + BATCH);
            long size = tx.sql()
                    .first("select size from log_state where log = ?", row -> row.getLong(1), log)
                    .orElse(0L);
            List<Taken> taken = new ArrayList<>(rows.size());
            for (Stored row : rows) {
                OqxRecord record = read(row);
                taken.add(Taken.logged(record, row.index(), row.origin()));
            }
            Projection.apply(tx, taken, Projection.Occasion.REBUILD);
            from += BATCH;
            read = before + Math.min(from, size);
            progress.accept(read);
            if (from >= size) {
                return read;
            }
        }
    }

    private static OqxRecord read(Stored row) {
        try {
            return RecordReader.read(row.payload());
        } catch (RecordFault e) {
            throw new IllegalStateException(
                    "entry " + row.index() + " of " + row.owner() + " can no longer be read: run log verify", e);
        }
    }
}
