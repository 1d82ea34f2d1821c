package org.guildhall.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A record before it is signed. */
public record Draft(Head head, Body body) {
    public Draft {
        if (head.kind() != body.kind()) {
            throw new IllegalArgumentException("a head of " + head.kind() + " on a body of " + body.kind());
        }
    }

    /** The canonical bytes that are to be signed. */
    public byte[] unsignedBytes() {
        return CanonicalJson.write(toJson());
    }

    /** The published bytes: the record with its one proof, in canonical form. */
    public byte[] sealed(Proof proof) {
        ObjectNode json = toJson();
        json.set("proof", proof.toJson());
        return CanonicalJson.write(json);
    }

    private ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        head.write(json);
        body.write(json);
        return json;
    }
}
