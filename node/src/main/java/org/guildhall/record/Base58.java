package org.guildhall.record;

import java.util.Arrays;

/**
 * Base58 in the Bitcoin alphabet, as multibase prefix {@code z} has it. For short values (keys, signatures) only: the work
 * grows with the square of the length. Every text is the one spelling of what it decodes to.
 */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int RADIX = 58;
    private static final int LONGEST = 128;
    private static final int[] DIGITS = digits();

    private Base58() {}

    private static int[] digits() {
        int[] digits = new int[128];
        Arrays.fill(digits, -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            digits[ALPHABET.charAt(i)] = i;
        }
        return digits;
    }

    public static String encode(byte[] bytes) {
        byte[] rest = bytes.clone();
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (from < rest.length) {
            int remainder = 0;
            for (int i = from; i < rest.length; i++) {
                int value = (remainder << 8) | (rest[i] & 0xff);
                rest[i] = (byte) (value / RADIX);
                remainder = value % RADIX;
            }
            if (rest[from] == 0) {
                from += zeros(rest, from);
            }
            text.append(ALPHABET.charAt(remainder));
        }
        // The number alone would lose its leading zero bytes; each is a digit 1. The last of the loop's are among them.
        int significant = text.length();
        while (significant > 0 && text.charAt(significant - 1) == '1') {
            significant--;
        }
        text.setLength(significant);
        return text.append("1".repeat(zeros(bytes, 0))).reverse().toString();
    }

    private static int zeros(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] == 0) {
            at++;
        }
        return at - from;
    }

    /**
     * Reads base58 text.
     *
     * @throws IllegalArgumentException when a character is not of the alphabet or the text is longer than 128
     */
    public static byte[] decode(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("base58 text of more than " + LONGEST + " characters");
        }
        // The number in limbs of 32 bits, the lowest first.
        int[] limbs = new int[LONGEST * 6 / 32 + 1];
        int used = 0;
        int ones = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < DIGITS.length ? DIGITS[c] : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("not a base58 character: " + c);
            }
            if (digit == 0 && ones == i) {
                ones++;
            }
            long carry = digit;
            for (int limb = 0; limb < used; limb++) {
                carry += (limbs[limb] & 0xffff_ffffL) * RADIX;
                limbs[limb] = (int) carry;
                carry >>>= 32;
            }
            if (carry != 0) {
                limbs[used++] = (int) carry;
            }
        }
        byte[] number = new byte[used * 4];
        for (int i = 0; i < number.length; i++) {
            number[number.length - 1 - i] = (byte) (limbs[i / 4] >>> (8 * (i % 4)));
        }
        int skip = zeros(number, 0);
        byte[] bytes = new byte[ones + number.length - skip];
        System.arraycopy(number, skip, bytes, ones, number.length - skip);
        return bytes;
    }
}
