package org.guildhall.signing;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.guildhall.record.Multikey;

/** An Ed25519 key pair. Signing is deterministic (RFC 8032): the same message gives the same 64 bytes. */
public final class SigningKey {
    static final int SEED_BYTES = 32;

    private final byte[] seed;
    private final byte[] rawPublicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    private final Multikey publicKey;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, rawPublicKey, 0);
        this.publicKey = Multikey.ofPublicKey(rawPublicKey);
    }

    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** The key pair of a 32-byte private key as RFC 8032 has it. */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 private key has 32 bytes, not " + seed.length);
        }
        return new SigningKey(seed.clone());
    }

    public Multikey publicKey() {
        return publicKey;
    }

    /** {@code did:key:z6Mk…#z6Mk…}: how proofs and HTTP signatures by this key name it. */
    public String verificationMethod() {
        return publicKey.verificationMethod();
    }

    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, rawPublicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    byte[] seed() {
        return seed.clone();
    }

    /** Only the public half, so that a key can be logged by mistake. */
    @Override
    public String toString() {
        return "SigningKey[" + publicKey + "]";
    }
}
