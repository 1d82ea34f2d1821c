package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.ObjectKey;

/** A member as a page shows them: the profile, what they wrote, how it was received. */
public final class MemberReading {

    public record Profile(Author author, UUID id, String handle, int revision, Instant since) {}

    /** Visible posts, and the votes on them that are known here. */
    public record Figures(long questions, long answers, long accepted, long up, long down) {}

    /** A question or an answer in a member's list. */
    public record Written(
            ObjectKey key,
            ObjectKey thread,
            boolean answer,
            String title,
            String language,
            long score,
            boolean accepted,
            Instant createdAt) {}

    private final Sql sql;

    public MemberReading(Sql sql) {
        this.sql = sql;
    }

    public Optional<Profile> profile(ObjectKey member) throws SQLException {
        return sql.first(
                "select m.object_key, m.node, m.id, m.handle, m.revision, m.since, " + Author.COLUMNS
                        + " from member m where m.object_key = ?",
                row -> new Profile(
                        Author.of(row, "object_key", row.getInt("node")),
                        row.getObject("id", UUID.class),
                        row.getString("handle"),
                        row.getInt("revision"),
                        Instant.ofEpochMilli(row.getLong("since"))),
                member);
    }

    /** Those of the members who are introduced here, but for those whose account here is blocked. */
    public Map<ObjectKey, Author> people(Collection<ObjectKey> members) throws SQLException {
        Map<ObjectKey, Author> people = new HashMap<>();
        sql.query(
                "select m.object_key, m.node, " + Author.COLUMNS + " from member m"
                        + " left join account a on a.member = m.object_key"
                        + " where m.object_key = any(?) and (a.disabled is null or not a.disabled)",
                row -> {
                    Author person = Author.of(row, "object_key", row.getInt("node"));
                    return people.put(person.member(), person);
                },
                Sql.many(members));
        return people;
    }

    public Figures figures(ObjectKey member) throws SQLException {
        return sql.first(
                        "select coalesce(sum(case when p.kind = 3 then 1 else 0 end), 0),"
                                + " coalesce(sum(case when p.kind = 4 then 1 else 0 end), 0),"
                                + " coalesce(sum(case when t.accepted = p.object_key then 1 else 0 end), 0),"
                                + " coalesce(sum(p.up), 0), coalesce(sum(p.down), 0)"
                                + " from post p join thread t on t.thread_key = p.thread_key"
                                + " where p.author = ? and p.visible and p.kind in (3, 4)",
                        row -> new Figures(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                        member)
                .orElseThrow();
    }

    /** Newest first, before a time (exclusive: posts of one millisecond may fall between two pages, which is all right here). */
    public List<Written> written(ObjectKey member, Instant before, int limit) throws SQLException {
        return sql.query(
                "select p.object_key, p.thread_key, p.kind, t.title, t.language, p.up - p.down as score, t.accepted,"
                        + " p.created_at from post p join thread t on t.thread_key = p.thread_key"
                        + " where p.author = ? and p.visible and p.kind in (3, 4) and p.created_at < ?"
                        + " order by p.created_at desc, p.object_key limit ?",
                row -> new Written(
                        Sql.key(row, "object_key"),
                        Sql.key(row, "thread_key"),
                        row.getInt("kind") == 4,
                        row.getString("title"),
                        ThreadLists.text(row, "language"),
                        row.getLong("score"),
                        Sql.optionalKey(row, "accepted").equals(Optional.of(Sql.key(row, "object_key"))),
                        Instant.ofEpochMilli(row.getLong("created_at"))),
                member,
                before.toEpochMilli(),
                limit);
    }
}
