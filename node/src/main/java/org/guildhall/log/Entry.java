package org.guildhall.log;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;

/**
 * A record's line in a log, 78 bytes, big-endian: version (1 byte, 1), kind (1), time (8), revision (4), thread key (16), object
 * key (16), digest (32). It is what the tree is over, so it stays true when the record's bytes are erased.
 *
 * <p>Whatever follows the version is carried as it stands, also numbers that no record has: what somebody else logged is judged
 * beside its record, one by one, and stops nothing (OQX-LOG-004, OQX-FOL-020).
 *
 * @param kindCode 0 to 255
 * @param time milliseconds since 1970 when the record was logged
 * @param revision 32 bits; negative stands for what is too large for a record
 * @param thread {@link ObjectKey#ZERO} for nodes and members
 */
public record Entry(int kindCode, long time, int revision, ObjectKey thread, ObjectKey object, Digest digest) {
    public static final int BYTES = 78;

    private static final byte VERSION = 1;
    private static final int THREAD = 14;
    private static final int OBJECT = 30;
    private static final int DIGEST = 46;

    public Entry {
        if (kindCode < 0 || kindCode > 255) {
            throw new IllegalArgumentException("a kind's code is one byte, not " + kindCode);
        }
    }

    /** The entry for a record that is logged now. */
    public static Entry of(OqxRecord record, Instant logged) {
        return new Entry(
                record.head().kind().code(),
                logged.toEpochMilli(),
                record.head().revision(),
                threadKey(record),
                record.object().key(),
                record.payload().digest());
    }

    /**
     * Reads the entry at {@code offset}.
     *
     * @throws LogFault {@code entry} unless there are 78 bytes of version 1
     */
    public static Entry read(byte[] bytes, int offset) throws LogFault {
        if (bytes.length - offset < BYTES) {
            throw new LogFault("entry", "an entry has " + BYTES + " bytes");
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes, offset, BYTES);
        byte version = fields.get();
        int kindCode = fields.get() & 0xff;
        long time = fields.getLong();
        int revision = fields.getInt();
        if (version != VERSION) {
            throw new LogFault("entry", "an entry of version " + version);
        }
        return new Entry(
                kindCode,
                time,
                revision,
                ObjectKey.wrap(slice(bytes, offset + THREAD, ObjectKey.LENGTH)),
                ObjectKey.wrap(slice(bytes, offset + OBJECT, ObjectKey.LENGTH)),
                Digest.wrap(slice(bytes, offset + DIGEST, Digest.LENGTH)));
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        writeTo(bytes, 0);
        return bytes;
    }

    void writeTo(byte[] bytes, int offset) {
        ByteBuffer.wrap(bytes, offset, BYTES)
                .put(VERSION)
                .put((byte) kindCode)
                .putLong(time)
                .putInt(revision);
        thread.copyTo(bytes, offset + THREAD);
        object.copyTo(bytes, offset + OBJECT);
        digest.copyTo(bytes, offset + DIGEST);
    }

    public TreeHash leafHash() {
        return MerkleTree.leaf(toBytes());
    }

    /** Empty when the kind is of a later edition. */
    public Optional<Kind> kind() {
        return Kind.ofCode(kindCode);
    }

    public Instant logged() {
        return Instant.ofEpochMilli(time);
    }

    /**
     * Whether this entry is about that record: digest, kind, revision and both keys agree. A log whose entry points at other
     * bytes, or files them under another thread, object or revision, is not believed about this record.
     */
    public boolean describes(OqxRecord record) {
        return digest.equals(record.payload().digest())
                && kindCode == record.head().kind().code()
                && revision == record.head().revision()
                && object.equals(record.object().key())
                && thread.equals(threadKey(record));
    }

    private static ObjectKey threadKey(OqxRecord record) {
        return record.thread().map(ObjectId::key).orElse(ObjectKey.ZERO);
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }
}
