package org.guildhall.record;

import java.util.Optional;

/**
 * A record that was read: what it says, its proof, and the published bytes it came in. Reading says nothing about who
 * signed it; that is for the rooms above.
 *
 * @param signedPart the canonical bytes without the proof: what the proof is over
 */
public record OqxRecord(Head head, Body body, Proof proof, Payload payload, byte[] signedPart) {
    public ObjectId object() {
        return head.object();
    }

    public Optional<ObjectId> thread() {
        return body.thread(head.object());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OqxRecord that && payload.equals(that.payload);
    }

    @Override
    public int hashCode() {
        return payload.hashCode();
    }

    @Override
    public String toString() {
        return head.kind().label() + " " + head.id() + " revision " + head.revision() + " of " + head.node();
    }
}
