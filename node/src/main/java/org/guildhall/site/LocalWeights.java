package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.Policy;
import org.guildhall.record.NodeId;
import org.guildhall.reputation.Weights;
import org.guildhall.store.Sql;
import org.guildhall.store.StandingReading;

/**
 * How far this node trusts others, for pages that are read all the time: at most a minute old, so that a question page costs no query for it.
 * A weight that an administrator changes moves answers a minute later, as a page that is kept would show it anyway.
 */
final class LocalWeights {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int NODES = 10_000;

    private record Peers(Map<NodeId, Integer> weights, Set<NodeId> blocked, long readAt) {}

    private final NodeId self;
    private final Clock clock;
    private final Cache<NodeId, Set<NodeId>> introducers;
    private volatile Peers peers = new Peers(Map.of(), Set.of(), Long.MIN_VALUE);

    LocalWeights(NodeId self, Clock clock) {
        this.self = self;
        this.clock = clock;
        this.introducers = Caffeine.newBuilder()
                .maximumSize(NODES)
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** The weights as far as they are needed to weigh what these nodes say. */
    Weights of(Sql sql, Collection<NodeId> issuers) throws SQLException {
        StandingReading reading = new StandingReading(sql);
        Peers known = peers(reading);
        Set<NodeId> others = new HashSet<>(issuers);
        others.removeAll(known.weights().keySet());
        others.remove(self);
        return new Weights(self, known.weights(), introducers(reading, others), known.blocked());
    }

    private Peers peers(StandingReading reading) throws SQLException {
        Peers known = peers;
        long now = clock.millis();
        if (known.readAt() == Long.MIN_VALUE || Math.abs(now - known.readAt()) > KEPT.toMillis()) {
            Map<NodeId, Integer> weights = new HashMap<>();
            for (StandingReading.Peer peer : reading.peers()) {
                weights.put(peer.node(), Policy.ofJson(peer.policy()).voteWeight());
            }
            known = new Peers(Map.copyOf(weights), Set.copyOf(reading.blocked()), now);
            peers = known;
        }
        return known;
    }

    private Map<NodeId, Set<NodeId>> introducers(StandingReading reading, Set<NodeId> nodes) throws SQLException {
        Map<NodeId, Set<NodeId>> known = new HashMap<>(introducers.getAllPresent(nodes));
        Set<NodeId> missing = new HashSet<>(nodes);
        missing.removeAll(known.keySet());
        if (!missing.isEmpty()) {
            Map<NodeId, Set<NodeId>> read = reading.introducers(missing);
            for (NodeId node : missing) {
                Set<NodeId> of = Set.copyOf(read.getOrDefault(node, Set.of()));
                introducers.put(node, of);
                known.put(node, of);
            }
        }
        return known;
    }
}
