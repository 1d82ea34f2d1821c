package org.guildhall.log;

/**
 * Grows what is trusted of a log by frames that are not yet, up to a signed checkpoint. Nothing that was added is believed before
 * {@link #verdict} or {@link #judgeBy} says so. Owned by one thread.
 */
public final class LogVerifier {
    private final SignedCheckpoint target;
    private final CompactRange range;
    private long time;

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
    }

    public SignedCheckpoint target() {
        return target;
    }

    /** The position of the frame to add next. */
    public long next() {
        return range.size();
    }

    /** The root of the tree before {@link #next}. */
    public TreeHash root() {
        return range.root();
    }

    public boolean isComplete() {
        return range.size() == target.size();
    }

    /**
     * Adds the frame at {@link #next}.
     *
     * @return whether its time is not below that of the entry before. If it is, the record is quarantined with {@code
     *     time-order} once the entries are believed, and the log is followed on (OQX-FOL-020).
     * @throws IllegalStateException when {@link #isComplete}: what lies beyond waits for the next checkpoint
     */
    public boolean add(Frame frame) {
        if (isComplete()) {
            throw new IllegalStateException("the checkpoint speaks of " + target.size() + " entries");
        }
        Entry entry = frame.entry();
        // The field has no sign.
        boolean inOrder = Long.compareUnsigned(entry.time(), time) >= 0;
        time = entry.time();
        range.append(entry.leafHash());
        return inOrder;
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
        return agrees ? new Verdict.Verified(range.copy(), time, target) : new Verdict.Differs(range.root());
    }
}
