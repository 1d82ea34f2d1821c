package org.guildhall.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The answer to {@code tail}: the newest checkpoint as it was signed, and frames from where the follower stands. Bytes: u32 length
 * of the note · the note · frames.
 */
public record Tail(byte[] note, List<Frame> frames) {
    public static final String MEDIA_TYPE = "application/vnd.oqx.tail";

    public byte[] toBytes() {
        int length = 4 + note.length + frames.stream().mapToInt(Frame::length).sum();
        ByteBuffer out = ByteBuffer.allocate(length).putInt(note.length).put(note);
        frames.forEach(frame -> frame.writeTo(out));
        return out.array();
    }

    /**
     * Reads the answer of another node.
     *
     * @throws LogFault {@code frame}, or what {@link FrameReader} throws
     */
    public static Tail read(byte[] bytes) throws LogFault {
        int length = bytes.length < 4 ? -1 : ByteBuffer.wrap(bytes).getInt();
        if (length < 1 || length > SignedCheckpoint.LONGEST || length > bytes.length - 4) {
            throw new LogFault("frame", "a tail begins with the length of its checkpoint, and the checkpoint");
        }
        return new Tail(Arrays.copyOfRange(bytes, 4, 4 + length), new FrameReader(bytes, 4 + length).rest());
    }
}
