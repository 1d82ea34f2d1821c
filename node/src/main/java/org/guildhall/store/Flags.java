package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.guildhall.record.ObjectKey;

/** What members told the moderators of, until one of them has looked at it. It never leaves this node. */
public final class Flags {
    /** What a member can call a post, of the codes of verdicts. */
    public static final List<String> CODES = List.of("spam", "offensive", "off-topic", "duplicate", "legal", "other");

    private static final String OPEN =
            " from flag f join post p on p.object_key = f.object_key where f.settled_at is null";

    private final Sql sql;

    public Flags(Sql sql) {
        this.sql = sql;
    }

    /** One member's word on one post; {@code reason} may be "". */
    public record Flag(ObjectKey post, ObjectKey thread, String code, String reason, Instant at) {}

    /** How many posts wait. */
    public long count() throws SQLException {
        return sql.first("select count(distinct f.object_key)" + OPEN, row -> row.getLong(1))
                .orElse(0L);
    }

    /** What has waited longest, oldest first. */
    public List<Flag> oldest(int limit) throws SQLException {
        return sql.query("select f.*" + OPEN + " order by f.at, f.nr limit ?", Flags::flag, limit);
    }

    private static Flag flag(ResultSet row) throws SQLException {
        return new Flag(
                Sql.key(row, "object_key"),
                Sql.key(row, "thread_key"),
                row.getString("code"),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("at")));
    }

    /** Tells the moderators; a member's newer word on the same post replaces the older. */
    public static void add(
            Transaction tx, ObjectKey post, ObjectKey thread, ObjectKey member, String code, String reason)
            throws SQLException {
        tx.sql().update("delete from flag where object_key = ? and member = ? and settled_at is null", post, member);
        tx.sql()
                .update(
                        "insert into flag (object_key, thread_key, member, code, reason, at) values (?, ?, ?, ?, ?, ?)",
                        post,
                        thread,
                        member,
                        code,
                        reason,
                        tx.now().toEpochMilli());
    }

    /** A moderator looked at it; how many flags that were. */
    public static int settle(Transaction tx, ObjectKey post) throws SQLException {
        return tx.sql()
                .update(
                        "update flag set settled_at = ? where object_key = ? and settled_at is null",
                        tx.now().toEpochMilli(),
                        post);
    }
}
