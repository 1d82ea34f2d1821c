package org.guildhall.conformance.oqx;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The one rule of chapter 02 §1: the Java runtime's Ed25519, with the checks beside it that the rule asks for. */
public final class Ed25519 {
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** Keys that were found to be of prime order. A suite meets few keys, so nothing is ever dropped. */
    private final Map<String, Boolean> sound = new ConcurrentHashMap<>();

    /** OQX-SIG-001. */
    public void checkKey(byte[] publicKey) throws Fault {
        String name = HexFormat.of().formatHex(publicKey);
        if (publicKey.length != 32 || !sound.computeIfAbsent(name, k -> isOfPrimeOrder(publicKey))) {
            throw new Fault("bad-key", "not the canonical encoding of a point of prime order: " + name);
        }
    }

    /** OQX-SIG-001, 003 and 004. */
    public void verify(byte[] publicKey, byte[] message, byte[] signature) throws Fault {
        checkKey(publicKey);
        if (signature.length != 64 || scalarOf(signature).compareTo(Curve.L) >= 0) {
            throw new Fault("bad-signature", "S is not below L, or there are not 64 bytes");
        }
        // The runtime compares points; the rule compares bytes, so a second spelling of R has to go first.
        if (Curve.decode(Arrays.copyOf(signature, 32)).isEmpty() || !platformVerifies(publicKey, message, signature)) {
            throw new Fault("bad-signature", "the signature does not hold");
        }
    }

    /** The rule written out with the formulas of the chapter: the referee for {@link #verify}. */
    public static boolean holds(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != 32 || signature.length != 64 || !isOfPrimeOrder(publicKey)) {
            return false;
        }
        byte[] r = Arrays.copyOf(signature, 32);
        BigInteger s = scalarOf(signature);
        BigInteger k = Curve.challenge(r, publicKey, message);
        Curve.Point a = Curve.decode(publicKey).orElseThrow();
        return s.compareTo(Curve.L) < 0
                && Arrays.equals(Curve.BASE.times(s).plus(a.times(k).negated()).encoded(), r);
    }

    private static boolean isOfPrimeOrder(byte[] publicKey) {
        Optional<Curve.Point> a = Curve.decode(publicKey);
        return a.isPresent()
                && !a.get().equals(Curve.NEUTRAL)
                && a.get().times(Curve.L).equals(Curve.NEUTRAL);
    }

    private static BigInteger scalarOf(byte[] signature) {
        return Curve.ofLittleEndian(Arrays.copyOfRange(signature, 32, 64));
    }

    private static boolean platformVerifies(byte[] publicKey, byte[] message, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + 32);
            System.arraycopy(publicKey, 0, encoded, X509_PREFIX.length, 32);
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 runtime has Ed25519", e);
        }
    }
}
