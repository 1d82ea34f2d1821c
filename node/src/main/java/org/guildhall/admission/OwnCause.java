package org.guildhall.admission;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Answer;
import org.guildhall.record.Comment;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Tally;
import org.guildhall.store.CauseReading;
import org.guildhall.store.CauseReading.Held;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Sql;

/**
 * Nobody judges their own cause by standing. Of what is held, that is a tally, from which standing comes; what is by the member or about
 * them; what is said in a thread in which they asked or answered. Of what is flagged, it is their own posts. Pages ask what to offer;
 * whoever decides is asked again, in the transaction of the act.
 */
public final class OwnCause {
    /** The code of a refusal: by standing nobody decides on what is their own cause. */
    public static final String CODE = "own-cause";

    private OwnCause() {}

    /** Which of these objects, as far as they are held in whatever revision, are the member's own cause. */
    public static Set<ObjectKey> held(Sql sql, ObjectKey member, Collection<ObjectKey> objects) throws SQLException {
        if (objects.isEmpty()) {
            return Set.of();
        }
        CauseReading reading = new CauseReading(sql);
        List<Held> held = reading.held(objects);
        List<ObjectKey> named =
                held.stream().flatMap(one -> thread(one.record()).stream()).toList();
        Set<ObjectKey> threads = named.isEmpty() ? Set.of() : reading.threads(member, named);
        Set<ObjectKey> own = new HashSet<>();
        for (Held one : held) {
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
                && new ObjectId(record.head().node(), post.author()).key().equals(member);
        boolean said = record.body() instanceof Answer || record.body() instanceof Comment;
        return about || by || (said && thread(record).map(threads::contains).orElse(false));
    }

    private static Optional<ObjectKey> thread(OqxRecord record) {
        return record.thread().map(ObjectId::key);
    }

    /** Which of these posts, if they are flagged, are the member's own cause. */
    public static Set<ObjectKey> flagged(Sql sql, ObjectKey member, Collection<ObjectKey> posts) throws SQLException {
        return posts.isEmpty() ? Set.of() : new CauseReading(sql).posts(member, posts);
    }

    /**
     * As whom the member decides on what is held of an object.
     *
     * @throws Refusal {@link Lacking}, or {@link #CODE}
     */
    static ModerationLog.By deciderOnHeld(Sql sql, Privileges privileges, ObjectKey member, ObjectKey object)
            throws Refusal, SQLException {
        return decider(sql, privileges, member, object, OwnCause::held);
    }

    /**
     * As whom the member decides on what a post was flagged for.
     *
     * @throws Refusal {@link Lacking}, or {@link #CODE}
     */
    static ModerationLog.By deciderOnFlags(Sql sql, Privileges privileges, ObjectKey member, ObjectKey post)
            throws Refusal, SQLException {
        return decider(sql, privileges, member, post, OwnCause::flagged);
    }

    /** Which of some objects are a member's own cause. */
    private interface Causes {
        Set<ObjectKey> of(Sql sql, ObjectKey member, Collection<ObjectKey> objects) throws SQLException;
    }

    private static ModerationLog.By decider(
            Sql sql, Privileges privileges, ObjectKey member, ObjectKey object, Causes causes)
            throws Refusal, SQLException {
        ModerationLog.By by = ModerationLog.By.of(privileges.require(sql, member, Privilege.MODERATE_QUEUE));
        if (by == ModerationLog.By.MEMBER
                && !causes.of(sql, member, List.of(object)).isEmpty()) {
            throw new Refusal(CODE, "by standing nobody decides on what concerns them; ask the moderators");
        }
        return by;
    }
}
