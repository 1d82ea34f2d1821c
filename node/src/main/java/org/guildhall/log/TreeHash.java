package org.guildhall.log;

import java.util.Arrays;
import java.util.Base64;
import org.guildhall.record.Octets;

/** A node of a Merkle tree, its root and its leaves included: 32 bytes. */
public final class TreeHash extends Octets {
    public static final int LENGTH = 32;

    private TreeHash(byte[] hash) {
        super(hash, LENGTH);
    }

    /** Wraps 32 bytes that are a hash already. */
    public static TreeHash wrap(byte[] hash) {
        return new TreeHash(hash.clone());
    }

    /** The 32 bytes at {@code offset}. */
    public static TreeHash at(byte[] bytes, int offset) {
        return new TreeHash(Arrays.copyOfRange(bytes, offset, offset + LENGTH));
    }

    /** Standard base64 with padding, as checkpoints have it: 44 characters. */
    public String base64() {
        return Base64.getEncoder().encodeToString(toBytes());
    }

    static TreeHash own(byte[] hash) {
        return new TreeHash(hash);
    }
}
