package org.guildhall.store;

import java.sql.SQLException;
import java.util.List;
import org.guildhall.record.ObjectKey;

/** Votes that were brought along and not cast here: by an import, or by our own tallies when the votes behind them were lost. */
public final class ImportedCounts {
    private ImportedCounts() {}

    /** Votes brought along for an object of a thread. */
    public record Count(ObjectKey object, ObjectKey thread, long up, long down) {}

    /** Puts these in place of what was kept for the same objects. Scores follow with the next refresh. */
    public static void replace(Transaction tx, List<Count> counts) throws SQLException {
        tx.sql()
                .update(
                        "delete from imported_count where object_key = any(?)",
                        counts.stream().map(Count::object).toList());
        try (Batch rows = new Batch(
                tx.connection(), "insert into imported_count (object_key, thread_key, up, down) values (?, ?, ?, ?)")) {
            for (Count count : counts) {
                rows.add(count.object(), count.thread(), count.up(), count.down());
            }
            rows.run();
        }
    }
}
