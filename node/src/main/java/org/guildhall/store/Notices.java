package org.guildhall.store;

import java.sql.SQLException;
import java.util.Set;
import org.guildhall.record.ObjectKey;

/** Tells members of this node what happened to what they wrote. */
final class Notices {
    private Notices() {}

    /** An answer tells who asked, a comment who wrote what it is about; nobody is told of their own. */
    static void tell(Transaction tx, Set<ObjectKey> appeared) throws SQLException {
        if (appeared.isEmpty()) {
            return;
        }
        tx.sql()
                .update(
                        "insert into notification (member, kind, object_key, thread_key, at, seen)"
                                + " select above.author, case p.kind when 4 then 'answer' else 'comment' end, p.object_key,"
                                + " p.thread_key, ?, false"
                                + " from post p join post above on above.object_key = p.parent_key"
                                + " join account a on a.member = above.author"
                                + " where p.object_key = any(?) and p.author <> above.author",
                        tx.now().toEpochMilli(),
                        appeared);
    }
}
