package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Tally;

/** Counts of votes: each node's newest tally of a thread, and the score of each post that follows from them. */
final class Tallies {
    private Tallies() {}

    static void enter(Transaction tx, List<Taken> latest) throws SQLException {
        try (Batch forgetCounts = new Batch(tx.connection(), "delete from tally_count where tally = ?");
                Batch forget = new Batch(tx.connection(), "delete from tally where object_key = ?");
                Batch tallies = new Batch(
                        tx.connection(),
                        "insert into tally (object_key, node, thread_key, revision) values (?, ?, ?, ?)");
                Batch counts = new Batch(
                        tx.connection(), "insert into tally_count (tally, object_key, up, down) values (?, ?, ?, ?)")) {
            for (Taken one : latest) {
                if (one.record().body() instanceof Tally tally) {
                    forgetCounts.add(one.object());
                    forget.add(one.object());
                    int node = tx.number(one.record().head().node());
                    tallies.add(one.object(), node, tally.thread().key(), one.revision());
                    for (Tally.Count count : tally.counts()) {
                        counts.add(one.object(), count.about().key(), count.up(), count.down());
                    }
                }
            }
            forgetCounts.run();
            forget.run();
            tallies.run();
            counts.run();
        }
    }

    /**
     * Adds up the votes on posts: other nodes' tallies, and in place of our own tally the votes themselves, so that a
     * member sees what they just did. A tally that the home excluded does not count.
     *
     * @param unheard those whose rows were made just now
     */
    static void score(Transaction tx, Set<ObjectKey> posts, Set<ObjectKey> unheard) throws SQLException {
        Set<ObjectKey> counted = counted(tx, posts, unheard);
        if (counted.isEmpty()) {
            return;
        }
        tx.sql()
                .update(
                        "update post set up = " + votes("up", 1) + ", down = " + votes("down", -1)
                                + " where object_key = any(?)",
                        tx.self(),
                        tx.self(),
                        Sql.many(counted));
    }

    /**
     * Those of the posts that somebody voted on, or that show votes: the rows of all others say 0 and 0 from the start, and
     * to write a row again is dear.
     */
    private static Set<ObjectKey> counted(Transaction tx, Set<ObjectKey> posts, Set<ObjectKey> unheard)
            throws SQLException {
        Set<ObjectKey> counted = new HashSet<>();
        counted.addAll(keys(tx, "tally_count where object_key = any(?)", posts));
        counted.addAll(keys(tx, "vote where object_key = any(?)", posts));
        counted.addAll(keys(tx, "imported_count where object_key = any(?)", posts));
        Set<ObjectKey> older = new HashSet<>(posts);
        older.removeAll(unheard);
        counted.addAll(keys(tx, "post where object_key = any(?) and (up <> 0 or down <> 0)", older));
        return counted;
    }

    private static List<ObjectKey> keys(Transaction tx, String source, Set<ObjectKey> posts) throws SQLException {
        return tx.sql().query("select object_key from " + source, row -> Sql.key(row, "object_key"), Sql.many(posts));
    }

    private static String votes(String column, int direction) {
        return "coalesce((select sum(c." + column + ") from tally_count c join tally t on t.object_key = c.tally"
                + " where c.object_key = post.object_key and t.thread_key = post.thread_key and t.node <> ?"
                + " and not exists (select 1 from verdict v where v.object_key = t.object_key"
                + " and v.thread_key = t.thread_key and v.shown = 0)), 0)"
                + " + (select count(*) from vote where vote.object_key = post.object_key and direction = " + direction
                + ")"
                + " + coalesce((select i." + column
                + " from imported_count i where i.object_key = post.object_key), 0)";
    }
}
