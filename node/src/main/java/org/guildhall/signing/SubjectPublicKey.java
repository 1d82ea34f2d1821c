package org.guildhall.signing;

import java.util.HexFormat;

/** An Ed25519 public key as the X.509 SubjectPublicKeyInfo that Java's key factories read (RFC 8410). */
final class SubjectPublicKey {
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private SubjectPublicKey() {}

    static byte[] of(byte[] raw) {
        byte[] encoded = new byte[PREFIX.length + raw.length];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
        return encoded;
    }
}
