package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectKey;
import org.jspecify.annotations.Nullable;

/** Lists of threads, a page at a time by keyset: the cost of a page does not grow with its distance from the start. */
public final class ThreadLists {

    /** Which threads in which order. */
    public enum Order {
        NEWEST,
        ACTIVE,
        /** Newest first of those without a visible answer, that take one. */
        UNANSWERED
    }

    /** Whose threads: all, those of this node, those of others. */
    public enum Origin {
        ALL,
        HERE,
        PEERS
    }

    /**
     * What to list.
     *
     * @param tag only threads with this tag
     * @param author only threads this member asked
     * @param after where the page before ended
     */
    public record Wish(
            Order order,
            Origin origin,
            Optional<String> tag,
            Optional<ObjectKey> author,
            Optional<Place> after,
            int limit) {}

    /** A place in a list: the time it is ordered by, and the thread. */
    public record Place(long time, ObjectKey thread) {
        public String text() {
            return time + "." + thread.text();
        }

        /** Reads {@link #text()}; empty when it is anything else. */
        public static Optional<Place> ofText(@Nullable String text) {
            int dot = text == null ? -1 : text.indexOf('.');
            if (text == null
                    || dot < 1
                    || dot > 18
                    || !text.substring(0, dot).chars().allMatch(Character::isDigit)) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        new Place(Long.parseLong(text.substring(0, dot)), ObjectKey.ofText(text.substring(dot + 1))));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** A thread in a list; {@code opening} is the start of the question's text. */
    public record Listed(
            ObjectKey thread,
            int node,
            String title,
            List<String> tags,
            String language,
            Digest digest,
            String opening,
            Author author,
            Instant createdAt,
            Instant activeAt,
            int answers,
            boolean accepted,
            boolean closed,
            long score) {

        public Place place(Order order) {
            return new Place((order == Order.ACTIVE ? activeAt : createdAt).toEpochMilli(), thread);
        }
    }

    /** How much of a question's text a list reads. */
    private static final int OPENING = 600;

    private final Sql sql;
    private final int self;

    /** {@code self}: this node's number. */
    public ThreadLists(Sql sql, int self) {
        this.sql = sql;
        this.self = self;
    }

    public List<Listed> page(Wish wish) throws SQLException {
        String time = wish.order() == Order.ACTIVE ? "t.active_at" : "t.created_at";
        StringBuilder query = new StringBuilder("select t.thread_key, t.node, t.title, t.tags, t.language, p.digest,"
                + " substring(p.body from 1 for " + OPENING + ") as opening, t.author, t.created_at, t.active_at,"
                + " t.answers, t.accepted, t.score, " + ClosedQuestions.CLOSED + " as closed, " + Author.COLUMNS
                + " from thread t");
        List<Object> values = new ArrayList<>();
        wish.tag().ifPresent(tag -> {
            query.append(" join thread_tag g on g.thread_key = t.thread_key and g.tag = ?");
            values.add(tag);
        });
        query.append(
                " join post p on p.object_key = t.thread_key left join member m on m.object_key = t.author where true");
        wish.author().ifPresent(author -> {
            query.append(" and t.author = ?");
            values.add(author);
        });
        if (wish.order() == Order.UNANSWERED) {
            query.append(" and t.answers = 0 and not " + ClosedQuestions.CLOSED);
        }
        if (wish.origin() != Origin.ALL) {
            query.append(wish.origin() == Origin.HERE ? " and t.node = ?" : " and t.node <> ?");
            values.add(self);
        }
        wish.after().ifPresent(after -> {
            query.append(" and " + time + " <= ? and (" + time + " < ? or t.thread_key < ?)");
            values.add(after.time());
            values.add(after.time());
            values.add(after.thread());
        });
        query.append(" order by " + time + " desc, t.thread_key desc limit ?");
        values.add(wish.limit());
        return sql.query(query.toString(), ThreadLists::listed, values.toArray());
    }

    private static Listed listed(ResultSet row) throws SQLException {
        String tags = row.getString("tags");
        return new Listed(
                Sql.key(row, "thread_key"),
                row.getInt("node"),
                row.getString("title"),
                tags.isEmpty() ? List.of() : List.of(tags.split(" ", -1)),
                text(row, "language"),
                Sql.digest(row, "digest"),
                row.getString("opening"),
                Author.of(row, "author", row.getInt("node")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("active_at")),
                row.getInt("answers"),
                row.getBytes("accepted") != null,
                row.getBoolean("closed"),
                row.getLong("score"));
    }

    static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
