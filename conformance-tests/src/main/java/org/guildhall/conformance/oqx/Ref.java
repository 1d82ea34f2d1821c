package org.guildhall.conformance.oqx;

import java.util.Arrays;
import java.util.UUID;

/** A reference to an object: its node and UUID, as texts. */
public record Ref(String node, String id) {
    /** The object key, OQX-REC-062. */
    public byte[] key() throws Fault {
        UUID uuid = UUID.fromString(id);
        byte[] bytes = Bytes.join(Bytes.u64(uuid.getMostSignificantBits()), Bytes.u64(uuid.getLeastSignificantBits()));
        return Arrays.copyOf(Hashes.sha256(Multikey.ofNode(node, "malformed"), bytes), 16);
    }

    /** A name-based UUID, OQX-REC-060. */
    public static String nameBased(String purpose, String node, String... parts) {
        String name = "oqx:" + purpose + "\n" + node + "\n" + String.join("\n", parts);
        return hashBased(Hashes.sha256(name));
    }

    /** What OQX-REC-060 makes of a hash. */
    static String hashBased(byte[] hash) {
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        return new UUID(Bytes.toLong(hash, 0), Bytes.toLong(hash, 8)).toString();
    }
}
