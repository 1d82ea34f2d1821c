package org.guildhall.record;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How Node records follow each other (OQX-SIG-030 to 035): the first is vouched for by the node id, each later one by the one
 * before. Signatures are not looked at here.
 *
 * @param revision of the newest Node record that was believed
 * @param identityKey its identity key
 * @param revoked its keys that are revoked, and from which size on
 * @param nextIdentity what it commits to: SHA-256 of the next identity key's 32 raw bytes
 */
public record NodeChain(int revision, Multikey identityKey, Digest nextIdentity, Map<Multikey, Long> revoked) {

    public static NodeChain after(Head head, NodeProfile profile) {
        Map<Multikey, Long> revoked = new HashMap<>();
        for (NodeProfile.SigningKeyEntry entry : profile.signingKeys()) {
            entry.revokedAt().ifPresent(size -> revoked.put(entry.key(), size));
        }
        return new NodeChain(head.revision(), profile.identityKey(), profile.nextIdentity(), Map.copyOf(revoked));
    }

    /** Why this can't be a node's first Node record, signed by {@code signer}; empty when it can. */
    public static Optional<String> faultOfFirst(Head head, NodeProfile profile, Multikey signer) {
        if (head.revision() != 1) {
            return Optional.of("the first Node record of a node is revision 1, not " + head.revision());
        }
        if (!profile.identityKey().equals(head.node().identity())) {
            return Optional.of("the first identity key of a node is the one in its id");
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
        return faultOfSigner(profile, signer);
    }

    /** Why {@code signer} can't have signed this Node record, whatever came before it; empty when it can. */
    public static Optional<String> faultOfSigner(NodeProfile profile, Multikey signer) {
        return signer.equals(profile.identityKey())
                ? Optional.empty()
                : Optional.of("a Node record is signed by the identity key it names");
    }
}
