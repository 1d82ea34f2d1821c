package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** What every record says whatever its kind: whose it is, which object, which revision, when. */
public record Head(Kind kind, ObjectId object, int revision, Instant dateCreated, Audience audience, String nonce) {
    private static final int NONCE_BYTES = 16;

    /** A head for a new record that is meant for everybody. */
    public static Head of(Kind kind, ObjectId object, int revision, Instant now, SecureRandom random) {
        return of(kind, object, revision, now, Audience.PUBLIC, random);
    }

    /** A head for a new record with a fresh nonce. Time is cut to milliseconds. */
    public static Head of(
            Kind kind, ObjectId object, int revision, Instant now, Audience audience, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new Head(
                kind,
                object,
                revision,
                Instant.ofEpochMilli(now.toEpochMilli()),
                audience,
                Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
    }

    /** The node that signs, and owns the object. */
    public NodeId node() {
        return object.node();
    }

    /** Which of the node's objects it is. */
    public UUID id() {
        return object.id();
    }

    void write(ObjectNode json) {
        json.put("oqx", 1)
                .put("kind", kind.label())
                .put("node", node().did())
                .put("id", id().toString())
                .put("revision", revision)
                .put("dateCreated", Timestamps.text(dateCreated))
                .put("audience", audience.label())
                .put("nonce", nonce);
    }

    static Head read(Fields fields) throws RecordFault {
        if (fields.integer("oqx", 0, Limits.INTEGER) != 1) {
            throw new RecordFault("unknown-version", "only oqx version 1 is known");
        }
        String label = fields.text("kind", 40);
        Kind kind = Kind.ofLabel(label)
                .orElseThrow(() -> new RecordFault("unknown-kind", "the kind \"" + label + "\" is not known here"));
        String nonce = fields.text("nonce", 22);
        if (!isNonce(nonce)) {
            throw RecordFault.malformed("nonce must be 16 bytes in base64url");
        }
        UUID id = fields.uuid("id");
        if (id.equals(NodeProfile.ID) != (kind == Kind.NODE)) {
            throw RecordFault.malformed("the id of a Node record, and of no other, is " + NodeProfile.ID);
        }
        return new Head(
                kind,
                new ObjectId(fields.nodeId("node"), id),
                (int) fields.integer("revision", 1, Integer.MAX_VALUE),
                fields.timestamp("dateCreated"),
                Audience.ofLabel(fields.text("audience", 10)),
                nonce);
    }

    /** Decoding and encoding again shows what decoding alone overlooks: padding, and unused bits that are not zero. */
    private static boolean isNonce(String nonce) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(nonce);
            return bytes.length == NONCE_BYTES
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(nonce);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
