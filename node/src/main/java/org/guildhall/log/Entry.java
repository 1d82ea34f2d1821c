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
 * @param kindCode 1 to 255; a kind of a later edition of the protocol is carried like any other
 * @param time milliseconds since 1970 when the record was logged; no log goes back in time
 * @param revision from 1
 * @param thread {@link ObjectKey#ZERO} for nodes and members
 */
public record Entry(int kindCode, long time, int revision, ObjectKey thread, ObjectKey object, Digest digest) {
    public static final int BYTES = 78;

    private static final byte VERSION = 1;
    private static final int THREAD = 14;
    private static final int OBJECT = 30;
    private static final int DIGEST = 46;

    public Entry {
        if (kindCode < 1 || kindCode > 255 || time < 0 || time > MerkleTree.LARGEST || revision < 1) {
            throw new IllegalArgumentException("kind " + kindCode + ", time " + time + ", revision " + revision);
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
     * @throws LogFault {@code malformed-entry} unless it is an entry of version 1 with every number in its range
     */
    public static Entry read(byte[] bytes, int offset) throws LogFault {
        if (bytes.length - offset < BYTES) {
            throw new LogFault("malformed-entry", "an entry has " + BYTES + " bytes");
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes, offset, BYTES);
        byte version = fields.get();
        int kindCode = fields.get() & 0xff;
        long time = fields.getLong();
        int revision = fields.getInt();
        if (version != VERSION || kindCode == 0 || time < 0 || time > MerkleTree.LARGEST || revision < 1) {
            throw new LogFault(
                    "malformed-entry",
                    "version " + version + ", kind " + kindCode + ", time " + time + ", revision " + revision);
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
