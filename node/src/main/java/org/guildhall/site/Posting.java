package org.guildhall.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Ballot;
import org.guildhall.admission.Decision;
import org.guildhall.admission.Dismissing;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.Suggesting;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Digest;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Verdict;
import org.guildhall.site.account.AttemptLimit;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Flags;
import org.guildhall.store.MemberReading;
import org.guildhall.store.Suggestions;
import org.guildhall.store.ThreadReading;
import org.guildhall.store.ThreadReading.PostRow;

/**
 * What members write. Everything becomes a record through the one gate, and whoever calls is told only after it is durable.
 */
final class Posting {
    private static final long PATIENCE_S = 20;

    private final Site site;
    private final Admission admission;
    private final Ballot ballot;
    private final AttemptLimit pace;
    private final Supplier<UUID> ids;

    /**
     * @param pace how fast one member may post
     * @param ids random UUIDs for new objects
     */
    Posting(Site site, Admission admission, AttemptLimit pace, Supplier<UUID> ids) {
        this.pace = pace;
        this.site = site;
        this.admission = admission;
        this.ballot = new Ballot(site.writer(), site.privileges());
        this.ids = ids;
    }

    private NodeId self() {
        return site.writer().selfId();
    }

    /** A member posts faster than may be; nothing was posted. */
    static final class TooFast extends Exception {
        private static final long serialVersionUID = 1L;

        private final Duration untilNext;

        private TooFast(Duration untilNext) {
            super("too fast", null, false, false);
            this.untilNext = untilNext;
        }

        Duration untilNext() {
            return untilNext;
        }
    }

    /** Counts a record that this member is about to make. */
    private void count(ObjectKey member) throws TooFast {
        Optional<Duration> untilNext = pace.tryOrWait(member.text());
        if (untilNext.isPresent()) {
            throw new TooFast(untilNext.get());
        }
    }

    /** Waits for an act to be durable. Acts of moderators and administrators are not counted. */
    <T> T publish(Admission.Act<T> act) throws Exception {
        return await(admission.publish(act));
    }

    /**
     * Waits for what a member writes to be durable.
     *
     * @throws TooFast when the member has to wait before anything more is published
     */
    <T> T publish(ObjectKey member, Admission.Act<T> act) throws Exception {
        count(member);
        return publish(act);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new RequestFault(Reason.UNAVAILABLE);
        }
    }

    ObjectKey ask(ObjectKey member, String title, String text, List<String> tags, String language) throws Exception {
        ObjectId question = new ObjectId(self(), ids.get());
        Body body = new Question(
                uuid(member), title, text, tags, language, site.brand().license(), Post.Origin.HERE);
        publish(member, desk -> desk.publish(question, body));
        return question.key();
    }

    ObjectKey answer(ObjectKey member, PostRow question, String text, String language) throws Exception {
        ObjectId answer = new ObjectId(self(), ids.get());
        Body body = new Answer(
                uuid(member), object(question), text, language, site.brand().license(), Post.Origin.HERE);
        publish(member, desk -> desk.publish(answer, body));
        return answer.key();
    }

    ObjectKey comment(ObjectKey member, PostRow about, PostRow question, String text, String language)
            throws Exception {
        ObjectId comment = new ObjectId(self(), ids.get());
        Body body = new Comment(
                uuid(member),
                object(question),
                object(about),
                text,
                Optional.of(language),
                Optional.of(site.brand().license()),
                Post.Origin.HERE);
        publish(member, desk -> {
            site.privileges().requireComment(desk.tx().sql(), member, about.key());
            return desk.publish(comment, body);
        });
        return comment.key();
    }

    /**
     * Publishes the next revision of a member's own post.
     *
     * @throws Refusal {@code stale-revision} when it was edited since the form was made
     */
    void edit(ObjectKey member, PostRow post, int revision, Body body) throws Exception {
        publish(member, desk -> desk.publishRevision(object(post), revision, body));
    }

    /** Accepts an answer of one of this node's threads, or no answer any more. */
    void accept(ObjectKey member, PostRow question, Optional<PostRow> answer) throws Exception {
        ObjectId thread = object(question);
        Body body = new Accept(thread, answer.isPresent() ? Optional.of(object(answer.get())) : Optional.empty());
        publish(member, desk -> desk.publish(new ObjectId(self(), NamedUuid.accept(thread)), body));
    }

    /** Takes or declines what is held of a peer's member; {@code seen} is the revision that was looked at. */
    Decision decide(ObjectKey member, ObjectKey object, Digest seen, Verdict.Ruling ruling, String code, String reason)
            throws Exception {
        return await(admission.decide(site.privileges(), member, object, seen, ruling, code, reason));
    }

    /** Tells the moderators of a post. It is counted like what is written: a member can't fill their queue. */
    void flag(ObjectKey member, PostRow post, String code, String reason) throws Exception {
        count(member);
        site.write(tx -> {
            Flags.add(tx, post.key(), post.thread(), member, code, reason);
            return true;
        });
    }

    /** Settles what a post was flagged for; false when nobody had flagged it, or it was settled. */
    boolean dismiss(ObjectKey member, ObjectKey post) throws Exception {
        return site.write(tx -> Dismissing.dismiss(tx, site.privileges(), member, post));
    }

    /** Suggests other words for another's post. */
    void suggest(ObjectKey member, PostRow post, int revision, Suggestions.Words words, String why) throws Exception {
        count(member);
        site.write(tx -> {
            Suggesting.suggest(tx, site.privileges(), member, post.key(), revision, words, why);
            return true;
        });
    }

    /** Makes what was suggested the post's next revision; {@code seen} is the one that it was compared with. */
    void applySuggestion(ObjectKey member, long nr, int seen) throws Exception {
        publish(desk -> {
            Suggesting.apply(desk, site.privileges(), member, nr, seen);
            return true;
        });
    }

    void declineSuggestion(ObjectKey member, long nr, String reason) throws Exception {
        site.write(tx -> {
            Suggesting.decline(tx, site.privileges(), member, nr, reason);
            return true;
        });
    }

    void vote(ObjectKey member, PostRow post, Ballot.Direction direction) throws Exception {
        await(ballot.cast(member, post.key(), direction));
    }

    /** Which object a post is. */
    ObjectId object(PostRow post) throws Exception {
        return new ObjectId(new NodeId(site.name(post.node()).id()), post.id());
    }

    /** A post that this reader may see; not found otherwise. */
    PostRow post(Visit visit, ObjectKey key) throws Exception {
        return site.read(sql -> new ThreadReading(sql).post(key))
                .filter(post -> post.hidden().isEmpty() || visit.moderates())
                .filter(post -> post.erased() == 0)
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
    }

    /** The UUID within this node of a member of ours. */
    UUID uuid(ObjectKey member) throws Exception {
        return site.read(sql -> new MemberReading(sql).profile(member))
                .orElseThrow(() -> new RequestFault(Reason.FORBIDDEN))
                .id();
    }
}
