package org.guildhall.conformance.oqx;

import java.math.BigInteger;
import java.util.Arrays;

/** base58btc, the alphabet of Bitcoin. */
final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Base58() {}

    static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        for (BigInteger n = new BigInteger(1, bytes); n.signum() > 0; n = n.divide(BASE)) {
            reversed.append(ALPHABET.charAt(n.mod(BASE).intValue()));
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            reversed.append(ALPHABET.charAt(0));
        }
        return reversed.reverse().toString();
    }

    /** @throws IllegalArgumentException for a character that is not of the alphabet */
    static byte[] decode(String text) {
        BigInteger n = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("not base58btc: " + text);
            }
            n = n.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
            zeros++;
        }
        byte[] magnitude = n.signum() == 0 ? new byte[0] : n.toByteArray();
        int sign = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
        byte[] bytes = new byte[zeros + magnitude.length - sign];
        System.arraycopy(magnitude, sign, bytes, zeros, magnitude.length - sign);
        return bytes;
    }

    /** {@code z} and base58btc of exactly {@code length} bytes, in the only spelling. */
    static byte[] decodeMultibase(String text, int length, String code) throws Fault {
        // The bound keeps hostile texts from costing quadratic time.
        if (text.startsWith("z") && text.length() <= 2 * length) {
            try {
                byte[] bytes = decode(text.substring(1));
                if (bytes.length == length && ("z" + encode(bytes)).equals(text)) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                // told below
            }
        }
        throw new Fault(code, "not z and " + length + " bytes in base58btc: " + Arrays.toString(text.split("\n", 2)));
    }
}
