package org.guildhall.admission;

import java.util.Optional;
import org.guildhall.admission.Facts.NodeFacts;
import org.guildhall.admission.Facts.PostFacts;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Attestation;
import org.guildhall.record.Audience;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeChain;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Tally;

/**
 * May this record enter, and what becomes of it. The only place where that is decided, for what members post here and
 * for what peers log alike. It reads facts and changes nothing.
 */
final class RuleBook {
    /** A record that a key of ours signed and that our own log does not hold. */
    static final String OWN_UNKNOWN = "own-record-unknown";

    private static final String UNKNOWN_THREAD = "unknown-thread";
    private static final String AUDIENCE = "audience";

    private final NodeId self;
    private final Audience audience;

    /** @param audience of our own log */
    RuleBook(NodeId self, Audience audience) {
        this.self = self;
        this.audience = audience;
    }

    /** @param digest of the published bytes; empty for a draft, which has none yet */
    Outcome judge(Head head, Body body, Optional<Digest> digest, Provenance from, Facts facts) {
        if (from instanceof Provenance.Logged logged) {
            if (facts.gone(head, body).isPresent()) {
                return new Outcome.Gone();
            }
            Optional<Outcome> speaker = speaker(head, body, digest, logged, facts);
            if (speaker.isPresent()) {
                return speaker.get();
            }
            if (digest.isPresent() && facts.has(head.object().key(), head.revision(), digest.get())) {
                return new Outcome.Duplicate();
            }
            if (body instanceof NodeProfile
                    && facts.node(head.node())
                            .map(known -> head.revision() <= known.revision())
                            .orElse(false)) {
                return new Outcome.Quarantined(
                        "equivocation", "a second Node record of revision " + head.revision() + " (OQX-FOL-053)");
            }
            if (head.node().equals(self)) {
                return new Outcome.Quarantined(
                        OWN_UNKNOWN, "signed by a key of ours, but not in our log: is there a second copy of us?");
            }
        } else if (facts.gone(head, body).isPresent()) {
            return new Outcome.Declined("erased", "this was erased, and stays so", false);
        } else if (head.revision() != facts.newest(head.object().key()).orElse(0) + 1) {
            return new Outcome.Declined(
                    "stale-revision", "somebody changed this in the meantime; look at it again", false);
        }
        return moved(head, body, facts)
                .or(() -> blocked(head, from, facts))
                .or(() -> audience(head, body, from))
                .or(() -> author(head, body, from, facts))
                .orElseGet(() -> place(head, body, from, facts));
    }

    /**
     * What a blocked node's members write stays out, whichever log brings it (A36). How it introduces itself and its members
     * comes in: it would be missing when the block is lifted. What it
     * takes back is taken back. No verdict: a block is not announced (OQX-PEE-036).
     */
    private static Optional<Outcome> blocked(Head head, Provenance from, Facts facts) {
        boolean stays = from instanceof Provenance.Logged && !passesBlocks(head.kind()) && facts.isBlocked(head.node());
        return stays
                ? Optional.of(new Outcome.Declined("blocked", "its node is blocked here", false))
                : Optional.empty();
    }

    /**
     * Nobody reads what is for peers only where everybody reads, and no thread has words of both kinds or of two restricted
     * logs (OQX-LOG-086 and 087). No verdict: it would speak in one log of what is in the other.
     */
    private Optional<Outcome> audience(Head head, Body body, Provenance from) {
        boolean restricted = head.audience() == Audience.PEERS;
        if (from instanceof Provenance.Logged
                && restricted
                && audience == Audience.PUBLIC
                && !passesAudience(head.kind())) {
            return Optional.of(new Outcome.Declined(
                    AUDIENCE, "for peers only, and the pages of this node are for everybody", false));
        }
        Optional<NodeId> home = body instanceof Label
                ? Optional.empty()
                : body.thread(head.object()).map(ObjectId::node);
        boolean abroad = home.isPresent() && !home.get().equals(head.node());
        if (abroad && (restricted || (home.get().equals(self) && audience == Audience.PEERS))) {
            return Optional.of(new Outcome.Declined(
                    AUDIENCE, "only the members of its home write in a thread that is for peers only", false));
        }
        return Optional.empty();
    }

