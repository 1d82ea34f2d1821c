package org.guildhall.admin.stackexchange;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.TallyWindow;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Projection;
import org.guildhall.store.Sql;

/**
 * The votes that a dump brings along: private counts beside our members' votes, which our tallies then include. Two
 * transactions, because a tally is added up from posts that can be read.
 */
final class Counter {

    private record Count(ObjectKey object, ObjectKey thread, DumpThread.Votes votes) {}

    private final List<Count> counts = new ArrayList<>();

    /** Notes the votes on an object. */
    void note(ObjectKey object, ObjectKey thread, DumpThread.Votes votes) {
        counts.add(new Count(object, thread, votes));
    }

    /** Writes the counts that changed, unless it is a dry run. */
    void write(Desk desk, boolean dryRun, Ledger ledger) throws SQLException {
        Map<ObjectKey, DumpThread.Votes> before = before(desk.tx().sql());
        List<Count> changed = new ArrayList<>();
        Set<ObjectKey> counted = new HashSet<>();
        Set<ObjectKey> touched = new HashSet<>();
        Set<ObjectKey> known = new HashSet<>();
        for (Count count : counts) {
            DumpThread.Votes old = before.get(count.object());
            if (old != null) {
                known.add(count.thread());
            }
            if (old != null || count.votes().up() + count.votes().down() > 0) {
                counted.add(count.thread());
                if (!count.votes().equals(old)) {
                    changed.add(count);
                    touched.add(count.thread());
                }
            }
        }
        for (ObjectKey thread : counted) {
            ledger.enter("Tally", known.contains(thread) ? 1 : 0, touched.contains(thread) ? 1 : 0);
        }
        if (dryRun || changed.isEmpty()) {
            return;
        }
        Sql sql = desk.tx().sql();
        Set<ObjectKey> objects = changed.stream().map(Count::object).collect(Collectors.toSet());
        sql.update("delete from imported_count where object_key = any(?)", objects);
        for (Count count : changed) {
            sql.update(
                    "insert into imported_count (object_key, thread_key, up, down) values (?, ?, ?, ?)",
                    count.object(),
                    count.thread(),
                    (long) count.votes().up(),
                    (long) count.votes().down());
        }
        Projection.refresh(desk.tx(), objects, touched);
    }

    private Map<ObjectKey, DumpThread.Votes> before(Sql sql) throws SQLException {
        Map<ObjectKey, DumpThread.Votes> before = new HashMap<>();
        sql.query(
                "select object_key, up, down from imported_count where object_key = any(?)",
                row -> before.put(Sql.key(row, "object_key"), new DumpThread.Votes((int) row.getLong("up"), (int)
                        row.getLong("down"))),
                counts.stream().map(Count::object).toList());
        return before;
    }

    /**
     * Publishes the tallies of threads that differ from what was published last. A thread in which members have voted
     * since its last tally waits for its window, or their votes could be told apart.
     */
    static void publish(Desk desk, Collection<ObjectKey> threads) throws SQLException, Refusal {
        Set<ObjectKey> free = new HashSet<>(threads);
        if (!free.isEmpty()) {
            desk.tx()
                    .sql()
                    .query(
                            "select thread_key from vote_window where thread_key = any(?)",
                            row -> free.remove(Sql.key(row, "thread_key")),
                            threads);
            TallyWindow.publish(desk, free);
        }
    }

    Set<ObjectKey> threads() {
        return counts.stream().map(Count::thread).collect(Collectors.toSet());
    }
}
