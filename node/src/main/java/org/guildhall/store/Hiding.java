package org.guildhall.store;

import java.sql.SQLException;
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
        Projection.refresh(tx, Set.of(post), Set.of(thread));
    }
}
