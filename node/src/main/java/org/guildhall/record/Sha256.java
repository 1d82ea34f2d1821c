package org.guildhall.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which every Java runtime has. */
public final class Sha256 {
    private Sha256() {}

    /** The 32-byte digest of the parts, one after the other. */
    public static byte[] of(byte[]... parts) {
        MessageDigest sha256 = start();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime must have SHA-256", e);
        }
    }
}
