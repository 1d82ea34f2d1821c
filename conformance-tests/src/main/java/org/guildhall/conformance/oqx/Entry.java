package org.guildhall.conformance.oqx;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A line of a log, chapter 03 §1. */
public record Entry(int kind, long time, int revision, byte[] threadKey, byte[] objectKey, byte[] digest) {
    public static final int BYTES = 78;

    public byte[] bytes() {
        return Bytes.join(
                Bytes.u8(1), Bytes.u8(kind), Bytes.u64(time), Bytes.u32(revision), threadKey, objectKey, digest);
    }

    public static Entry read(byte[] bytes) throws Fault {
        if (bytes.length != BYTES || bytes[0] != 1) {
            throw new Fault("entry", "not an entry of version 1");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Entry(
                bytes[1] & 0xff,
                in.getLong(2),
                in.getInt(10),
                Arrays.copyOfRange(bytes, 14, 30),
                Arrays.copyOfRange(bytes, 30, 46),
                Arrays.copyOfRange(bytes, 46, 78));
    }

    public byte[] leafHash() {
        return Hashes.sha256(Bytes.u8(0), bytes());
    }

    /** Does the entry say of the record what OQX-LOG-003 asks for? */
    boolean describes(SignedRecord record) throws Fault {
        return Arrays.equals(bytes(), record.entry(time).bytes());
    }
}
