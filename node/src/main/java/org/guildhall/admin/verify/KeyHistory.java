package org.guildhall.admin.verify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeChain;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;

/**
 * Which keys may speak for which node at which index, learnt from the Node records of one log in their order. Written apart
 * from admission on purpose: the one checks what the other let in.
 */
final class KeyHistory {

    /** A signing key is good for entries above {@code from}, not above {@code until}, below {@code revokedAt}. */
    private record Span(long from, Optional<Long> until, Optional<Long> revokedAt) {}

    private static final class Known {
        private NodeChain chain;
        private final Map<Multikey, Span> keys = new HashMap<>();

        private Known(NodeChain chain) {
            this.chain = chain;
        }
    }

    /** Why a record is not believed. */
    record Doubt(String code, String detail) {}

    private final Map<NodeId, Known> nodes = new HashMap<>();

    /**
     * Judges who signed a record, and learns from it when it is a Node record. The signature itself is checked elsewhere.
     *
     * @param index the record's in its own node's log
     */
    Optional<Doubt> judge(OqxRecord record, long index) {
        return record.body() instanceof NodeProfile profile ? learn(record, profile, index) : speaker(record, index);
    }

    private Optional<Doubt> learn(OqxRecord record, NodeProfile profile, long index) {
        Known known = nodes.get(record.head().node());
        Multikey signer = record.proof().key();
        Optional<String> fault = known == null
                ? NodeChain.faultOfFirst(record.head(), profile, signer)
                : known.chain.faultOfNext(record.head(), profile, signer);
        if (fault.isPresent()) {
            return Optional.of(new Doubt("node-chain", fault.get()));
        }
        NodeChain chain = NodeChain.after(record.head(), profile);
        if (known == null) {
            known = new Known(chain);
            nodes.put(record.head().node(), known);
        }
        known.chain = chain;
        known.keys.replaceAll(
                (key, span) -> new Span(span.from(), span.until().or(() -> Optional.of(index)), span.revokedAt()));
        for (NodeProfile.SigningKeyEntry entry : profile.signingKeys()) {
            Span before = known.keys.get(entry.key());
            // The smallest counts (OQX-SIG-041).
            Optional<Long> revokedAt = Stream.concat(
                            entry.revokedAt().stream(), before == null ? Stream.empty() : before.revokedAt().stream())
                    .min(Comparator.naturalOrder());
            known.keys.put(entry.key(), new Span(before == null ? index : before.from(), Optional.empty(), revokedAt));
        }
        return Optional.empty();
    }

    private Optional<Doubt> speaker(OqxRecord record, long index) {
        Multikey signer = record.proof().key();
        Known known = nodes.get(record.head().node());
        if (known == null) {
            return Optional.of(new Doubt(
                    "key-unknown", "no Node record of " + record.head().node() + " comes before"));
        }
        Span span = known.keys.get(signer);
        if (span == null
                || index <= span.from()
                || span.until().map(last -> index > last).orElse(false)) {
            return Optional.of(new Doubt(
                    "key-unknown",
                    signer + " is no signing key of " + record.head().node() + " at index " + index));
        }
        if (span.revokedAt().isPresent() && index >= span.revokedAt().get()) {
            return Optional.of(new Doubt("key-revoked", signer + " was revoked before index " + index));
        }
        return Optional.empty();
    }

    /** The keys that may sign a checkpoint of this size. */
    List<Multikey> signersAt(NodeId node, long size) {
        Known known = nodes.get(node);
        return known == null
                ? List.of()
                : known.keys.entrySet().stream()
                        .filter(key ->
                                key.getValue().until().map(at -> size <= at).orElse(true))
                        .filter(key ->
                                key.getValue().revokedAt().map(at -> size <= at).orElse(true))
                        .map(Map.Entry::getKey)
                        .toList();
    }
}
