package org.guildhall.store;

import java.sql.SQLException;
import java.util.Set;
import org.guildhall.record.ObjectKey;

/** The row of each thread, which lists read: made anew from its posts whenever one of them changed. */
final class Threads {
    private Threads() {}

    static void refresh(Transaction tx, Set<ObjectKey> threads) throws SQLException {
        if (threads.isEmpty()) {
            return;
        }
        Sql sql = tx.sql();
        sql.update("delete from thread where thread_key = any(?)", threads);
        sql.update(
                "insert into thread (thread_key, node, id, title, tags, language, author, created_at, active_at, answers,"
                        + " accepted, score)"
                        + " select q.object_key, q.node, q.id, q.title, q.tags, q.language, q.author, q.created_at,"
                        + " (select max(p.edited_at) from post p where p.thread_key = q.object_key and p.visible),"
                        + " (select count(*) from post p where p.thread_key = q.object_key and p.kind = 4 and p.visible),"
                        + " (select a.object_key from accepted a join post p on p.object_key = a.object_key"
                        + "  where a.thread_key = q.object_key and p.thread_key = q.object_key and p.visible),"
                        + " q.up - q.down"
                        + " from post q where q.object_key = any(?) and q.kind = 3 and q.visible",
                threads);
        sql.update("delete from thread_tag where thread_key = any(?)", threads);
        try (Batch tags = new Batch(tx.connection(), "insert into thread_tag (tag, thread_key) values (?, ?)")) {
            record Tagged(ObjectKey thread, String tags) {}
            var tagged = sql.query(
                    "select thread_key, tags from thread where thread_key = any(?)",
                    row -> new Tagged(Sql.key(row, "thread_key"), row.getString("tags")),
                    threads);
            for (Tagged thread : tagged) {
                for (String tag : thread.tags().split(" ", -1)) {
                    if (!tag.isEmpty()) {
                        tags.add(tag, thread.thread());
                    }
                }
            }
            tags.run();
        }
    }
}
