package org.guildhall.admin.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeChain;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;

/**
 * Which keys may speak for which node, learnt from the Node records of one log in their order. Written apart from admission on
 * purpose: the one checks what the other let in.
 */
final class KeyHistory {
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * What a Node record says.
     *
     * @param keys each that it lists, with the size from which on it is revoked, or {@link #NEVER}
     * @param continued the size from which the log goes on after a fork, or {@link #NEVER}
     */
    private record Listing(OptionalLong index, Map<Multikey, Long> keys, long continued) {}

    private static final class Known {
        private NodeChain chain;
        private final List<Listing> listings = new ArrayList<>();

        private Known(NodeChain chain) {
            this.chain = chain;
        }

        /** Of the newest Node record below {@code index}; of any, where the index is only claimed (OQX-SIG-042). */
        private boolean lists(Multikey key, OptionalLong index) {
            if (index.isEmpty()) {
                return listings.stream().anyMatch(listing -> listing.keys().containsKey(key));
            }
            boolean listed = false;
            for (Listing listing : listings) {
                if (listing.index().orElse(NEVER) < index.getAsLong()) {
                    listed = listing.keys().containsKey(key);
                }
            }
            return listed;
        }

        /** The smallest counts (OQX-SIG-041); what was listed before the log went on is given up (OQX-WIT-051). */
        private long revokedFrom(Multikey key) {
            long size = NEVER;
            boolean listed = false;
            for (Listing listing : listings) {
                size = Math.min(size, listing.keys().getOrDefault(key, NEVER));
                size = listed ? Math.min(size, listing.continued()) : size;
                listed |= listing.keys().containsKey(key);
            }
            return size;
        }
    }

    /** Why a record is not believed. */
    record Doubt(String code, String detail) {}

    private final Map<NodeId, Known> nodes = new HashMap<>();

    /**
     * Judges who signed a record, and learns from it when it is a Node record. The signature itself is checked elsewhere.
     *
     * @param index the record's in this log when it is its own node's; empty for an included one
     */
    Optional<Doubt> judge(OqxRecord record, OptionalLong index) {
        return record.body() instanceof NodeProfile profile ? learn(record, profile, index) : speaker(record, index);
    }

    private Optional<Doubt> learn(OqxRecord record, NodeProfile profile, OptionalLong index) {
        Known known = nodes.get(record.head().node());
        Multikey signer = record.proof().key();
        Optional<String> fault = known == null
                ? NodeChain.faultOfFirst(record.head(), profile, signer)
                : known.chain.faultOfNext(record.head(), profile, signer);
        if (fault.isPresent()) {
            return Optional.of(new Doubt("node-chain", fault.get()));
        }
        if (known == null) {
            known = new Known(NodeChain.of(record.head(), profile));
            nodes.put(record.head().node(), known);
        } else {
            known.chain = known.chain.with(record.head(), profile);
        }
        Map<Multikey, Long> keys = new HashMap<>();
        profile.signingKeys()
                .forEach(entry -> keys.put(entry.key(), entry.revokedAt().orElse(NEVER)));
        known.listings.add(new Listing(
                index,
                keys,
                profile.continues().map(NodeProfile.Continuation::size).orElse(NEVER)));
        return Optional.empty();
    }

    private Optional<Doubt> speaker(OqxRecord record, OptionalLong index) {
        Multikey signer = record.proof().key();
        Known known = nodes.get(record.head().node());
        if (known == null) {
            return Optional.of(new Doubt(
                    "key-unknown", "no Node record of " + record.head().node() + " comes before"));
        }
        if (!known.lists(signer, index)) {
            return Optional.of(new Doubt(
                    "key-unknown",
                    signer + " is no signing key of " + record.head().node() + " here"));
        }
        // Of an included record only its node's own log can tell whether it was logged before the revocation.
        if (index.isPresent() && index.getAsLong() >= known.revokedFrom(signer)) {
            return Optional.of(new Doubt("key-revoked", signer + " was revoked before index " + index.getAsLong()));
        }
        return Optional.empty();
    }

    /** The keys that could sign a checkpoint of this size when the log had it: Node records beyond it take nothing back. */
    List<Multikey> signersAt(NodeId node, long size) {
        Known known = nodes.get(node);
        return known == null
                ? List.of()
                : known.listings.stream()
                        .flatMap(listing -> listing.keys().keySet().stream())
                        .distinct()
                        .filter(key -> known.lists(key, OptionalLong.of(size)) && size <= known.revokedFrom(key))
                        .toList();
    }
}
