package org.guildhall.reputation;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.NodeId;

/**
 * How far this node trusts others: the only thing about standing that its people decide (OQX-STA-030 to 033).
 *
 * @param self whose own word has no cap
 * @param peers their weights, 0 to 100
 * @param introducers of each node, the peers whose logs hold its introduction
 * @param blocked nodes whose word counts nowhere
 */
public record Weights(
        NodeId self, Map<NodeId, Integer> peers, Map<NodeId, Set<NodeId>> introducers, Set<NodeId> blocked) {
    public Weights {
        peers = Map.copyOf(peers);
        introducers = Map.copyOf(introducers);
        blocked = Set.copyOf(blocked);
    }

    /** Under whose cap the node's word falls; empty when it does not count. Nobody chooses it by inventing nodes: one group each. */
    public Optional<NodeId> groupOf(NodeId issuer) {
        if (blocked.contains(issuer)) {
            return Optional.empty();
        }
        if (issuer.equals(self) || peers.containsKey(issuer)) {
            return Optional.of(issuer);
        }
        return introducers.getOrDefault(issuer, Set.of()).stream()
                .filter(peers::containsKey)
                .min(Comparator.comparingInt((NodeId peer) -> -weightOf(peer).orElse(0))
                        .thenComparing(NodeId::did));
    }

    /** The weight of a group; empty for our own, which has no cap. */
    public Optional<Integer> weightOf(NodeId group) {
        return group.equals(self) ? Optional.empty() : Optional.of(peers.getOrDefault(group, 0));
    }
}