    /** Who its node is, and what it takes back: nothing that a page shows. */
    private static boolean passesAudience(Kind kind) {
        return switch (kind) {
            case NODE, ERASE, DROP, RECEIPT -> true;
            case MEMBER, QUESTION, ANSWER, COMMENT, ACCEPT, VERDICT, TALLY, ATTESTATION, LABEL, LINK -> false;
        };
    }

    private static boolean passesBlocks(Kind kind) {
        return switch (kind) {
            case NODE, MEMBER, ERASE, DROP, RECEIPT -> true;
            case QUESTION, ANSWER, COMMENT, ACCEPT, VERDICT, TALLY, ATTESTATION, LABEL, LINK -> false;
        };
    }

    /** The key that signs, the node named, and the owner of the object are the same. */
    private static Optional<Outcome> speaker(
            Head head, Body body, Optional<Digest> digest, Provenance.Logged from, Facts facts) {
        if (body instanceof NodeProfile profile) {
            return chain(head, profile, from, facts);
        }
        Optional<SigningKeys> keys = facts.node(head.node()).map(NodeFacts::keys);
        if (keys.isEmpty()) {
            return quarantined("key-unknown", "no Node record of " + head.node() + " came before this");
        }
        Multikey signer = from.signer();
        boolean listed = from.placed()
                ? keys.get().listAt(signer, from.index())
                : keys.get().list(signer);
        if (!listed) {
            return quarantined(
                    "key-unknown", signer + " is no signing key of " + head.node() + " at index " + from.index());
        }
        Optional<Long> revokedAt = keys.get().revokedAt(signer);
        if (revokedAt.isPresent()) {
            boolean itsOwnLog = from.owner().equals(head.node());
            // In another's log the index is only claimed; for a revoked key a claim is not enough, unless the record is
            // believed already: what was taken by a mere claim was taken back when the key was revoked (OQX-SIG-043).
            boolean believed = digest.map(known -> facts.has(head.object().key(), head.revision(), known))
                    .orElse(false);
            if (itsOwnLog ? from.index() >= revokedAt.get() : !believed) {
                return quarantined("key-revoked", signer + " was revoked");
            }
        }
        return Optional.empty();
    }

    /** Node records form a chain: each is signed by the identity key the one before it committed to. */
    private static Optional<Outcome> chain(Head head, NodeProfile profile, Provenance.Logged from, Facts facts) {
        Optional<NodeFacts> before = facts.node(head.node());
        Optional<String> fault;
        if (before.isEmpty()) {
            fault = NodeChain.faultOfFirst(head, profile, from.signer());
        } else if (head.revision() <= before.get().revision()) {
            // A duplicate, or a second history: told apart by its digest.
            fault = NodeChain.faultOfSigner(profile, from.signer());
        } else {
            fault = before.get().chain().faultOfNext(head, profile, from.signer());
        }
        return fault.map(why -> new Outcome.Quarantined("node-chain", why));
    }

    /** An edit changes words; it never moves an object to another thread, parent, author or kind. */
    private static Optional<Outcome> moved(Head head, Body body, Facts facts) {
        ObjectKey key = head.object().key();
        Optional<PostFacts> before = facts.post(key);
        if (before.isPresent() && body instanceof Post post) {
            PostFacts post0 = before.get();
            boolean same = post0.kind() == head.kind()
                    && post0.thread()
                            .equals(body.thread(head.object()).orElseThrow().key())
                    && post0.parent().equals(Facts.parent(post))
                    && post0.author().equals(Optional.of(new ObjectId(head.node(), post.author()).key()));
            if (!same) {
                return quarantined("moved", "an edit must keep kind, author, thread and parent");
            }
        }
        return facts.kind(key)
                .filter(kind -> kind != head.kind())
                .flatMap(kind -> quarantined("moved", "this id is of another kind already"));
    }

    /** Our own members are introduced before they speak; of others' it is taken all the same (OQX-FOL-027). */
    private static Optional<Outcome> author(Head head, Body body, Provenance from, Facts facts) {
        if (from instanceof Provenance.Local
                && body instanceof Post post
                && !facts.isMember(new ObjectId(head.node(), post.author()).key())) {
            return Optional.of(new Outcome.Declined(
                    "unknown-member", "no Member record of " + post.author() + " came before this", false));
        }
        return Optional.empty();
    }

