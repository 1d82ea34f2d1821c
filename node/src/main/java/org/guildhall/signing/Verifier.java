package org.guildhall.signing;

import org.guildhall.record.Multikey;

/**
 * Verifies Ed25519 signatures, every implementation by the one rule of the protocol (OQX, chapter Signatures), so that two
 * nodes never disagree about a record:
 *
 * <ol>
 *   <li>the public key is the canonical encoding of a point of prime order;
 *   <li>the signature has 64 bytes, R ‖ S, and S is below the order of the group;
 *   <li>[S]B − [k]A with k = SHA-512(R ‖ A ‖ message), no cofactor, encodes to the very bytes of R.
 * </ol>
 *
 * OpenSSL, Go, AWS-LC and the JDK do 2 and 3. The first is ours: it costs a scalar multiplication, so it is done once per key and
 * remembered in a bounded cache. Implementations are safe for use by many threads, and each verification ends within a
 * millisecond whatever the bytes are.
 */
public interface Verifier {
    int SIGNATURE_BYTES = 64;

    /** False for whatever does not follow the rule; hostile bytes never throw. */
    boolean verify(Multikey key, byte[] message, byte[] signature);

    /** Whether a key keeps the first part of the rule. One that does not verifies nothing (OQX-SIG-001, {@code bad-key}). */
    boolean isSound(Multikey key);

    /** The fastest one this machine can load. The choice between them is made here and nowhere else. */
    static Verifier best() {
        try {
            return CorrettoVerifier.load().<Verifier>map(v -> v).orElseGet(BouncyCastleVerifier::new);
        } catch (LinkageError absent) {
            // The provider is an optional dependency, or its native library is for another machine.
            return new BouncyCastleVerifier();
        }
    }
}
