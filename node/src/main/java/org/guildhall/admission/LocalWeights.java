package org.guildhall.admission;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.reputation.Weights;
import org.guildhall.store.Sql;
import org.guildhall.store.StandingReading;

/**
 * How far this node trusts others, as its people decided: the weights of active peers, who introduces whom, and who is blocked (spec,
 * chapter Standing, section 5). Read when first needed, and once: lives as long as the connection it reads from.
 */
public final class LocalWeights {
    private record Decided(Map<NodeId, Integer> peers, Set<NodeId> blocked) {}

    private final StandingReading reading;
    private final NodeId self;
    private Optional<Decided> decided = Optional.empty();

    public LocalWeights(Sql sql, NodeId self) {
        this.reading = new StandingReading(sql);
        this.self = self;
    }

    /** As far as they are needed to weigh what these nodes say: introducers are read of those only who are not peers themselves. */
    public Weights of(Collection<NodeId> issuers) throws SQLException {
        Set<NodeId> others = new HashSet<>(issuers);
        others.remove(self);
        if (others.isEmpty()) {
            return new Weights(self, Map.of(), Map.of(), Set.of());
        }
        Decided now = decided.isPresent() ? decided.get() : read();
        others.removeAll(now.peers().keySet());
        return new Weights(self, now.peers(), others.isEmpty() ? Map.of() : reading.introducers(others), now.blocked());
    }

    private Decided read() throws SQLException {
        Map<NodeId, Integer> peers = new HashMap<>();
        for (StandingReading.Peer peer : reading.peers()) {
            peers.put(peer.node(), Policy.ofJson(peer.policy()).voteWeight());
        }
        Decided now = new Decided(peers, reading.blocked());
        decided = Optional.of(now);
        return now;
    }
}
