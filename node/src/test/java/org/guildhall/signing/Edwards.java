package org.guildhall.signing;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The curve edwards25519 in textbook arithmetic, to make the points and signatures that no library would make. */
record Edwards(BigInteger x, BigInteger y) {
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The order of the base point. */
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

    static final Edwards IDENTITY = new Edwards(BigInteger.ZERO, BigInteger.ONE);
    static final Edwards BASE = decode(fromHex("5866666666666666666666666666666666666666666666666666666666666666"))
            .orElseThrow();

    Edwards plus(Edwards other) {
        BigInteger product =
                D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
        BigInteger newX = x.multiply(other.y)
                .add(y.multiply(other.x))
                .multiply(BigInteger.ONE.add(product).modInverse(P));
        BigInteger newY = y.multiply(other.y)
                .add(x.multiply(other.x))
                .multiply(BigInteger.ONE.subtract(product).modInverse(P));
        return new Edwards(newX.mod(P), newY.mod(P));
    }

    Edwards negated() {
        return new Edwards(x.negate().mod(P), y);
    }

    /** In projective coordinates, which need one inversion at the end. */
    Edwards times(BigInteger scalar) {
        BigInteger[] sum = {BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE};
        BigInteger[] point = {x, y, BigInteger.ONE};
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = sum(sum, sum);
            if (scalar.testBit(bit)) {
                sum = sum(sum, point);
            }
        }
        BigInteger inverse = sum[2].modInverse(P);
        return new Edwards(
                sum[0].multiply(inverse).mod(P), sum[1].multiply(inverse).mod(P));
    }

    private static BigInteger[] sum(BigInteger[] one, BigInteger[] two) {
        BigInteger a = one[2].multiply(two[2]).mod(P);
        BigInteger b = a.multiply(a).mod(P);
        BigInteger c = one[0].multiply(two[0]).mod(P);
        BigInteger d = one[1].multiply(two[1]).mod(P);
        BigInteger e = D.multiply(c).mod(P).multiply(d).mod(P);
        BigInteger f = b.subtract(e);
        BigInteger g = b.add(e);
        BigInteger cross = one[0].add(one[1])
                .multiply(two[0].add(two[1]))
                .subtract(c)
                .subtract(d)
                .mod(P);
        return new BigInteger[] {
            a.multiply(f).mod(P).multiply(cross).mod(P),
            a.multiply(g).mod(P).multiply(d.add(c)).mod(P),
            f.multiply(g).mod(P)
        };
    }

    byte[] encode() {
        byte[] bytes = littleEndian(y);
        if (x.testBit(0)) {
            bytes[31] |= (byte) 0x80;
        }
        return bytes;
    }

    /** Takes y modulo the prime, as careless decoders do. */
    static Optional<Edwards> decode(byte[] bytes) {
        byte[] cleared = bytes.clone();
        cleared[31] &= 0x7f;
        boolean odd = bytes[31] < 0;
        BigInteger y = fromLittleEndian(cleared).mod(P);
        BigInteger y2 = y.multiply(y);
        BigInteger x2 = y2.subtract(BigInteger.ONE)
                .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(x2)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(x2)) {
            return Optional.empty();
        }
        return Optional.of(new Edwards(x.testBit(0) == odd ? x : x.negate().mod(P), y));
    }

    /** A point of order 8. */
    static Edwards torsion() {
        for (int y = 2; ; y++) {
            Optional<Edwards> point = decode(littleEndian(BigInteger.valueOf(y)));
            if (point.isPresent()) {
                Edwards small = point.get().times(L);
                if (!small.times(BigInteger.valueOf(4)).equals(IDENTITY)) {
                    return small;
                }
            }
        }
    }

    /** SHA-512(R ‖ A ‖ message) modulo L. */
    static BigInteger challenge(byte[] r, byte[] a, byte[] message) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(r);
            sha512.update(a);
            return fromLittleEndian(sha512.digest(message)).mod(L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] signature(byte[] r, BigInteger s) {
        byte[] signature = Arrays.copyOf(r, 64);
        System.arraycopy(littleEndian(s), 0, signature, 32, 32);
        return signature;
    }

    static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    static BigInteger fromLittleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] fromHex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
