package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.ObjectKey;

/** Other texts that members suggest for posts of this node. They are private facts of this node until one is applied. */
public final class Suggestions {
    /** How long what was declined can be looked up. */
    static final Duration KEPT = Duration.ofDays(90);
    /** The time in which so many can be sent and no more. */
    public static final Duration COUNTED = Duration.ofDays(1);

    private static final String ROW =
            "select s.*, m.name as member_name from suggestion s" + " left join member m on m.object_key = s.member";

    private final Sql sql;

    public Suggestions(Sql sql) {
        this.sql = sql;
    }

    /** What became of a suggestion. */
    public enum State {
        OPEN,
        APPLIED,
        DECLINED,
        /** Its member sent another in its place; it has no words any more and only counts as sent. */
        WITHDRAWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is to stand in a post.
     *
     * @param title of a question, "" for others
     * @param tags of a question, separated by blanks, "" for others
     * @param body Markdown, "" once it was applied
     */
    public record Words(String title, String tags, String body) {}

    /**
     * One suggestion.
     *
     * @param member who suggests; empty when they were erased
     * @param name of the same, "" when it is not known
     * @param revision of the post that it was written from
     * @param why in words of who suggests, may be ""
     * @param reason why it was declined, "" otherwise
     */
    public record Suggestion(
            long nr,
            ObjectKey post,
            ObjectKey thread,
            Optional<ObjectKey> member,
            String name,
            int revision,
            Words words,
            String why,
            Instant at,
            State state,
            String reason) {}

    public Optional<Suggestion> find(long nr) throws SQLException {
        return sql.first(ROW + " where s.nr = ?", Suggestions::suggestion, nr);
    }

    /** Those for a post, what waits first and then the newest; at most {@code limit}. */
    public List<Suggestion> of(ObjectKey post, int limit) throws SQLException {
        return sql.query(
                ROW
                        + " where s.object_key = ? and (s.outcome is null or s.outcome <> ?)"
                        + " order by case when s.outcome is null then 0 else 1 end, s.nr desc limit ?",
                Suggestions::suggestion,
                post,
                State.WITHDRAWN.label(),
                limit);
    }

    /** What has waited longest, oldest first. */
    public List<Suggestion> oldest(int limit) throws SQLException {
        return sql.query(ROW + " where s.outcome is null order by s.at, s.nr limit ?", Suggestions::suggestion, limit);
    }

    /** How many wait. */
    public long count() throws SQLException {
        return sql.first("select count(*) from suggestion where outcome is null", row -> row.getLong(1))
                .orElse(0L);
    }

    /** How many wait for a decision on one post, those of {@code member} left out. */
    public long countOthers(ObjectKey post, ObjectKey member) throws SQLException {
        return sql.first(
                        "select count(*) from suggestion where object_key = ? and outcome is null and member <> ?",
                        row -> row.getLong(1),
                        post,
                        member)
                .orElse(0L);
    }

    /** How many a member has sent since a time, those included that they replaced. */
    public long countSince(ObjectKey member, Instant since) throws SQLException {
        return sql.first(
                        "select count(*) from suggestion where member = ? and at > ?",
                        row -> row.getLong(1),
                        member,
                        since.toEpochMilli())
                .orElse(0L);
    }

    /**
     * Keeps a suggestion in place of the one that the member has waiting for the same post, if any; forgets what was declined long ago,
     * and of what was replaced that it was sent, once that counts no more.
     *
     * @return whether one was waiting
     */
    public static boolean add(
            Transaction tx, ObjectKey post, ObjectKey thread, ObjectKey member, int revision, Words words, String why)
            throws SQLException {
        tx.sql()
                .update(
                        "delete from suggestion where (outcome = ? and decided_at < ?) or (outcome = ? and at < ?)",
                        State.DECLINED.label(),
                        tx.now().minus(KEPT).toEpochMilli(),
                        State.WITHDRAWN.label(),
                        tx.now().minus(COUNTED).toEpochMilli());
        int replaced = tx.sql()
                .update(
                        "update suggestion set outcome = ?, title = null, tags = null, body = '', words = '', decided_at = ?"
                                + " where object_key = ? and member = ? and outcome is null",
                        State.WITHDRAWN.label(),
                        tx.now().toEpochMilli(),
                        post,
                        member);
        tx.sql()
                .update(
                        "insert into suggestion (object_key, thread_key, member, revision, title, tags, body, words, at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        post,
                        thread,
                        member,
                        revision,
                        words.title(),
                        words.tags(),
                        words.body(),
                        why,
                        tx.now().toEpochMilli());
        return replaced > 0;
    }

    /** Notes that one is the post's revision of this number now, whose record has its words. */
    public static void applied(Transaction tx, long nr, int revision) throws SQLException {
        tx.sql()
                .update(
                        "update suggestion set outcome = ?, title = null, tags = null, body = '', decided_at = ?,"
                                + " applied_as = ? where nr = ?",
                        State.APPLIED.label(),
                        tx.now().toEpochMilli(),
                        revision,
                        nr);
    }

    /** Notes why one was declined. */
    public static void declined(Transaction tx, long nr, String reason) throws SQLException {
        tx.sql()
                .update(
                        "update suggestion set outcome = ?, reason = ?, decided_at = ? where nr = ?",
                        State.DECLINED.label(),
                        reason,
                        tx.now().toEpochMilli(),
                        nr);
    }

    /** Who suggested revisions of a post, by their numbers. */
    public Map<Integer, String> appliedTo(ObjectKey post) throws SQLException {
        Map<Integer, String> names = new HashMap<>();
        sql.query(
                "select s.applied_as, m.name from suggestion s join member m on m.object_key = s.member"
                        + " where s.object_key = ? and s.applied_as is not null",
                row -> Optional.ofNullable(names.put(row.getInt("applied_as"), row.getString("name"))),
                post);
        return names;
    }

    private static Suggestion suggestion(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Suggestion(
                row.getLong("nr"),
                Sql.key(row, "object_key"),
                Sql.key(row, "thread_key"),
                Sql.optionalKey(row, "member"),
                ThreadLists.text(row, "member_name"),
                row.getInt("revision"),
                new Words(ThreadLists.text(row, "title"), ThreadLists.text(row, "tags"), row.getString("body")),
                row.getString("words"),
                Instant.ofEpochMilli(row.getLong("at")),
                outcome == null ? State.OPEN : State.valueOf(outcome.toUpperCase(Locale.ROOT)),
                ThreadLists.text(row, "reason"));
    }
}
