package org.guildhall.record;

/** An Ed25519 public key as text: {@code z6Mk…}, multibase base58btc of multicodec 0xed01 and the 32 raw bytes. */
public final class Multikey {
    private final String text;
    private final byte[] raw;

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException unless the text decodes to an Ed25519 public key
     */
    public Multikey(String text) {
        this(text, decode(text));
    }

    private Multikey(String text, byte[] raw) {
        this.text = text;
        this.raw = raw;
    }

    /** The key with these 32 raw bytes. */
    public static Multikey ofPublicKey(byte[] raw) {
        return new Multikey(of(raw), raw.clone());
    }

    public String text() {
        return text;
    }

    /** A copy of the 32 raw bytes of the public key. */
    public byte[] publicKey() {
        return raw.clone();
    }

    /** {@code did:key:z6Mk…#z6Mk…}, the form a proof and an HTTP signature name this key in. */
    public String verificationMethod() {
        return "did:key:" + text + "#" + text;
    }

    /**
     * The key that a verification method names.
     *
     * @throws IllegalArgumentException unless the text is {@code did:key:K#K} with one and the same key K
     */
    public static Multikey ofVerificationMethod(String method) {
        int hash = method.indexOf('#');
        if (!method.startsWith("did:key:")
                || hash < 0
                || !method.substring(8, hash).equals(method.substring(hash + 1))) {
            throw new IllegalArgumentException("a verification method is did:key:K#K, not " + method);
        }
        return new Multikey(method.substring(hash + 1));
    }

    private static String of(byte[] raw) {
        if (raw.length != 32) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + raw.length);
        }
        byte[] prefixed = new byte[34];
        prefixed[0] = (byte) 0xed;
        prefixed[1] = 0x01;
        System.arraycopy(raw, 0, prefixed, 2, 32);
        return "z" + Base58.encode(prefixed);
    }

    private static byte[] decode(String text) {
        if (!text.startsWith("z6Mk") || text.length() > 60) {
            throw new IllegalArgumentException("an Ed25519 key is written z6Mk…, not " + text);
        }
        byte[] prefixed = Base58.decode(text.substring(1));
        if (prefixed.length != 34 || prefixed[0] != (byte) 0xed || prefixed[1] != 0x01) {
            throw new IllegalArgumentException("not an Ed25519 public key: " + text);
        }
        byte[] raw = new byte[32];
        System.arraycopy(prefixed, 2, raw, 0, 32);
        return raw;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multikey that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
