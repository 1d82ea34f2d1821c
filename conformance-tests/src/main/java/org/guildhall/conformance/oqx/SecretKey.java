package org.guildhall.conformance.oqx;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 key pair from its 32-byte seed. For keys of tests only: its arithmetic is not in constant time. */
public final class SecretKey {
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final byte[] seed;
    private final byte[] publicKey;
    private final PrivateKey privateKey;

    public SecretKey(byte[] seed) {
        this.seed = seed.clone();
        this.publicKey = Curve.BASE.times(scalar()).encoded();
        byte[] encoded = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + 32);
        System.arraycopy(seed, 0, encoded, PKCS8_PREFIX.length, 32);
        try {
            this.privateKey = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 runtime has Ed25519", e);
        }
    }

    public byte[] seed() {
        return seed.clone();
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    public String multikey() {
        return Multikey.of(publicKey);
    }

    public String did() {
        return Multikey.did(publicKey);
    }

    /** The secret scalar, RFC 8032 §5.1.5. */
    public BigInteger scalar() {
        byte[] half = Arrays.copyOf(Hashes.sha512(seed), 32);
        half[0] &= (byte) 0xf8;
        half[31] &= 0x7f;
        half[31] |= 0x40;
        return Curve.ofLittleEndian(half);
    }

    public byte[] sign(byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(privateKey);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 runtime has Ed25519", e);
        }
    }
}
