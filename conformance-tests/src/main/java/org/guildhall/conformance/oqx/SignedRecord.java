package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record whose bytes follow chapter 01 and whose proof has the right shape. Its signature is not checked yet. */
public final class SignedRecord {
    static final int BYTES = 131_072;
    static final int LEVELS = 16;
    private static final Map<String, Integer> CODES = Map.ofEntries(
            Map.entry("Node", 1),
            Map.entry("Member", 2),
            Map.entry("Question", 3),
            Map.entry("Answer", 4),
            Map.entry("Comment", 5),
            Map.entry("Accept", 6),
            Map.entry("Verdict", 7),
            Map.entry("Tally", 8),
            Map.entry("Attestation", 9),
            Map.entry("Label", 10),
            Map.entry("Link", 11),
            Map.entry("Erase", 12),
            Map.entry("Drop", 13),
            Map.entry("Receipt", 14));

    private final byte[] published;
    private final ObjectNode json;
    private final Proof proof;
    private final @Nullable Ref thread;

    private SignedRecord(byte[] published, ObjectNode json, Proof proof, @Nullable Ref thread) {
        this.published = published;
        this.json = json;
        this.proof = proof;
        this.thread = thread;
    }

    /** Reads published bytes; the codes are those of chapter 01 §7. */
    public static SignedRecord read(byte[] published) throws Fault {
        if (published.length > BYTES) {
            throw new Fault("too-large", "a record of " + published.length + " bytes");
        }
        ObjectNode json = StrictJson.canonical(published, LEVELS);
        Ref thread = RecordRules.check(json);
        return new SignedRecord(published.clone(), json, Proof.read(json), thread);
    }

    public byte[] published() {
        return published.clone();
    }

    public ObjectNode json() {
        return json;
    }

    public Proof proof() {
        return proof;
    }

    public String kind() {
        return json.path("kind").textValue();
    }

    public int code() {
        return CODES.getOrDefault(kind(), 0);
    }

    static boolean isKnown(String kind) {
        return CODES.containsKey(kind);
    }

    public String node() {
        return json.path("node").textValue();
    }

    public Ref object() {
        return new Ref(node(), json.path("id").textValue());
    }

    public int revision() {
        return json.path("revision").intValue();
    }

    public byte[] digest() {
        return Hashes.sha256(published);
    }

    /** Empty for Node and Member. */
    public Optional<Ref> thread() {
        return Optional.ofNullable(thread);
    }

    public byte[] threadKey() throws Fault {
        return thread == null ? new byte[16] : thread.key();
    }

    /** The entry of this record, logged at {@code time} (OQX-LOG-003). */
    public Entry entry(long time) throws Fault {
        return new Entry(code(), time, revision(), threadKey(), object().key(), digest());
    }
}
