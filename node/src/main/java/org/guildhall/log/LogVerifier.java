package org.guildhall.log;

import java.util.OptionalLong;

/**
 * Grows what is trusted of a log by frames that are not yet, up to a signed checkpoint. Nothing that was added is believed before
 * {@link #verdict} or {@link #judgeBy} says so. Owned by one thread.
 */
public final class LogVerifier {
    private final SignedCheckpoint target;
    private final CompactRange range;
    private long time;
    private OptionalLong wentBack = OptionalLong.empty();

    /** @param time that of the last trusted entry, 0 if there is none */
    LogVerifier(CompactRange trusted, long time, SignedCheckpoint target) {
        this.range = trusted.copy();
        this.time = time;
        this.target = target;
    }

    /** What came out when all frames up to the checkpoint were added. */
    public sealed interface Verdict {
        /** The log's owner signed exactly this. Made here and nowhere else. */
        final class Verified implements Verdict {
            private final CompactRange range;
            private final long time;
            private final SignedCheckpoint target;

            private Verified(CompactRange range, long time, SignedCheckpoint target) {
                this.range = range;
                this.time = time;
                this.target = target;
            }

            /** How many entries may be believed now. */
            public long size() {
                return range.size();
            }

            CompactRange range() {
                return range;
            }

            long time() {
                return time;
            }

            SignedCheckpoint target() {
                return target;
            }
        }

        /** The frames are not what was signed. Why, {@link FollowedLog#explain} finds out. */
        record Differs(TreeHash computed) implements Verdict {}

        /** It was signed, and breaks a rule that a log must keep: following stops. */
        record BreaksRule(String code, long index) implements Verdict {}
    }

    public SignedCheckpoint target() {
        return target;
    }

    /** The position of the frame to add next. */
    public long next() {
        return range.size();
    }

    public boolean isComplete() {
        return range.size() == target.size();
    }

    /**
     * Adds the frame at {@link #next}.
     *
     * @throws LogFault {@code beyond-checkpoint} when the signed size is reached: more frames than anybody vouches for
     */
    public void add(Frame frame) throws LogFault {
        if (isComplete()) {
            throw new LogFault("beyond-checkpoint", "the checkpoint speaks of " + target.size() + " entries");
        }
        if (frame.entry().time() < time && wentBack.isEmpty()) {
            // Told only with a verdict: until then somebody on the way may have made it up.
            wentBack = OptionalLong.of(range.size());
        }
        time = Math.max(time, frame.entry().time());
        range.append(frame.entry().leafHash());
    }

    /**
     * Compares what was added with what was signed.
     *
     * @throws IllegalStateException before {@link #isComplete}
     */
    public Verdict verdict() {
        if (!isComplete()) {
            throw new IllegalStateException("added up to " + range.size() + " of " + target.size());
        }
        return judge(range.root().equals(target.root()));
    }

    /**
     * For logs too long to hold in memory: whether what was added so far begins the signed tree, by a proof from here to the
     * checkpoint's size. If it does, it may be believed before the rest has come.
     */
    public Verdict judgeBy(ConsistencyProof proof) {
        return judge(proof.first() == range.size()
                && proof.second() == target.size()
                && proof.verify(range.root(), target.root()));
    }

    private Verdict judge(boolean agrees) {
        if (!agrees) {
            return new Verdict.Differs(range.root());
        }
        return wentBack.isPresent()
                ? new Verdict.BreaksRule("time-went-back", wentBack.getAsLong())
                : new Verdict.Verified(range.copy(), time, target);
    }
}
