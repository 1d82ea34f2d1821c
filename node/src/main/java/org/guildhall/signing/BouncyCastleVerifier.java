package org.guildhall.signing;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.guildhall.record.Multikey;

/**
 * Pure Java, for machines where {@link CorrettoVerifier} does not load.
 *
 * <p>BouncyCastle checks [S]B − [k]A − R = 0 up to a factor that kills the small-order part of R, so alone it would accept
 * signatures that everybody else refuses. With A of prime order the two rules differ exactly when R has such a part: hence the
 * order of R is checked here, which doubles the cost.
 */
final class BouncyCastleVerifier implements Verifier {
    private static final byte[] IDENTITY = identity();

    private final KeyCache<Ed25519.PublicPoint> keys =
            new KeyCache<>(raw -> Ed25519.validatePublicKeyPartialExport(raw, 0));
    private final PlatformVerifier referee = new PlatformVerifier();

    @Override
    public boolean isSound(Multikey key) {
        return keys.get(key).isPresent();
    }

    @Override
    public boolean verify(Multikey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        Optional<Ed25519.PublicPoint> point = keys.get(key);
        if (point.isEmpty()) {
            return false;
        }
        if (Arrays.equals(signature, 0, IDENTITY.length, IDENTITY, 0, IDENTITY.length)) {
            // Has order 1: sound by the rule, and refused by the check below, which knows no points but keys.
            return referee.verify(key, message, signature);
        }
        if (!Ed25519.validatePublicKeyFull(signature, 0)) {
            return false;
        }
        try {
            return Ed25519.verify(signature, 0, point.get(), message, 0, message.length);
        } catch (IllegalStateException gaveUp) {
            // Its lattice reduction has a bound on steps (CVE-2024-30172) and throws beyond; the slow way has none to
            // exceed.
            return referee.verify(key, message, signature);
        }
    }

    private static byte[] identity() {
        byte[] encoded = new byte[32];
        encoded[0] = 1;
        return encoded;
    }
}
