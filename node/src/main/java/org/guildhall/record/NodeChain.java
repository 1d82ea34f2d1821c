package org.guildhall.record;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How Node records follow each other (OQX-SIG-030 to 035, OQX-WIT-050): the first is vouched for by the node id, each later one by
 * the one before. Signatures are not looked at here.
 *
 * @param revision of the newest Node record that was believed
 * @param identityKey its identity key
 * @param nextIdentity what it commits to: SHA-256 of the next identity key's 32 raw bytes
 * @param listed its signing keys
 * @param revoked those of them that are revoked, and from which size on
 * @param everListed the signing keys of all revisions
 * @param continued the largest size at which the node went on after a fork, 0 if it never did
 */
public record NodeChain(
        int revision,
        Multikey identityKey,
        Digest nextIdentity,
        Set<Multikey> listed,
        Map<Multikey, Long> revoked,
        Set<Multikey> everListed,
        long continued) {

    /** A chain that begins with this record. */
    public static NodeChain of(Head head, NodeProfile profile) {
        return after(Set.of(), 0, head, profile);
    }

    /** This chain with one record more. */
    public NodeChain with(Head head, NodeProfile profile) {
        return after(everListed, continued, head, profile);
    }

    private static NodeChain after(Set<Multikey> earlier, long continued, Head head, NodeProfile profile) {
        Set<Multikey> listed = new HashSet<>();
        profile.signingKeys().forEach(entry -> listed.add(entry.key()));
        Set<Multikey> everListed = new HashSet<>(earlier);
        everListed.addAll(listed);
        return new NodeChain(
                head.revision(),
                profile.identityKey(),
                profile.nextIdentity(),
                Set.copyOf(listed),
                revoked(profile),
                Set.copyOf(everListed),
                profile.continues().map(NodeProfile.Continuation::size).orElse(continued));
    }

    private static Map<Multikey, Long> revoked(NodeProfile profile) {
        Map<Multikey, Long> revoked = new HashMap<>();
        profile.signingKeys().forEach(entry -> entry.revokedAt().ifPresent(size -> revoked.put(entry.key(), size)));
        return Map.copyOf(revoked);
    }

    /** Why this can't be a node's first Node record, signed by {@code signer}; empty when it can. */
    public static Optional<String> faultOfFirst(Head head, NodeProfile profile, Multikey signer) {
        if (head.revision() != 1) {
            return Optional.of("the first Node record of a node is revision 1, not " + head.revision());
        }
        if (!profile.identityKey().equals(head.node().identity())) {
            return Optional.of("the first identity key of a node is the one in its id");
        }
        if (profile.continues().isPresent()) {
            return Optional.of("a log that begins continues nothing");
        }
        return faultOfSigner(profile, signer);
    }

    /** Why this Node record, signed by {@code signer}, does not follow; empty when it does. */
    public Optional<String> faultOfNext(Head head, NodeProfile profile, Multikey signer) {
        if (head.revision() != revision + 1) {
            return Optional.of("revision " + head.revision() + " does not follow revision " + revision);
        }
        if (profile.identityKey().equals(identityKey)) {
            // Whoever stole the identity key can't lock its owner out: the next key was fixed before.
            if (!profile.nextIdentity().equals(nextIdentity)) {
                return Optional.of("nextIdentity changes only together with identityKey");
            }
        } else if (!Digest.of(profile.identityKey().publicKey()).equals(nextIdentity)) {
            return Optional.of("the new identity key is not the one that revision " + revision + " committed to");
        }
        for (NodeProfile.SigningKeyEntry entry : profile.signingKeys()) {
            if (entry.revokedAt().orElse(Long.MAX_VALUE) > revoked.getOrDefault(entry.key(), Long.MAX_VALUE)) {
                return Optional.of("a key that revision " + revision + " revoked is revoked no more, or later");
            }
        }
        return profile.continues()
                .flatMap(from -> faultOfContinuation(profile, from))
                .or(() -> faultOfSigner(profile, signer));
    }

    /** Why this Node record can't end a fork: it must give up every key that may have signed the other history (OQX-WIT-050). */
    private Optional<String> faultOfContinuation(NodeProfile profile, NodeProfile.Continuation from) {
        if (from.size() <= continued) {
            return Optional.of(
                    "it continues from " + from.size() + " entries, and went on from " + continued + " before");
        }
        Map<Multikey, Long> givenUp = revoked(profile);
        boolean open = listed.stream()
                .filter(key -> !revoked.containsKey(key))
                .anyMatch(key -> givenUp.getOrDefault(key, Long.MAX_VALUE) > from.size());
        if (open) {
            return Optional.of("a key of revision " + revision + " is not revoked up to where the log continues");
        }
        boolean fresh = profile.signingKeys().stream()
                .anyMatch(entry -> entry.revokedAt().isEmpty() && !everListed.contains(entry.key()));
        return fresh ? Optional.empty() : Optional.of("no new signing key for the log that continues");
    }

    /** Why {@code signer} can't have signed this Node record, whatever came before it; empty when it can. */
    public static Optional<String> faultOfSigner(NodeProfile profile, Multikey signer) {
        return signer.equals(profile.identityKey())
                ? Optional.empty()
                : Optional.of("a Node record is signed by the identity key it names");
    }
}
