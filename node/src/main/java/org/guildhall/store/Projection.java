package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Answer;
import org.guildhall.record.Comment;
import org.guildhall.record.Digest;
import org.guildhall.record.Label;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Verdict;

/**
 * What pages read, made from admitted records. Applied inside the transaction that logs them, and again by a rebuild; the
 * order in which records come makes no difference to what is there in the end.
 *
 * <p>First the newest revision of each object is found, then the facts are replaced, then the rows that depend on several
 * facts (posts, their scores, threads) are made anew for what was touched, a statement each for the whole batch.
 */
public final class Projection {
    /** Goes up when projections hold something that was stored before and is not in their tables. */
    public static final int VERSION = 1;

    private Projection() {}

    /** Why records are entered. */
    public enum Occasion {
        /** They are new here, and members are told. */
        FIRST,
        /** They were lost and are brought back: members were told long ago, but bytes may come with them that must go. */
        RESTORED,
        /** They were here all the time, and only the tables are made again. */
        REBUILD
    }

    /** Brings the tables up to date with records that were admitted, in the order given. */
    public static void apply(Transaction tx, List<Taken> taken, Occasion occasion) throws SQLException {
        if (taken.isEmpty()) {
            return;
        }
        Revisions.Entered entered = Revisions.enter(tx, taken);
        List<Taken> latest = entered.latest();
        Profiles.enter(tx, latest);
        NodeKeys.enter(tx, taken);
        Curation.enter(tx, taken, latest);

        Map<Digest, OqxRecord> atHand = new HashMap<>();
        taken.forEach(one -> atHand.put(one.record().payload().digest(), one.record()));
        Set<ObjectKey> scored = new HashSet<>(Tallies.refresh(tx, Tallies.named(atHand.values()), atHand));
        Labels.enter(tx, latest);
        Attestations.enter(tx, latest);
        Erasures.Effect gone = Erasures.enter(tx, taken, occasion);
        StandingFacts.attest(tx, latest, gone.objects());
        StandingFacts.forget(tx, gone.members());
        atHand.values().removeIf(record -> !(record.body() instanceof Post));
        Set<ObjectKey> posts = new HashSet<>();
        Set<ObjectKey> threads = new HashSet<>(gone.threads());
        // Of comments no standing comes, and there are many.
        Set<ObjectKey> counted = new HashSet<>(gone.threads());
        Set<ObjectKey> labelled = new HashSet<>();
        for (Taken one : taken) {
            one.record().thread().ifPresent(thread -> {
                threads.add(thread.key());
                if (!(one.record().body() instanceof Comment)) {
                    counted.add(thread.key());
                }
            });
            if (one.record().body() instanceof Post) {
                posts.add(one.object());
            } else if (one.record().body() instanceof Verdict verdict) {
                posts.add(verdict.about().key());
            } else if (one.record().body() instanceof Label label) {
                labelled.add(label.about().key());
            }
        }
        posts.addAll(gone.posts());
        atHand.values()
                .removeIf(record -> gone.objects().contains(record.object().key()));
        refresh(tx, posts, scored, threads, entered, atHand, occasion);
        StandingFacts.refresh(tx, counted);
        Labels.touch(tx, labelled);
        if (occasion == Occasion.FIRST) {
            Notices.tellOfDecisions(tx, latest);
            PendingErasures.enterReceipts(tx, latest);
        }
    }

    /** Makes the rows of posts anew after something private changed them: hiding, an imported count. */
    public static void refresh(Transaction tx, Set<ObjectKey> posts, Set<ObjectKey> threads) throws SQLException {
        refresh(tx, posts, new HashSet<>(posts), threads, Revisions.Entered.nothing(), Map.of(), Occasion.FIRST);
        StandingFacts.refresh(tx, threads);
    }

    /** Counts the votes on a post anew after one was cast. Facts of standing do not change before a tally tells of it. */
    public static void rescore(Transaction tx, ObjectKey post, ObjectKey thread) throws SQLException {
        Tallies.score(tx, Set.of(post), Set.of());
        Threads.refresh(tx, Set.of(thread));
        tx.touch(thread);
    }

    /** All but the facts of standing. */
    static void refresh(
            Transaction tx,
            Set<ObjectKey> posts,
            Set<ObjectKey> scored,
            Set<ObjectKey> threads,
            Revisions.Entered entered,
            Map<Digest, OqxRecord> atHand,
            Occasion occasion)
            throws SQLException {
        Set<ObjectKey> there = posts;
        Set<ObjectKey> erased = posts.isEmpty() ? Set.of() : Erasures.among(tx, posts);
        if (!erased.isEmpty()) {
            Marks.refresh(tx, erased);
            there = new HashSet<>(posts);
            there.removeAll(erased);
        }
        Set<ObjectKey> appeared = Posts.refresh(tx, there, entered, atHand);
        Set<ObjectKey> counted = new HashSet<>(scored);
        counted.addAll(posts);
        Tallies.score(tx, counted, entered.unheard());
        Threads.refresh(tx, threads);
        if (occasion == Occasion.FIRST) {
            atHand.values().forEach(record -> {
                if (!isReplyToUs(tx, record)) {
                    appeared.remove(record.object().key());
                }
            });
            Notices.tellOfPosts(tx, appeared);
        }
        threads.forEach(tx::touch);
    }

    /** Whether it stands below a post of a member of ours, who may want to know. */
    private static boolean isReplyToUs(Transaction tx, OqxRecord record) {
        if (record.body() instanceof Answer answer) {
            return answer.thread().node().equals(tx.selfId());
        }
        return record.body() instanceof Comment comment
                && comment.parent().node().equals(tx.selfId());
    }

    /** The object key of the member who wrote a post of {@code record}. */
    static ObjectKey author(OqxRecord record, Post post) {
        return new ObjectId(record.head().node(), post.author()).key();
    }

    static Optional<ObjectKey> parent(Post post) {
        if (post instanceof Answer answer) {
            return Optional.of(answer.thread().key());
        }
        return post instanceof Comment comment ? Optional.of(comment.parent().key()) : Optional.empty();
    }

    static Optional<Question> question(Post post) {
        return post instanceof Question question ? Optional.of(question) : Optional.empty();
    }
}
