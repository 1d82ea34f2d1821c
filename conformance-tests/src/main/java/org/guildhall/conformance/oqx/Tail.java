package org.guildhall.conformance.oqx;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The answer of a tail, chapter 03 §8: the bytes of a checkpoint, and the bytes of frames. */
public record Tail(byte[] checkpoint, byte[] frames) {

    public byte[] bytes() {
        return Bytes.join(Bytes.u32(checkpoint.length), checkpoint, frames);
    }

    public static Tail read(byte[] body) throws Fault {
        int length = body.length < 4 ? -1 : ByteBuffer.wrap(body).getInt();
        if (length < 1 || length > Checkpoint.BYTES || length > body.length - 4) {
            throw new Fault("frame", "no checkpoint in the tail");
        }
        return new Tail(Arrays.copyOfRange(body, 4, 4 + length), Arrays.copyOfRange(body, 4 + length, body.length));
    }
}