    /** Where it goes: into a thread of ours, of its own node, or of a third. */
    private Outcome place(Head head, Body body, Provenance from, Facts facts) {
        if (body instanceof Erase || body instanceof Drop) {
            return from instanceof Provenance.Local ? takeBack(body, facts) : new Outcome.Taken(false);
        }
        if (body instanceof Attestation said && from instanceof Provenance.Logged logged) {
            boolean known = facts.newest(head.object().key()).isPresent();
            return attested(said, known, logged.policy(), logged.beyondQuota());
        }
        Optional<ObjectId> thread = body.thread(head.object());
        if (thread.isEmpty() || body instanceof Label) {
            return new Outcome.Taken(false);
        }
        Optional<PostFacts> question = facts.post(thread.get().key()).filter(post -> post.kind() == Kind.QUESTION);
        if (from instanceof Provenance.Logged logged) {
            if (thread.get().node().equals(self)) {
                return curate(head, body, logged, question, facts);
            }
            boolean known = question.isPresent();
            if (body instanceof Question asked) {
                return asked(asked, known, logged.policy(), logged.beyondQuota());
            }
            ObjectKey key = thread.get().key();
            return follow(head.kind(), key, !known && facts.isDeclined(key), logged.beyondQuota());
        }
        return local(head, body, question, facts);
    }

    /** Nobody takes back what was never there, or is gone already. */
    private static Outcome takeBack(Body body, Facts facts) {
        ObjectKey about = body instanceof Erase erase
                ? erase.about().key()
                : ((Drop) body).about().key();
        boolean erased = facts.gone(about)
                .map(gone -> gone.form() == 1 || body instanceof Drop)
                .orElse(false);
        if (erased) {
            return new Outcome.Declined("erased", "this is erased already", false);
        }
        return facts.kind(about).isPresent() || facts.gone(about).isPresent()
                ? new Outcome.Taken(false)
                : new Outcome.Declined("unknown-object", "there is nothing of this here", false);
    }

    /**
     * A question of another node is in nobody's thread but its own: whatever we do with it, we give no verdict.
     *
     * @param known it is here already, and this an edit: which belongs to it whatever its topics are now
     */
    static Outcome asked(Question asked, boolean known, Policy policy, boolean beyondQuota) {
        if (!known && !policy.topics().take(asked.keywords())) {
            return new Outcome.Declined("topics", "none of its topics is taken from this peer", false);
        }
        if (policy.questions() == Policy.Stance.DECLINE) {
            return new Outcome.Declined("policy", "questions of this peer are not taken", false);
        }
        if (beyondQuota) {
            return beyondQuota();
        }
        return policy.questions() == Policy.Stance.HOLD ? held() : new Outcome.Taken(false);
    }

    /**
     * What a node says of a member, known here or not: its introduction may come later. What was taken and is taken back is taken back
     * whatever the policy says: else it would be shown on.
     *
     * @param known an earlier revision was taken
     */
    static Outcome attested(Attestation said, boolean known, Policy policy, boolean beyondQuota) {
        if (known && said.state() == Label.State.OFF) {
            return new Outcome.Taken(false);
        }
        if (policy.attestations().stance() == Policy.Stance.DECLINE) {
            return new Outcome.Declined("policy", "attestations of this peer are not taken", false);
        }
        if (beyondQuota) {
            return beyondQuota();
        }
        return policy.attestations().stance() == Policy.Stance.HOLD ? held() : new Outcome.Taken(false);
    }

    /** What is said in a thread of others goes where its question went. */
    static Outcome follow(Kind kind, ObjectKey thread, boolean questionDeclined, boolean beyondQuota) {
        if (!Policy.isMeasured(kind)) {
            return new Outcome.Taken(false);
        }
        if (questionDeclined) {
            return new Outcome.Declined("question-declined", "its question was not taken", false, Optional.of(thread));
        }
        return beyondQuota ? beyondQuota() : new Outcome.Taken(false);
    }

