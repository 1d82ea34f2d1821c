package org.guildhall.signing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.guildhall.record.Multikey;

/**
 * Keys that are no secret: printed in a standard or in the protocol's own vectors, or what a broken source of randomness gives.
 * Whoever signs with one shares the identity with every reader of that document (it happened to chat servers: CVE-2026-24044).
 * No node starts with one, and none peers with a node that uses one (OQX-SIG-012).
 */
public final class SampleKeys {
    private static final int FEWEST_DISTINCT_BYTES = 12;

    private static final Set<String> PRINTED = Set.of(
            // RFC 8032, sections 7.1 to 7.3 (the first is also in RFC 8037)
            "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw",
            "z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT",
            "z6MkwSD8dBdqcXQzKJZQFPy2hh2izzxskndKCjdmC2dBpfME",
            "z6Mkh7U7jBwoMro3UeHmXes4tKtFbZhMRWejbtunbU4hhvjP",
            "z6MkvLrkgkeeWeRwktZGShYPiB5YuPkhN2yi3MqMKZMFMgWr",
            "z6MkuWpxSsRPxhj2Y6CJQcFknsouoSZ5f5gzRAKdnB8nzGLH",
            "z6MkfUFsZBHsQh8vy1TBHvYXLJLxpVkCaJCUXC5aBKKMtZJZ",
            // a key of the ed25519.cr.yp.to test vectors that libraries copy
            "z6MknWz9k8jmvFYo6vae2qbApkFdC112sUGpgxwEHKq3WtTu",
            // RFC 9421, appendix B.1.4
            "z6Mkh4LmfP1ev9MNPGr7JbEbtD6BD4fsu1duEj83PMCs3xHG",
            // W3C Data Integrity EdDSA cryptosuites, test vectors
            "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            "z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7",
            "z6MkhWqdDBPojHA7cprTGTt5yHv5yUi1B8cnXn8ReLumkw6E",
            "z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
            "z6Mkm1S51iPHJvDEkJ9MRtxJmT8Pqo6wHipAFwBAjN83vntT",
            // did:key method, test vectors (private keys 0, 1, 2, 3 and 5)
            "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
            "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
            "z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf",
            "z6MkvqoYXQfDDJRv8L4wKzxYeuKyVZBfi9Qo6Ro8MiLH3kDQ",
            "z6MkwYMhwTvsq376YBAcJHy3vyRWzBgn5vKfVqqDCgm7XVKU",
            // Go's note package, documentation
            "z6MkgEAm56WdUmn2gKJAkKtZZo2aysN7AZhw2KYqJpm5mVv5");

    /** The keys of the protocol's vectors, as the specification publishes them. */
    private static final String OURS = "/oqx/vectors/sample-keys.json";

    private static final Set<String> KNOWN = known();

    private SampleKeys() {}

    /** True of a public key whose private key anybody can read. */
    public static boolean contains(Multikey key) {
        return KNOWN.contains(key.text());
    }

    /**
     * True of a key pair nobody may start a node with: printed, or with a private key that is a pattern. 32 random bytes have
     * fewer than 12 different values, or all the same step between neighbours, with a chance below 2^−80.
     */
    static boolean contains(SigningKey key) {
        byte[] seed = key.seed();
        boolean steady = true;
        for (int i = 2; i < seed.length; i++) {
            steady &= (byte) (seed[i] - seed[i - 1]) == (byte) (seed[1] - seed[0]);
        }
        boolean[] seen = new boolean[256];
        int distinct = 0;
        for (byte b : seed) {
            if (!seen[b & 0xff]) {
                seen[b & 0xff] = true;
                distinct++;
            }
        }
        return steady || distinct < FEWEST_DISTINCT_BYTES || contains(key.publicKey());
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(PRINTED);
        try (InputStream ours = SampleKeys.class.getResourceAsStream(OURS)) {
            if (ours != null) {
                new ObjectMapper()
                        .readTree(ours)
                        .path("keys")
                        .forEach(key -> known.add(key.path("multikey").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(OURS + " can't be read", e);
        }
        return Set.copyOf(known);
    }
}
