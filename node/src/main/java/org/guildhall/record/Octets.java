package org.guildhall.record;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Immutable bytes of a fixed length, compared by content and ordered as unsigned. */
public abstract class Octets implements Comparable<Octets> {
    private final byte[] bytes;

    /** Takes ownership of {@code bytes}; the caller must not change them any more. */
    protected Octets(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException("expected " + length + " bytes, got " + bytes.length);
        }
        this.bytes = bytes;
    }

    /** A copy of the bytes. */
    public final byte[] toBytes() {
        return bytes.clone();
    }

    /** Writes the bytes into {@code target} at {@code offset}, without a copy in between. */
    public final void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** Base64url without padding, as used in records and addresses. */
    public final String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public final String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public final int compareTo(Octets other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Octets that && getClass() == that.getClass() && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public final int hashCode() {
        // The bytes are the output of SHA-256, so any four of them spread well.
        return (bytes[0] << 24) | ((bytes[1] & 0xff) << 16) | ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
    }

    @Override
    public final String toString() {
        return text();
    }
}
