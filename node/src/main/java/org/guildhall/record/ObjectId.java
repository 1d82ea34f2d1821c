package org.guildhall.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** What an object is, everywhere and for ever: the node that owns it and a UUID within that node. */
public record ObjectId(NodeId node, UUID id) implements Comparable<ObjectId> {

    public ObjectKey key() {
        byte[] uuid = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return ObjectKey.wrap(Arrays.copyOf(Sha256.of(node.identity().publicKey(), uuid), ObjectKey.LENGTH));
    }

    /** By node id, then by the UUID's text: the order of a tally's counts. */
    @Override
    public int compareTo(ObjectId other) {
        int byNode = node.did().compareTo(other.node.did());
        return byNode != 0 ? byNode : id.toString().compareTo(other.id.toString());
    }
}
