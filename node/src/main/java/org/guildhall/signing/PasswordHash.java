package org.guildhall.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords, kept as Argon2id in the PHC string format. One call takes about 40 ms and 19 MiB: make it on a worker, behind a
 * limit of attempts. Passwords are compared in Unicode form NFKC, so that keyboards may differ.
 */
public final class PasswordHash {
    /** Longer ones are refused by {@link #hash} and match nothing. UTF-16 units. */
    public static final int LONGEST_PASSWORD = 1_024;

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,5}),t=([1-9][0-9]?),p=([1-4])"
                    + "\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,86})");
    private static final int MOST_MEMORY_KIB = 65_536;

    private final SecureRandom random;
    private final String nobody;

    public PasswordHash(SecureRandom random) {
        this.random = random;
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        this.nobody = phc(salt, hash);
    }

    /** {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash} with a fresh salt. */
    public String hash(String password) {
        if (password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("a password of more than " + LONGEST_PASSWORD + " characters");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return phc(salt, argon2id(password, salt, MEMORY_KIB, PASSES, 1, HASH_BYTES));
    }

    /** Whether the password is the one {@code phc} was made from. What is no PHC string of Argon2id matches nothing. */
    public boolean matches(String password, String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches() || password.length() > LONGEST_PASSWORD) {
            return false;
        }
        int memory = Integer.parseInt(parts.group(1));
        if (memory > MOST_MEMORY_KIB) {
            return false;
        }
        byte[] expected;
        byte[] salt;
        try {
            salt = Base64.getDecoder().decode(parts.group(4));
            expected = Base64.getDecoder().decode(parts.group(5));
        } catch (IllegalArgumentException e) {
            return false;
        }
        byte[] actual = argon2id(
                password,
                salt,
                memory,
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Takes as long as a comparison and is always false: for a name that has no account, so that the answer tells nothing. */
    public boolean matchesNobody(String password) {
        // The stored hash is random bytes, so nothing hashes to it.
        return matches(password, nobody);
    }

    /** True when the string was made with other costs than today's: hash again at the next successful sign-in. */
    public static boolean isOutdated(String phc) {
        return !phc.startsWith(costs());
    }

    private static String phc(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return costs() + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static String costs() {
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$";
    }

    static byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        byte[] normal = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        generator.generateBytes(normal, hash);
        return hash;
    }
}
