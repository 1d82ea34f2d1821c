package org.guildhall.record;

import java.util.Base64;

/** The first 16 bytes of SHA-256(owner's node key ‖ UUID): names an object in entries, tables and addresses. */
public final class ObjectKey extends Octets {
    public static final int LENGTH = 16;
    /** Stands in an entry where there is no thread. */
    public static final ObjectKey ZERO = new ObjectKey(new byte[LENGTH]);

    private ObjectKey(byte[] bytes) {
        super(bytes, LENGTH);
    }

    public static ObjectKey wrap(byte[] key) {
        return new ObjectKey(key.clone());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException unless the text is 22 characters of base64url
     */
    public static ObjectKey ofText(String text) {
        if (text.length() != 22) {
            throw new IllegalArgumentException("an object key is 22 characters of base64url");
        }
        ObjectKey key = new ObjectKey(Base64.getUrlDecoder().decode(text));
        if (!key.text().equals(text)) {
            throw new IllegalArgumentException("an object key ends in unused bits that are zero");
        }
        return key;
    }
}
