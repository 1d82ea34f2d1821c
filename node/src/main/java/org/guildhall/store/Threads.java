package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.jspecify.annotations.Nullable;

/** The row of each thread, which lists read: made anew from its posts whenever one of them changed. */
final class Threads {
    private Threads() {}

    /** What a thread's row takes from a post of it that is visible. */
    private record Visible(
            ObjectKey object,
            ObjectKey thread,
            int kind,
            int node,
            UUID id,
            @Nullable String title,
            @Nullable String tags,
            @Nullable String language,
            ObjectKey author,
            long createdAt,
            long editedAt,
            long score) {}

    static void refresh(Transaction tx, Set<ObjectKey> threads) throws SQLException {
        if (threads.isEmpty()) {
            return;
        }
        Map<ObjectKey, List<Visible>> posts = posts(tx.sql(), threads);
        Map<ObjectKey, ObjectKey> accepted = accepted(tx.sql(), threads);
        tx.sql().update("delete from thread where thread_key = any(?)", Sql.many(threads));
        tx.sql().update("delete from thread_tag where thread_key = any(?)", Sql.many(threads));
        try (Batch rows = new Batch(
                        tx.connection(),
                        "insert into thread (thread_key, node, id, title, tags, language, author, created_at, active_at,"
                                + " answers, accepted, score) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                Batch tags = new Batch(tx.connection(), "insert into thread_tag (tag, thread_key) values (?, ?)")) {
            for (Map.Entry<ObjectKey, List<Visible>> entry : posts.entrySet()) {
                ObjectKey thread = entry.getKey();
                for (Visible post : entry.getValue()) {
                    if (post.object().equals(thread) && post.kind() == Kind.QUESTION.code()) {
                        add(rows, post, entry.getValue(), Optional.ofNullable(accepted.get(thread)));
                        addTags(tags, post);
                    }
                }
            }
            rows.run();
            tags.run();
        }
    }

    private static void add(Batch rows, Visible question, List<Visible> posts, Optional<ObjectKey> accepted)
            throws SQLException {
        long activeAt = posts.stream().mapToLong(Visible::editedAt).max().orElse(question.editedAt());
        long answers =
                posts.stream().filter(post -> post.kind() == Kind.ANSWER.code()).count();
        Optional<ObjectKey> shown = accepted.filter(
                answer -> posts.stream().anyMatch(post -> post.object().equals(answer)));
        rows.add(
                question.object(),
                question.node(),
                question.id(),
                question.title(),
                question.tags(),
                question.language(),
                question.author(),
                question.createdAt(),
                activeAt,
                answers,
                shown.orElse(null),
                question.score());
    }

    private static void addTags(Batch tags, Visible question) throws SQLException {
        if (question.tags() != null) {
            for (String tag : question.tags().split(" ", -1)) {
                if (!tag.isEmpty()) {
                    tags.add(tag, question.object());
                }
            }
        }
    }

    /** Read once each: a post's row lies beside its text, so it is not cheap to pass by it again. */
    private static Map<ObjectKey, List<Visible>> posts(Sql sql, Set<ObjectKey> threads) throws SQLException {
        Map<ObjectKey, List<Visible>> posts = new HashMap<>();
        sql.query(
                "select object_key, thread_key, kind, node, id, title, tags, language, author, created_at, edited_at,"
                        + " up - down as score from post where thread_key = any(?) and visible and erased = 0",
                row -> posts.computeIfAbsent(Sql.key(row, "thread_key"), key -> new ArrayList<>())
                        .add(visible(row)),
                Sql.many(threads));
        return posts;
    }

    private static Visible visible(ResultSet row) throws SQLException {
        return new Visible(
                Sql.key(row, "object_key"),
                Sql.key(row, "thread_key"),
                row.getInt("kind"),
                row.getInt("node"),
                row.getObject("id", UUID.class),
                row.getString("title"),
                row.getString("tags"),
                row.getString("language"),
                Sql.key(row, "author"),
                row.getLong("created_at"),
                row.getLong("edited_at"),
                row.getLong("score"));
    }

    private static Map<ObjectKey, ObjectKey> accepted(Sql sql, Set<ObjectKey> threads) throws SQLException {
        Map<ObjectKey, ObjectKey> accepted = new HashMap<>();
        sql.query(
                "select thread_key, object_key from accepted where thread_key = any(?) and object_key is not null",
                row -> accepted.put(Sql.key(row, "thread_key"), Sql.key(row, "object_key")),
                Sql.many(threads));
        return accepted;
    }
}
