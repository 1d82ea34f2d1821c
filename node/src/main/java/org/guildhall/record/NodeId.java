package org.guildhall.record;

import java.util.HexFormat;

/** Who a node is: the did:key of its first identity key. Where it is, its domain, may change; this never does. */
public final class NodeId {
    private static final String PREFIX = "did:key:";

    private final Multikey identity;

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException unless the text is the did:key of an Ed25519 key
     */
    public NodeId(String did) {
        if (!did.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a node id starts with did:key:, not " + did);
        }
        this.identity = new Multikey(did.substring(PREFIX.length()));
    }

    private NodeId(Multikey identity) {
        this.identity = identity;
    }

    public static NodeId of(Multikey identity) {
        return new NodeId(identity);
    }

    /** The id as text, {@code did:key:z6Mk…}. */
    public String did() {
        return PREFIX + identity.text();
    }

    /** The identity key the node began with. */
    public Multikey identity() {
        return identity;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeId that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    /** Short enough for people to compare over the telephone: 16 bytes of SHA-256 of the key, as eight groups of hex (OQX-PEE-010). */
    public String fingerprint() {
        String hex = HexFormat.of().formatHex(Sha256.of(identity().publicKey()), 0, 16);
        return String.join("-", hex.split("(?<=\\G....)"));
    }

    @Override
    public String toString() {
        return did();
    }
}
