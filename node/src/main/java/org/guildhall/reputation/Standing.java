package org.guildhall.reputation;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.NodeId;

/**
 * What a member's answers are worth in a topic, at one time, to one node.
 *
 * @param home the word of the member's own node, in points; never a part of the other number
 * @param shares what {@link #peers} consists of, by node id
 */
public record Standing(long home, List<Share> shares) {
    /** Of a member of whom nobody says anything. */
    public static final Standing NONE = new Standing(0, List.of());

    /** So many thousandths of a point a group gives away in a topic before all it gives begins to shrink. */
    private static final long FULL = 10_000_000;

    /**
     * What one group gives (OQX-STA-042).
     *
     * @param group the node it is named by
     * @param weight empty for our own group, which has no cap
     * @param total what the group's facts give all members, in thousandths
     * @param part what they give this one
     */
    public record Share(NodeId group, Optional<Integer> weight, long total, long part) {
        public Optional<Long> cap() {
            return weight.map(percent -> 100L * percent);
        }

        /**
         * In points. Over all members it adds up to the cap at most, as their parts add up to the total: whatever the group's
         * members and nodes say, and however many of them there are.
         */
        public long gives() {
            return cap().map(this::capped).orElse(part / 1000);
        }

        /** Whether the group gives so much to all that each of its points counts for less than its weight. */
        public boolean isLimited() {
            return weight.isPresent() && total > FULL;
        }

        private long capped(long cap) {
            return BigInteger.valueOf(part)
                    .multiply(BigInteger.valueOf(cap))
                    .divide(BigInteger.valueOf(Math.max(total, FULL)))
                    .longValueExact();
        }
    }

    /** What others than the member's own node give, in points. */
    public long peers() {
        return shares.stream().mapToLong(Share::gives).sum();
    }
}
