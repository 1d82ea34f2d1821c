package org.guildhall.conformance.oqx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Joining bytes and numbers, big-endian. */
public final class Bytes {
    private Bytes() {}

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] u8(int value) {
        return new byte[] {(byte) value};
    }

    public static byte[] u16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    public static byte[] u32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    public static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static long toLong(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getLong(offset);
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
