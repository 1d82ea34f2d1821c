package org.guildhall.conformance.oqx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry with its payload or with the reason why it is not there: chapter 03 §5. */
public final class Frame {
    private static final int FIXED = Entry.BYTES + 8 + 1;

    private final Entry entry;
    private final long origin;
    private final int form;
    private final byte @Nullable [] payload;
    private final long holeOf;

    private Frame(Entry entry, long origin, int form, byte @Nullable [] payload, long holeOf) {
        this.entry = entry;
        this.origin = origin;
        this.form = form;
        this.payload = payload;
        this.holeOf = holeOf;
    }

    public static Frame of(Entry entry, long origin, byte[] payload) {
        return new Frame(entry, origin, 0, payload, -1);
    }

    /** A frame without payload; {@code form} 1 is erased, 2 dropped, {@code index} that of the entry which says so, or -1. */
    public static Frame hole(Entry entry, long origin, int form, long index) {
        return new Frame(entry, origin, form, null, index);
    }

    public Entry entry() {
        return entry;
    }

    /** The index in the owner's log, -1 for an own record. */
    public long origin() {
        return origin;
    }

    public int form() {
        return form;
    }

    public Optional<byte[]> payload() {
        return Optional.ofNullable(payload);
    }

    public byte[] bytes() {
        byte[] fixed = Bytes.join(entry.bytes(), Bytes.u64(origin), Bytes.u8(form));
        return payload == null
                ? Bytes.join(fixed, Bytes.u64(holeOf))
                : Bytes.join(fixed, Bytes.u32(payload.length), payload);
    }

    /** Reads frames up to the end of the bytes. Payloads are not yet compared with their digests. */
    public static List<Frame> readAll(byte[] bytes) throws Fault {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            frames.add(read(in));
        }
        return frames;
    }

    private static Frame read(ByteBuffer in) throws Fault {
        if (in.remaining() < FIXED) {
            throw new Fault("frame", "ends within a frame");
        }
        byte[] entryBytes = new byte[Entry.BYTES];
        in.get(entryBytes);
        Entry entry = Entry.read(entryBytes);
        long origin = in.getLong();
        int form = in.get();
        if (origin < -1 || form < 0 || form > 2) {
            throw new Fault("frame", "origin " + origin + ", form " + form);
        }
        if (form != 0) {
            if (in.remaining() < 8) {
                throw new Fault("frame", "ends within a frame");
            }
            long by = in.getLong();
            if (by < -1) {
                throw new Fault("frame", "a hole that names entry " + by);
            }
            return hole(entry, origin, form, by);
        }
        int length = in.remaining() < 4 ? 0 : in.getInt();
        if (length < 1 || length > SignedRecord.BYTES || length > in.remaining()) {
            throw new Fault("frame", "a payload of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] payload = new byte[length];
        in.get(payload);
        return of(entry, origin, payload);
    }

    /** OQX-LOG-042. */
    public void checkDigest() throws Fault {
        if (payload != null && !Arrays.equals(Hashes.sha256(payload), entry.digest())) {
            throw new Fault("payload-digest", "a payload is not what its entry says");
        }
    }
}
