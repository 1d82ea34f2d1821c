package org.guildhall.log;

import java.nio.ByteBuffer;
import java.util.List;
import org.guildhall.record.Digest;
import org.guildhall.record.Limits;

/**
 * What is served of one position of a log: the entry, the position in its origin's log if the record was included from there
 * (−1 if the log's owner signed it), and the record's bytes or why they are gone.
 *
 * <p>Bytes: entry 78 · origin i64 · form u8 · for a payload u32 length and the bytes, for a hole the i64 position of the entry that
 * made it. Big-endian.
 */
public record Frame(Entry entry, long origin, Content content) {
    public static final long OWN = -1;
    /** What a hole names while its log has no entry that says so: it became known from elsewhere. */
    public static final long NO_ENTRY = -1;
    /** Frames of a full page. */
    public static final int PAGE = 256;

    public static final String MEDIA_TYPE = "application/vnd.oqx.frames";

    static final int HEAD_BYTES = Entry.BYTES + 8 + 1;
    static final int SHORTEST = HEAD_BYTES + 4;

    private static final byte PAYLOAD = 0;
    private static final byte ERASED = 1;
    private static final byte DROPPED = 2;

    /** The third part of a frame. */
    public sealed interface Content {
        /** The record's published bytes. Shared, not copied: nobody may change them. */
        record Payload(byte[] bytes) implements Content {}

        /** The owner of the object took it back with the entry at this position of the same log, or {@link #NO_ENTRY}. */
        record Erased(long by) implements Content {}

        /** The owner of the log dropped it with the entry at this position of the same log, or {@link #NO_ENTRY}. */
        record Dropped(long by) implements Content {}
    }

    /**
     * False when the bytes are not those of the entry's digest: they were changed on the way, or by who keeps them. A frame with a
     * hole is always intact.
     */
    public boolean isIntact() {
        return !(content instanceof Content.Payload payload)
                || Digest.of(payload.bytes()).equals(entry.digest());
    }

    /** As it is served with a checkpoint of this size: a hole names no entry that the checkpoint does not cover. */
    public Frame within(long size) {
        if (content instanceof Content.Erased erased && erased.by() >= size) {
            return new Frame(entry, origin, new Content.Erased(NO_ENTRY));
        }
        return content instanceof Content.Dropped dropped && dropped.by() >= size
                ? new Frame(entry, origin, new Content.Dropped(NO_ENTRY))
                : this;
    }

    /** How many bytes the frame has when it is served. */
    public int length() {
        return content instanceof Content.Payload payload ? HEAD_BYTES + 4 + payload.bytes().length : HEAD_BYTES + 8;
    }

    /** Frames one after the other, as a page has them. */
    public static byte[] encode(List<Frame> frames) {
        ByteBuffer out =
                ByteBuffer.allocate(frames.stream().mapToInt(Frame::length).sum());
        frames.forEach(frame -> frame.writeTo(out));
        return out.array();
    }

    void writeTo(ByteBuffer out) {
        out.put(entry.toBytes()).putLong(origin);
        if (content instanceof Content.Payload payload) {
            out.put(PAYLOAD).putInt(payload.bytes().length).put(payload.bytes());
        } else if (content instanceof Content.Erased erased) {
            out.put(ERASED).putLong(erased.by());
        } else if (content instanceof Content.Dropped dropped) {
            out.put(DROPPED).putLong(dropped.by());
        }
    }

    /** Reads the frame at the buffer's position and moves it behind. Nothing is allocated that the buffer does not hold. */
    static Frame read(ByteBuffer in) throws LogFault {
        if (in.remaining() < SHORTEST) {
            throw malformed("the bytes end within a frame");
        }
        Entry entry = Entry.read(in.array(), in.arrayOffset() + in.position());
        in.position(in.position() + Entry.BYTES);
        long origin = in.getLong();
        if (origin < OWN) {
            throw malformed("origin " + origin);
        }
        byte form = in.get();
        return switch (form) {
            case PAYLOAD -> new Frame(entry, origin, payload(in));
            case ERASED -> new Frame(entry, origin, new Content.Erased(by(in)));
            case DROPPED -> new Frame(entry, origin, new Content.Dropped(by(in)));
            default -> throw malformed("form " + form);
        };
    }

    private static Content.Payload payload(ByteBuffer in) throws LogFault {
        int length = in.getInt();
        if (length < 1 || length > Limits.RECORD_BYTES || length > in.remaining()) {
            throw malformed("a payload of " + length + " bytes, " + in.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new Content.Payload(bytes);
    }

    private static long by(ByteBuffer in) throws LogFault {
        if (in.remaining() < 8) {
            throw malformed("the bytes end within a frame");
        }
        long by = in.getLong();
        if (by < NO_ENTRY) {
            throw malformed("a hole that names entry " + by);
        }
        return by;
    }

    private static LogFault malformed(String why) {
        return new LogFault("frame", why);
    }
}
