package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.guildhall.record.ObjectKey;

/** What members told the moderators of, and labels of peers that a policy says to tell them of, until one of them has looked at it. It never leaves this node. */
public final class Flags {
    /** What a member can call a post, of the codes of verdicts. */
    public static final List<String> CODES = List.of("spam", "offensive", "off-topic", "duplicate", "legal", "other");

    private static final String OPEN =
            " from flag f join post p on p.object_key = f.object_key where f.settled_at is null";

    private final Sql sql;

    public Flags(Sql sql) {
        this.sql = sql;
    }

    /**
     * One member's word on one post, or a peer's label that we wished to be told of.
     *
     * @param code of a verdict, or a label
     * @param reason may be ""
     * @param node number of the peer whose label it is; empty when a member flagged the post
     */
    public record Flag(ObjectKey post, ObjectKey thread, String code, String reason, Instant at, OptionalInt node) {}

    /** A label that the moderators are told of, by the number of its node. */
    public record Told(ObjectKey post, int node, String label) {}

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
                Instant.ofEpochMilli(row.getLong("at")),
                node(row));
    }

    private static OptionalInt node(ResultSet row) throws SQLException {
        int node = row.getInt("node");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(node);
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

    /** Tells the moderators of a peer's label; its newer word on the same post replaces the older. */
    public static void tell(Transaction tx, ObjectKey post, ObjectKey thread, int node, String label, String reason)
            throws SQLException {
        tx.sql()
                .update(
                        "delete from flag where object_key = ? and node = ? and code = ? and settled_at is null",
                        post,
                        node,
                        label);
        tx.sql()
                .update(
                        "insert into flag (object_key, thread_key, node, code, reason, at) values (?, ?, ?, ?, ?, ?)",
                        post,
                        thread,
                        node,
                        label,
                        reason,
                        tx.now().toEpochMilli());
    }

    /** Tells the moderators no longer of labels on these posts, but of those that stay. */
    public static void forgetTold(Transaction tx, Set<ObjectKey> posts, Set<Told> stay) throws SQLException {
        Map<Long, Told> open = new HashMap<>();
        tx.sql()
                .query(
                        "select nr, object_key, node, code from flag where object_key = any(?) and node is not null"
                                + " and settled_at is null",
                        row -> Optional.ofNullable(open.put(
                                row.getLong("nr"),
                                new Told(Sql.key(row, "object_key"), row.getInt("node"), row.getString("code")))),
                        Sql.many(posts));
        open.values().removeIf(stay::contains);
        try (Batch forget = new Batch(tx.connection(), "delete from flag where nr = ?")) {
            for (long nr : open.keySet()) {
                forget.add(nr);
            }
            forget.run();
        }
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
