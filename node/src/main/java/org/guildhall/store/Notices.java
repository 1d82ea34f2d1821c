package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.record.Accept;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Verdict;

/** Tells members of this node what happened to what they wrote. Nobody is told of what they did themselves. */
final class Notices {
    private Notices() {}

    /** An answer tells who asked, a comment who wrote what it is about. */
    static void tellOfPosts(Transaction tx, Set<ObjectKey> appeared) throws SQLException {
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
                        Sql.many(appeared));
    }

    /** An acceptance tells who answered; a verdict against a post tells who wrote it. */
    static void tellOfDecisions(Transaction tx, List<Taken> latest) throws SQLException {
        Set<ObjectKey> accepted = new HashSet<>();
        Set<ObjectKey> declined = new HashSet<>();
        for (Taken one : latest) {
            if (one.record().body() instanceof Accept accept) {
                accept.about().map(ObjectId::key).ifPresent(accepted::add);
            } else if (one.record().body() instanceof Verdict verdict && verdict.ruling() != Verdict.Ruling.TAKEN) {
                declined.add(verdict.about().key());
            }
        }
        tell(tx, "accepted", accepted);
        tell(tx, "declined", declined);
    }

    private static void tell(Transaction tx, String kind, Set<ObjectKey> posts) throws SQLException {
        if (posts.isEmpty()) {
            return;
        }
        tx.sql()
                .update(
                        "insert into notification (member, kind, object_key, thread_key, at, seen)"
                                + " select p.author, ?, p.object_key, p.thread_key, ?, false"
                                + " from post p join account a on a.member = p.author"
                                + " join post q on q.object_key = p.thread_key"
                                + " where p.object_key = any(?) and p.author <> q.author",
                        kind,
                        tx.now().toEpochMilli(),
                        posts);
    }
}
