package org.guildhall.record;

import java.util.Base64;

/** SHA-256 of a record's published bytes: 32 bytes. */
public final class Digest extends Octets {
    public static final int LENGTH = 32;

    private Digest(byte[] bytes) {
        super(bytes, LENGTH);
    }

    public static Digest of(byte[] published) {
        return new Digest(Sha256.of(published));
    }

    /** Wraps 32 bytes that are a digest already. */
    public static Digest wrap(byte[] digest) {
        return new Digest(digest.clone());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException unless the text is 43 characters of base64url
     */
    public static Digest ofText(String text) {
        if (text.length() != 43) {
            throw new IllegalArgumentException("a digest is 43 characters of base64url");
        }
        Digest digest = new Digest(Base64.getUrlDecoder().decode(text));
        if (!digest.text().equals(text)) {
            throw new IllegalArgumentException("a digest ends in unused bits that are zero");
        }
        return digest;
    }
}
