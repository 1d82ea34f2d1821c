package org.guildhall.admission;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.guildhall.record.Multikey;

/**
 * The signing keys that each of a node's Node records lists, and where the node's own log was found to hold that record. What
 * others claim about the place is not kept: a hub that invents one could make all that the node signs unbelievable. Belongs to
 * one transaction.
 */
final class SigningKeys {
    private final TreeMap<Integer, Listing> byRevision = new TreeMap<>();

    private static final class Listing {
        private OptionalLong index = OptionalLong.empty();
        private OptionalLong continued = OptionalLong.empty();
        private final Map<Multikey, Optional<Long>> keys = new HashMap<>();
    }

    /** @param index of the record in its node's own log; empty while that log was not read so far */
    void list(int revision, OptionalLong index, Multikey key, Optional<Long> revokedAt) {
        Listing listing = byRevision.computeIfAbsent(revision, unused -> new Listing());
        listing.keys.put(key, revokedAt);
        listing.index = index;
    }

    /** Takes note that the record of this revision goes on from a size after a fork; its keys must have been listed. */
    void goOn(int revision, long size) {
        Optional.ofNullable(byRevision.get(revision)).ifPresent(listing -> listing.continued = OptionalLong.of(size));
    }

    /** Takes note of where the node's own log has the record of this revision. */
    void place(int revision, long index) {
        Optional.ofNullable(byRevision.get(revision)).ifPresent(listing -> listing.index = OptionalLong.of(index));
    }

    /** Whether the newest Node record below {@code index} of the node's own log lists the key (OQX-SIG-040). */
    boolean listAt(Multikey key, long index) {
        boolean listed = false;
        for (Listing listing : byRevision.values()) {
            if (listing.index.isPresent() && listing.index.getAsLong() < index) {
                listed = listing.keys.containsKey(key);
            }
        }
        return listed;
    }

    /** Whether any Node record lists the key: all that can be said of a record that another log includes (OQX-SIG-042). */
    boolean list(Multikey key) {
        return byRevision.values().stream().anyMatch(listing -> listing.keys.containsKey(key));
    }

    /** The smallest log size from which on any Node record revokes the key (OQX-SIG-041), or gives it up (OQX-WIT-051). */
    Optional<Long> revokedAt(Multikey key) {
        long smallest = Long.MAX_VALUE;
        boolean listed = false;
        for (Listing listing : byRevision.values()) {
            if (listed) {
                smallest = Math.min(smallest, listing.continued.orElse(Long.MAX_VALUE));
            }
            Optional<Long> revokedAt = listing.keys.getOrDefault(key, Optional.empty());
            smallest = Math.min(smallest, revokedAt.orElse(Long.MAX_VALUE));
            listed |= listing.keys.containsKey(key);
        }
        return smallest == Long.MAX_VALUE ? Optional.empty() : Optional.of(smallest);
    }

    /** The keys that the newest Node record lists. */
    Set<Multikey> listedInNewest() {
        return byRevision.isEmpty()
                ? Set.of()
                : Set.copyOf(byRevision.lastEntry().getValue().keys.keySet());
    }

    /** The keys that any Node record lists. */
    Set<Multikey> everListed() {
        Set<Multikey> keys = new HashSet<>();
        byRevision.values().forEach(listing -> keys.addAll(listing.keys.keySet()));
        return keys;
    }

    /** The keys that the newest Node record revokes, each with the size that it gives: the next may not raise it (OQX-SIG-035). */
    Map<Multikey, Long> revokedInNewest() {
        Map<Multikey, Long> revoked = new HashMap<>();
        if (!byRevision.isEmpty()) {
            byRevision
                    .lastEntry()
                    .getValue()
                    .keys
                    .forEach((key, revokedAt) -> revokedAt.ifPresent(size -> revoked.put(key, size)));
        }
        return revoked;
    }
}
