package org.guildhall.reputation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guildhall.record.NodeId;

/**
 * What the votes on one post come to under this node's weights: by it a thread's answers are ordered. Only differences between posts of
 * one thread mean anything; it is no standing, and nothing of it leaves the node.
 *
 * @param shares our own group's first, then by node id of the group
 * @param outside votes of nodes without a group, which count for nothing
 */
public record WeightedScore(List<Share> shares, List<Votes> outside) {
    /** So many votes more one way than the other is the most that a group's word on one post is worth, before its weight. */
    public static final long BOUND = 100;

    private static final Comparator<NodeId> BY_ID = Comparator.comparing(NodeId::did);

    /** The greater first; of equal ones that which the groups' votes beyond the bound would put first. */
    public static final Comparator<WeightedScore> GREATEST_FIRST = Comparator.comparingLong(
                    (WeightedScore score) -> -score.hundredths())
            .thenComparingLong(score -> -score.unbounded());

    public WeightedScore {
        shares = List.copyOf(shares);
        outside = List.copyOf(outside);
    }

    /** What one node's members voted on the post. */
    public record Votes(NodeId node, long up, long down) {
        public long net() {
            return up - down;
        }
    }

    /**
     * What one group adds.
     *
     * @param group the node it is named by
     * @param weight in percent; empty for our own group, whose votes count in full and have no bound
     * @param votes of its nodes, the group's own first
     */
    public record Share(NodeId group, Optional<Integer> weight, List<Votes> votes) {
        public long net() {
            return votes.stream().mapToLong(Votes::net).sum();
        }

        /** Whether there are more votes than count. */
        public boolean isBounded() {
            return weight.isPresent() && Math.abs(net()) > BOUND;
        }

        /** In hundredths of a vote. */
        public long hundredths() {
            return weight.map(percent -> percent * Math.max(-BOUND, Math.min(BOUND, net())))
                    .orElse(100 * net());
        }

        private long unbounded() {
            return weight.orElse(100) * net();
        }
    }

    /** What these votes come to; each node is among them at most once. */
    public static WeightedScore of(Collection<Votes> votes, Weights weights) {
        Map<NodeId, List<Votes>> groups = new TreeMap<>(BY_ID);
        List<Votes> outside = new ArrayList<>();
        votes.stream()
                .sorted(Comparator.comparing(Votes::node, BY_ID))
                .forEach(one -> weights.groupOf(one.node())
                        .map(group -> groups.computeIfAbsent(group, unused -> new ArrayList<>()))
                        .orElse(outside)
                        .add(one));
        List<Share> shares = new ArrayList<>();
        groups.forEach((group, ofGroup) -> {
            ofGroup.sort(Comparator.comparing(one -> !one.node().equals(group)));
            shares.add(new Share(group, weights.weightOf(group), List.copyOf(ofGroup)));
        });
        shares.sort(Comparator.comparing(share -> share.weight().isPresent()));
        return new WeightedScore(shares, outside);
    }

    /** In hundredths of a vote. */
    public long hundredths() {
        return shares.stream().mapToLong(Share::hundredths).sum();
    }

    private long unbounded() {
        return shares.stream().mapToLong(Share::unbounded).sum();
    }
}
