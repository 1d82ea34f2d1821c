package org.guildhall.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.ObjectKey;

/** Hiding a post at this node alone. The record stays in the log; readers here see the reason in its place. */
public final class Hiding {

    private final Transaction tx;

    public Hiding(Transaction tx) {
        this.tx = tx;
    }

    public void hide(ObjectKey post, ObjectKey thread, String reason, ObjectKey moderator, ModerationLog.By by)
            throws SQLException {
        tx.sql().update("delete from hidden where object_key = ?", post);
        tx.sql()
                .update(
                        "insert into hidden (object_key, reason, made_by, at) values (?, ?, ?, ?)",
                        post,
                        reason,
                        moderator,
                        tx.now().toEpochMilli());
        Events.note(tx, Events.Kind.POST_HIDDEN, Optional.empty(), "", post.hex() + ": " + reason);
        ModerationLog.note(tx, by, ModerationLog.Action.HIDDEN, "", reason, post);
        Flags.settle(tx, post);
        Projection.refresh(tx, Set.of(post), Set.of(thread));
    }

    public void show(ObjectKey post, ObjectKey thread, ModerationLog.By by) throws SQLException {
        tx.sql().update("delete from hidden where object_key = ?", post);
        Events.note(tx, Events.Kind.POST_SHOWN, Optional.empty(), "", post.hex());
        ModerationLog.note(tx, by, ModerationLog.Action.SHOWN, "", "", post);
        Flags.settle(tx, post);
        Projection.refresh(tx, Set.of(post), Set.of(thread));
    }

    /**
     * A peer's label that hides a post.
     *
     * @param words whose opinion it is, and why
     */
    public record Opinion(ObjectKey label, ObjectKey post, String code, String words) {}

    /** Those of the posts that are hidden, and by which label when no person did it. */
    public Map<ObjectKey, Optional<ObjectKey>> among(Set<ObjectKey> posts) throws SQLException {
        Map<ObjectKey, Optional<ObjectKey>> hidden = new HashMap<>();
        tx.sql()
                .query(
                        "select object_key, label_key from hidden where object_key = any(?)",
                        row -> Optional.ofNullable(
                                hidden.put(Sql.key(row, "object_key"), Sql.optionalKey(row, "label_key"))),
                        Sql.many(posts));
        return hidden;
    }

    /** The posts that these labels hide. */
    public List<ObjectKey> hiddenBy(Set<ObjectKey> labels) throws SQLException {
        return tx.sql()
                .query(
                        "select object_key from hidden where label_key = any(?)",
                        row -> Sql.key(row, "object_key"),
                        Sql.many(labels));
    }

    /** Hides posts because of labels, whether they are here yet or not, and shows those that no label hides any more. */
    public void byLabels(Collection<Opinion> hide, Set<ObjectKey> show) throws SQLException {
        Set<ObjectKey> posts = new HashSet<>(show);
        hide.forEach(opinion -> posts.add(opinion.post()));
        if (posts.isEmpty()) {
            return;
        }
        tx.sql().update("delete from hidden where object_key = any(?)", Sql.many(posts));
        try (Batch rows = new Batch(
                tx.connection(), "insert into hidden (object_key, reason, label_key, at) values (?, ?, ?, ?)")) {
            for (Opinion opinion : hide) {
                rows.add(
                        opinion.post(),
                        opinion.words(),
                        opinion.label(),
                        tx.now().toEpochMilli());
            }
            rows.run();
        }
        Map<ObjectKey, ObjectKey> threads = new HashMap<>();
        tx.sql()
                .query(
                        "select object_key, thread_key from post where object_key = any(?)",
                        row -> Optional.ofNullable(threads.put(Sql.key(row, "object_key"), Sql.key(row, "thread_key"))),
                        Sql.many(posts));
        ModerationLog.note(tx, hide.stream().map(Hiding::entry).toList());
        ModerationLog.note(
                tx,
                show.stream()
                        .map(post -> new ModerationLog.Decision(ModerationLog.Action.SHOWN, "", "", post))
                        .toList());
        Projection.refresh(tx, threads.keySet(), new HashSet<>(threads.values()));
    }

    private static ModerationLog.Decision entry(Opinion opinion) {
        return new ModerationLog.Decision(ModerationLog.Action.HIDDEN, opinion.code(), opinion.words(), opinion.post());
    }
}
