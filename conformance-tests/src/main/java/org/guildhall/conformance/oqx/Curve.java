package org.guildhall.conformance.oqx;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The points of edwards25519, with the formulas of RFC 8032 §5.1 and nothing clever. Slow, and not in constant time: it is only given
 * what is public.
 */
public final class Curve {
    public static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    public static final BigInteger L =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    private static final BigInteger X_OF_BASE =
            new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202");
    private static final BigInteger Y_OF_BASE =
            new BigInteger("46316835694926478169428394003475163141307993866256225615783033603165251855960");

    public static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
    public static final Point BASE = new Point(X_OF_BASE, Y_OF_BASE);

    private Curve() {}

    /** A point of the curve. */
    public record Point(BigInteger x, BigInteger y) {
        public Point plus(Point other) {
            return Extended.of(this).plus(Extended.of(other)).affine();
        }

        public Point negated() {
            return new Point(x.negate().mod(P), y);
        }

        public Point times(BigInteger scalar) {
            Extended self = Extended.of(this);
            Extended result = Extended.of(NEUTRAL);
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                result = result.plus(result);
                if (scalar.testBit(bit)) {
                    result = result.plus(self);
                }
            }
            return result.affine();
        }

        /** The 32 bytes of RFC 8032 §5.1.2. */
        public byte[] encoded() {
            byte[] bytes = littleEndian(y, 32);
            if (x.testBit(0)) {
                bytes[31] |= (byte) 0x80;
            }
            return bytes;
        }
    }

    /** Extended homogeneous coordinates, RFC 8032 §5.1.4: they need no division on the way. */
    private record Extended(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        static Extended of(Point point) {
            return new Extended(
                    point.x, point.y, BigInteger.ONE, point.x.multiply(point.y).mod(P));
        }

        Extended plus(Extended other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.multiply(BigInteger.TWO)
                    .multiply(D)
                    .mod(P)
                    .multiply(other.t)
                    .mod(P);
            BigInteger d = z.multiply(BigInteger.TWO).multiply(other.z).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Extended(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        Point affine() {
            BigInteger inverse = z.modInverse(P);
            return new Point(x.multiply(inverse).mod(P), y.multiply(inverse).mod(P));
        }
    }

    /** The point that the bytes are the canonical encoding of. */
    public static Optional<Point> decode(byte[] encoded) {
        byte[] copy = encoded.clone();
        boolean odd = (copy[31] & 0x80) != 0;
        copy[31] &= 0x7f;
        BigInteger y = ofLittleEndian(copy);
        if (y.compareTo(P) >= 0) {
            return Optional.empty();
        }
        BigInteger yy = y.multiply(y).mod(P);
        BigInteger xx = yy.subtract(BigInteger.ONE)
                .multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xx)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xx) || (x.signum() == 0 && odd)) {
            return Optional.empty();
        }
        return Optional.of(new Point(x.testBit(0) == odd ? x : P.subtract(x), y));
    }

    /** The number k of OQX-SIG-004. */
    public static BigInteger challenge(byte[] r, byte[] publicKey, byte[] message) {
        return ofLittleEndian(Hashes.sha512(r, publicKey, message)).mod(L);
    }

    public static BigInteger ofLittleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    public static byte[] littleEndian(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
