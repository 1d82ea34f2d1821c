package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Discovery;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.Tree;

/** The log of a sample node while it is being written. One entry a second. */
final class SampleLog {
    private final SampleNode owner;
    private final List<Frame> frames = new ArrayList<>();
    private final List<SignedRecord> introductions = new ArrayList<>();
    private final Tree tree = new Tree();

    SampleLog(SampleNode owner) {
        this.owner = owner;
    }

    long nextTime() {
        return SampleNode.BEGIN.toEpochMilli() + 1000L * frames.size() + 250;
    }

    /** Logs a record of the owner's. */
    SignedRecord own(ObjectNode unsigned) {
        SignedRecord record = owner.record(unsigned);
        log(record, -1);
        return record;
    }

    /** Logs a record of another node, which was logged there at {@code origin}. */
    SignedRecord include(SignedRecord record, long origin) {
        log(record, origin);
        return record;
    }

    private void log(SignedRecord record, long origin) {
        if (record.kind().equals("Node") && origin == -1) {
            introductions.add(record);
        }
        try {
            add(Frame.of(record.entry(nextTime()), origin, record.published()));
        } catch (Fault e) {
            throw new IllegalStateException(e);
        }
    }

    /** Logs bytes that may be no record, under an entry that may say anything but another digest. */
    void odd(Entry like, long origin, byte[] payload) {
        add(Frame.of(like, origin, payload));
    }

    void add(Frame frame) {
        frames.add(frame);
        tree.append(frame.entry().leafHash());
    }

    long size() {
        return frames.size();
    }

    byte[] checkpoint() {
        return checkpoint(owner.signing());
    }

    byte[] checkpoint(SecretKey key) {
        return new Checkpoint(Checkpoint.origin(owner.node()), size(), tree.root()).signed(key);
    }

    byte[] root() {
        return tree.root();
    }

    byte[] frames(int from) {
        return Bytes.join(
                frames.subList(from, frames.size()).stream().map(Frame::bytes).toArray(byte[][]::new));
    }

    Frame frame(int index) {
        return frames.get(index);
    }

    byte[] discovery() {
        return discovery(owner.signing());
    }

    byte[] discovery(SecretKey key) {
        ObjectNode document = Discovery.unsigned(owner.node(), owner.address(), introductions, size());
        return Jcs.bytes(Proof.sign(document, key));
    }
}
