package org.guildhall.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Answer;
import org.guildhall.record.Comment;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Tally;

/**
 * Whose cause it is what is held. Nobody judges their own by standing: a tally, from which standing comes; what is by a member or about
 * them; what is said in a thread in which they asked or answered.
 */
public final class HeldCauses {
    private HeldCauses() {}

    /** A held revision of an object. */
    private record Revision(ObjectKey object, OqxRecord record) {}

    /** Which of these objects, as far as they are held in whatever revision, are the member's own cause. */
    public static Set<ObjectKey> own(Sql sql, ObjectKey member, Collection<ObjectKey> objects) throws SQLException {
        if (objects.isEmpty()) {
            return Set.of();
        }
        List<Revision> held = sql.query(
                "select s.object_key, y.bytes from setback s join payload y on y.digest = s.digest"
                        + " where s.object_key = any(?) and s.outcome = 'held' and s.waits_for is null",
                row -> new Revision(Sql.key(row, "object_key"), record(row.getBytes("bytes"))),
                Sql.many(objects));
        Set<ObjectKey> threads = threads(sql, member, held);
        Set<ObjectKey> own = new HashSet<>();
        for (Revision one : held) {
            if (one.object().equals(member) || concerns(one.record(), member, threads)) {
                own.add(one.object());
            }
        }
        return own;
    }

    private static boolean concerns(OqxRecord record, ObjectKey member, Set<ObjectKey> threads) {
        if (record.body() instanceof Tally) {
            return true;
        }
        boolean about = record.body().opinionOn().map(ObjectId::key).equals(Optional.of(member));
        boolean by = record.body() instanceof Post post
                && Projection.author(record, post).equals(member);
        boolean said = record.body() instanceof Answer || record.body() instanceof Comment;
        return about || by || (said && thread(record).map(threads::contains).orElse(false));
    }

    /** Those of their threads in which the member asked or answered. */
    private static Set<ObjectKey> threads(Sql sql, ObjectKey member, List<Revision> held) throws SQLException {
        List<ObjectKey> threads = new ArrayList<>();
        held.forEach(one -> thread(one.record()).ifPresent(threads::add));
        if (threads.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(sql.query(
                "select distinct thread_key from post where thread_key = any(?) and author = ? and kind in (?, ?)",
                row -> Sql.key(row, "thread_key"),
                Sql.many(threads),
                member,
                Kind.QUESTION.code(),
                Kind.ANSWER.code()));
    }

    private static Optional<ObjectKey> thread(OqxRecord record) {
        return record.thread().map(ObjectId::key);
    }

    private static OqxRecord record(byte[] bytes) {
        try {
            return RecordReader.read(bytes);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was held can no longer be read", e);
        }
    }
}
