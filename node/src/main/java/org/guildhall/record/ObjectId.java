package org.guildhall.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** What an object is, everywhere and for ever: the node that owns it and a UUID within that node. */
public final class ObjectId implements Comparable<ObjectId> {
    private final NodeId node;
    private final UUID id;
    // Computed at once, by whoever reads a record: the store's one writer, which asks for it often, hashes nothing.
    private final ObjectKey key;

    public ObjectId(NodeId node, UUID id) {
        this.node = node;
        this.id = id;
        this.key = key(node, id);
    }

    private static ObjectKey key(NodeId node, UUID id) {
        byte[] uuid = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return ObjectKey.wrap(Arrays.copyOf(Sha256.of(node.identity().publicKey(), uuid), ObjectKey.LENGTH));
    }

    /** The node that owns the object. */
    public NodeId node() {
        return node;
    }

    /** Which of the node's objects it is. */
    public UUID id() {
        return id;
    }

    /** The short form that tables and addresses use. */
    public ObjectKey key() {
        return key;
    }

    /** By node id, then by the UUID's text: the order of a tally's counts. */
    @Override
    public int compareTo(ObjectId other) {
        int byNode = node.did().compareTo(other.node.did());
        return byNode != 0 ? byNode : id.toString().compareTo(other.id.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectId that && id.equals(that.id) && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return 31 * node.hashCode() + id.hashCode();
    }

    @Override
    public String toString() {
        return node + " " + id;
    }
}
