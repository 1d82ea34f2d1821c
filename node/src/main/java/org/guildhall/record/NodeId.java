package org.guildhall.record;

/** Who a node is: the did:key of its first identity key. Where it is, its domain, may change; this never does. */
public record NodeId(String did) {
    private static final String PREFIX = "did:key:";

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException unless the text is the did:key of an Ed25519 key
     */
    public NodeId {
        if (!did.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a node id starts with did:key:, not " + did);
        }
        new Multikey(did.substring(PREFIX.length()));
    }

    public static NodeId of(Multikey identity) {
        return new NodeId(PREFIX + identity.text());
    }

    /** The identity key the node began with. */
    public Multikey identity() {
        return new Multikey(did.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
        return did;
    }
}
