package org.guildhall.conformance.oqx;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 and SHA-512 over joined parts, and base64url as records write it. */
public final class Hashes {
    private Hashes() {}

    public static byte[] sha256(byte[]... parts) {
        return hash("SHA-256", parts);
    }

    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha512(byte[]... parts) {
        return hash("SHA-512", parts);
    }

    private static byte[] hash(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }

    public static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads base64url without padding and with unused bits zero (OQX-REC-025) of exactly {@code length} bytes. */
    public static byte[] base64Url(String text, int length) throws Fault {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == length && base64Url(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Fault("malformed", "not " + length + " bytes in base64url: " + text);
    }
}
