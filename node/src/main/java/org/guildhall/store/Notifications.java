package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.guildhall.record.ObjectKey;

/** What a member is to be told. */
public final class Notifications {

    /**
     * One piece of news.
     *
     * @param kind answer, comment, accepted, taken or declined; closed or reopened; suggested, edited, applied or unapplied
     * @param actor shown name of who did it, for answers and comments
     * @param actorNode number of the actor's node
     */
    public record News(
            String kind,
            ObjectKey object,
            ObjectKey thread,
            String title,
            String language,
            String actor,
            int actorNode,
            Instant at,
            boolean seen) {}

    private final Sql sql;

    public Notifications(Sql sql) {
        this.sql = sql;
    }

    public List<News> newest(ObjectKey member, int limit) throws SQLException {
        return sql.query(
                "select n.kind, n.object_key, n.thread_key, n.at, n.seen, t.title, t.language, m.name, p.node"
                        + " from notification n join thread t on t.thread_key = n.thread_key"
                        + " join post p on p.object_key = n.object_key"
                        + " left join member m on m.object_key = p.author"
                        + " where n.member = ? order by n.at desc, n.nr desc limit ?",
                row -> new News(
                        row.getString("kind"),
                        Sql.key(row, "object_key"),
                        Sql.key(row, "thread_key"),
                        row.getString("title"),
                        row.getString("language") == null ? "" : row.getString("language"),
                        row.getString("name") == null ? "" : row.getString("name"),
                        row.getInt("node"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getBoolean("seen")),
                member,
                limit);
    }

    /** Tells a member, if they have an account here and did not do it themselves. */
    public static void tell(
            Transaction tx, ObjectKey member, String kind, ObjectKey object, ObjectKey thread, ObjectKey by)
            throws SQLException {
        tx.sql()
                .update(
                        "insert into notification (member, kind, object_key, thread_key, at, seen)"
                                + " select a.member, ?, ?, ?, ?, false from account a where a.member = ? and a.member <> ?",
                        kind,
                        object,
                        thread,
                        tx.now().toEpochMilli(),
                        member,
                        by);
    }

    /** Marks all up to a time as seen, inside the writer's transaction. */
    public void seen(ObjectKey member, Instant upTo) throws SQLException {
        sql.update(
                "update notification set seen = true where member = ? and not seen and at <= ?",
                member,
                upTo.toEpochMilli());
    }
}
