package org.guildhall.peering.agreement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;

/**
 * The signing keys of followed nodes as their discovery documents introduced them. Two nodes whose logs are for peers only could
 * not read the first entry of each other otherwise: each would have to know the other's key from there. Safe for many threads.
 */
public final class IntroducedKeys {
    private final Map<NodeId, List<Multikey>> keys = new ConcurrentHashMap<>();

    /** Remembers a followed node's keys, in place of those it had before. */
    public void introduce(Discovered node) {
        keys.put(node.node(), node.keys());
    }

    /** The followed node that lists a key. */
    public Optional<NodeId> speaker(Multikey key) {
        return keys.entrySet().stream()
                .filter(node -> node.getValue().contains(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