    /** What is said in a thread of ours: as the policy has it, and the home says so. */
    static Outcome answered(Kind kind, Policy policy, boolean beyondQuota) {
        Policy.Stance stance = policy.on(kind);
        if (stance == Policy.Stance.DECLINE) {
            return new Outcome.Declined("node-policy", "not taken from this peer", true);
        }
        if (beyondQuota) {
            return beyondQuota();
        }
        return stance == Policy.Stance.HOLD ? held() : new Outcome.Taken(true);
    }

    private static Outcome beyondQuota() {
        return new Outcome.Held("rate", "more than this peer may send in a day", Optional.empty());
    }

    private static Outcome held() {
        return new Outcome.Held("policy", "waits for a moderator", Optional.empty());
    }

    /** Our own member's act: what it is about must be there to be seen. */
    private static Outcome local(Head head, Body body, Optional<PostFacts> question, Facts facts) {
        if (body instanceof Question) {
            return new Outcome.Taken(false);
        }
        if (question.isEmpty() || !isVisible(body.thread(head.object()).orElseThrow(), facts)) {
            return new Outcome.Declined(UNKNOWN_THREAD, "the question is not here any more, or is hidden", false);
        }
        if (body instanceof Answer && head.revision() == 1 && isClosed(head, body, facts)) {
            return closed(false);
        }
        if (body instanceof Comment comment && !isVisible(comment.parent(), facts)) {
            return new Outcome.Declined("unknown-parent", "what the comment is about is not here any more", false);
        }
        if (body instanceof Accept accept
                && accept.about().isPresent()
                && !isVisible(accept.about().get(), facts)) {
            return new Outcome.Declined("unknown-answer", "the answer is not here any more", false);
        }
        return new Outcome.Taken(false);
    }

    /** We are the home: another node's answer, comment or tally in a thread of ours. */
    private static Outcome curate(
            Head head, Body body, Provenance.Logged from, Optional<PostFacts> question, Facts facts) {
        if (question.isEmpty()) {
            return new Outcome.Declined(UNKNOWN_THREAD, "we never asked this", false);
        }
        boolean erased =
                facts.gone(body.thread(head.object()).orElseThrow().key()).isPresent()
                        || (body instanceof Comment below
                                && facts.gone(below.parent().key()).isPresent());
        if (erased && body instanceof Post) {
            return new Outcome.Declined(Closing.THREAD_CLOSED, "what it is about was erased", true);
        }
        if (body instanceof Comment comment
                && !comment.parent().equals(comment.thread())
                && !isVisible(comment.parent(), facts)) {
            return new Outcome.Held(
                    "unknown-parent",
                    "what it is about is not here yet",
                    Optional.of(comment.parent().key()));
        }
        if (body instanceof Comment comment
                && !facts.post(comment.parent().key())
                        .map(parent -> parent.thread().equals(comment.thread().key()))
                        .orElse(false)) {
            return new Outcome.Declined("unknown-parent", "what it is about is in another thread", true);
        }
        if (!(body instanceof Post || body instanceof Tally)) {
            return new Outcome.Quarantined("not-owner", "only the home may say this of its thread");
        }
        if (body instanceof Answer && facts.newest(head.object().key()).isEmpty() && isClosed(head, body, facts)) {
            return closed(true);
        }
        return answered(head.kind(), from.policy(), from.beyondQuota());
    }

    private static boolean isClosed(Head head, Body body, Facts facts) {
        return facts.isClosed(body.thread(head.object()).orElseThrow().key());
    }

    /** A closed thread takes no answer that it does not have; what it has may be edited, and all of it commented (OQX-INC-061). */
    private static Outcome closed(boolean verdict) {
        return new Outcome.Declined(Closing.THREAD_CLOSED, "the question is closed", verdict);
    }

    private static boolean isVisible(ObjectId object, Facts facts) {
        return facts.gone(object.key()).isEmpty()
                && facts.post(object.key()).map(PostFacts::visible).orElse(false);
    }

    private static Optional<Outcome> quarantined(String code, String detail) {
        return Optional.of(new Outcome.Quarantined(code, detail));
    }
}
