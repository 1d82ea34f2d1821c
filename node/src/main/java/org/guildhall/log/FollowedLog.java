package org.guildhall.log;

import java.io.IOException;
import java.util.Optional;

/**
 * What a follower believes of one log: a prefix whose root was signed, and the newest checkpoint seen. It never believes two
 * histories. Owned by one thread; its parts are stored with what was taken from the log, in one transaction.
 *
 * <p>The steps: {@link #judge} an offered checkpoint; if it is ahead, add frames to the {@link LogVerifier} until it is complete;
 * if that is verified, {@link #advance}; if it differs, {@link #explain}.
 */
public final class FollowedLog {
    private CompactRange verified;
    private long time;
    private Optional<SignedCheckpoint> newest;

    private FollowedLog(CompactRange verified, long time, Optional<SignedCheckpoint> newest) {
        this.verified = verified;
        this.time = time;
        this.newest = newest;
    }

    /** How an offered checkpoint stands to what is believed. */
    public sealed interface Offer {
        /** Nothing new. */
        record UpToDate() implements Offer {}

        /** There are frames to verify, up to the verifier's target. */
        record Ahead(LogVerifier verifier) implements Offer {}

        /** It is of an earlier moment: an old copy, or the log went back. {@link #judgeOlder} tells whether it contradicts. */
        record Behind(long verifiedSize) implements Offer {}

        /** Two histories, proven. */
        record Forked(Contradiction proof) implements Offer {}

        /** Another root than the verified entries have, though no earlier checkpoint is at hand to prove it with. */
        record Absurd() implements Offer {}
    }

    /** Why frames did not hash to what was signed. */
    public sealed interface Explanation {
        /** The log is consistent and the frames were changed on the way or where they are kept: ask again, or elsewhere. */
        record Garbled() implements Explanation {}

        /** Two histories, proven: stop, keep the proof, show it. */
        record Forked(Contradiction proof) implements Explanation {}

        /** The tiles do not fit the checkpoint either: the publisher signed what it does not serve. Stop; nothing is proven. */
        record Incoherent() implements Explanation {}
    }

    public static FollowedLog fromStart() {
        return new FollowedLog(CompactRange.empty(), 0, Optional.empty());
    }

    /**
     * Goes on where it was left.
     *
     * @param time that of the last verified entry in milliseconds, 0 if there is none
     * @param newest the newest checkpoint that was seen, which may be ahead of what is verified
     */
    public static FollowedLog resume(CompactRange verified, long time, Optional<SignedCheckpoint> newest) {
        return new FollowedLog(verified.copy(), time, newest);
    }

    /** The position of the first entry that is not verified: the follower's cursor. */
    public long size() {
        return verified.size();
    }

    public CompactRange verified() {
        return verified.copy();
    }

    public long time() {
        return time;
    }

    public Optional<SignedCheckpoint> newest() {
        return newest;
    }

    public Offer judge(SignedCheckpoint offered) {
        if (newest.isPresent() && newest.get().size() == offered.size() && !sameRoot(newest.get(), offered)) {
            return new Offer.Forked(Contradiction.sameSize(newest.get(), offered));
        }
        if (newest.isPresent() && newest.get().size() > verified.size()) {
            // First reach what was begun: else nobody would ever check that the newer one continues it.
            return new Offer.Ahead(new LogVerifier(verified, time, newest.get()));
        }
        if (offered.size() < verified.size()) {
            return new Offer.Behind(verified.size());
        }
        if (offered.size() > verified.size()) {
            return new Offer.Ahead(new LogVerifier(verified, time, offered));
        }
        return offered.root().equals(verified.root()) ? new Offer.UpToDate() : new Offer.Absurd();
    }

    /**
     * Moves on to what was verified.
     *
     * @throws IllegalStateException when more is verified already: the verdict is of an earlier round
     */
    public void advance(LogVerifier.Verdict.Verified verdict) {
        if (verdict.size() < verified.size()) {
            throw new IllegalStateException("at " + verified.size() + " already, not back to " + verdict.size());
        }
        verified = verdict.range().copy();
        time = verdict.time();
        newest = Optional.of(verdict.target());
    }

    /**
     * Finds out why frames differed, with the tiles of the log itself.
     *
     * @param tiles the publisher's tree at the size of {@code target}
     * @throws IOException when the tiles cannot be had; nothing is known then
     */
    public Explanation explain(SignedCheckpoint target, HashReader tiles) throws IOException {
        Subtrees subtrees = new Subtrees(tiles);
        TreeHash root = subtrees.hash(0, verified.size());
        ConsistencyProof proof = ConsistencyProof.prove(verified.size(), target.size(), tiles);
        // Consistency with an empty tree says nothing of the larger one.
        boolean coherent = verified.size() == 0
                ? subtrees.hash(0, target.size()).equals(target.root())
                : proof.verify(root, target.root());
        if (!coherent) {
            return new Explanation.Incoherent();
        }
        if (root.equals(verified.root())) {
            return new Explanation.Garbled();
        }
        Optional<SignedCheckpoint> earlier = newest.filter(checkpoint -> checkpoint.size() == verified.size());
        return earlier.<Explanation>map(
                        checkpoint -> new Explanation.Forked(new Contradiction(checkpoint, target, root, proof.path())))
                .orElseGet(Explanation.Incoherent::new);
    }

    /**
     * Whether a checkpoint from before what is verified fits it.
     *
     * @param own this node's copy of the log's tree, as large as what is verified
     * @return the proof if it does not; empty if it is only old
     */
    public Optional<Contradiction> judgeOlder(SignedCheckpoint older, HashReader own) throws IOException {
        if (newest.isEmpty() || older.size() > verified.size() || newest.get().size() != verified.size()) {
            return Optional.empty();
        }
        TreeHash root = new Subtrees(own).hash(0, older.size());
        if (root.equals(older.root())) {
            return Optional.empty();
        }
        ConsistencyProof proof = ConsistencyProof.prove(older.size(), verified.size(), own);
        return Optional.of(new Contradiction(older, newest.get(), root, proof.path()));
    }

    /**
     * Whether a checkpoint that is not offered to be followed, but shown by whomever, contradicts what is believed (OQX-FOL-050 to
     * 052).
     *
     * @param own this node's copy of the log's tree, as large as what is verified
     * @param theirs the tree of the checkpoint
     * @throws IOException when their hashes can't be had
     */
    public Optional<Contradiction> contradiction(SignedCheckpoint shown, HashReader own, HashReader theirs)
            throws IOException {
        if (shown.size() < verified.size()) {
            return judgeOlder(shown, own);
        }
        if (shown.size() == verified.size()) {
            return judge(shown) instanceof Offer.Forked forked ? Optional.of(forked.proof()) : Optional.empty();
        }
        return explain(shown, theirs) instanceof Explanation.Forked forked
                ? Optional.of(forked.proof())
                : Optional.empty();
    }

    private static boolean sameRoot(SignedCheckpoint one, SignedCheckpoint other) {
        return one.root().equals(other.root());
    }
}
