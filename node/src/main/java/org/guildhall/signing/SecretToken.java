package org.guildhall.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.guildhall.record.Sha256;

/**
 * A random secret that is shown once and carried by whoever holds it: a session, an invitation, the admin token. Only its {@link
 * #hash} is stored, so a stolen database opens nothing.
 */
public final class SecretToken {
    private static final int BYTES = 32;

    private final String text;

    private SecretToken(String text) {
        this.text = text;
    }

    public static SecretToken generate(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new SecretToken(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** The secret itself, 43 characters that are safe in addresses, headers and cookies. */
    public String text() {
        return text;
    }

    /** What to store: 32 bytes, SHA-256 of the text. Plain hashing suffices for 256 random bits. */
    public byte[] hash() {
        return hash(text);
    }

    /** The hash to look up for a text that somebody presented, whatever it is. */
    public static byte[] hash(String presented) {
        return Sha256.of(presented.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the same time wherever the two differ. */
    public static boolean matches(String presented, byte[] storedHash) {
        return MessageDigest.isEqual(hash(presented), storedHash);
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "SecretToken[hidden]";
    }
}
