package org.guildhall.admission;

import java.sql.SQLException;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Flags;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Transaction;

/** Settles what a post was flagged for: somebody who looks after the queue sees nothing wrong with it. */
public final class Dismissing {
    private Dismissing() {}

    /**
     * Settles all open flags of a post.
     *
     * @return false when there were none
     * @throws Refusal {@link Lacking}, or {@link OwnCause#CODE}
     */
    public static boolean dismiss(Transaction tx, Privileges privileges, ObjectKey member, ObjectKey post)
            throws Refusal, SQLException {
        ModerationLog.By by = OwnCause.deciderOnFlags(tx.sql(), privileges, member, post);
        if (Flags.settle(tx, post) == 0) {
            return false;
        }
        ModerationLog.note(tx, by, ModerationLog.Action.DISMISSED, "", "", post);
        return true;
    }
}
