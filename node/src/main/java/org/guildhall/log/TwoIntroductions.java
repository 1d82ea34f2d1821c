package org.guildhall.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;

/** Proof that a node signed two Node records of one revision (OQX-WIT-032), as published bytes. */
public record TwoIntroductions(int revision, byte[] one, byte[] other) {
    /** The first byte of this kind of evidence. */
    public static final byte KIND = 2;

    /** The kind, then each record after its length in four bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(9 + one.length + other.length)
                .put(KIND)
                .putInt(one.length)
                .put(one)
                .putInt(other.length)
                .put(other)
                .array();
    }

    /**
     * Reads evidence that somebody presents against a node, signatures included.
     *
     * @param known the node's Node records as they are believed, at least up to the revision before
     * @throws LogFault {@code evidence} when it proves nothing
     */
    public static TwoIntroductions read(byte[] bytes, Introductions known, DataIntegrity proofs) throws LogFault {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.get() != KIND) {
                throw nothing("it is not about two Node records");
            }
            byte[] one = part(in);
            byte[] other = part(in);
            if (in.hasRemaining() || java.util.Arrays.equals(one, other)) {
                throw nothing("there must be two records, and no more");
            }
            int revision = chained(one, known, proofs);
            if (chained(other, known, proofs) != revision) {
                throw nothing("the two are of different revisions");
            }
            return new TwoIntroductions(revision, one, other);
        } catch (BufferUnderflowException e) {
            throw nothing("it is too short");
        } catch (RecordFault | SignatureFault e) {
            throw nothing(String.valueOf(e.getMessage()));
        }
    }

    /** The revision of a record that continues what is believed of the node up to the one before. */
    private static int chained(byte[] record, Introductions known, DataIntegrity proofs)
            throws RecordFault, SignatureFault, LogFault {
        int revision = org.guildhall.record.RecordReader.read(record).head().revision();
        NodeId node = known.node();
        if (revision > known.records().size() + 1) {
            throw nothing("the Node records before it are missing");
        }
        List<byte[]> chain = new ArrayList<>();
        known.records()
                .subList(0, revision - 1)
                .forEach(before -> chain.add(before.payload().bytes()));
        chain.add(record);
        var unused = Introductions.read(node, chain, proofs);
        return revision;
    }

    private static byte[] part(ByteBuffer in) throws LogFault {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw nothing("a record is cut off");
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    private static LogFault nothing(String why) {
        return new LogFault("evidence", "this proves nothing: " + why);
    }
}
