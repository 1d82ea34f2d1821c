package org.guildhall.log;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.guildhall.record.Digest;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Sha256;
import org.guildhall.signing.SigningKey;

/** A log in memory whose owner may be made to lie. */
final class TestLog {
    private final SigningKey key;
    private final NodeId node;
    private final List<Frame> frames;

    private TestLog(SigningKey key, List<Frame> frames) {
        this.key = key;
        this.node = NodeId.of(key.publicKey());
        this.frames = frames;
    }

    static TestLog ofSize(int size) {
        return new TestLog(SigningKey.generate(new SecureRandom()), new ArrayList<>()).grownTo(size);
    }

    /** The same owner with entries added up to that size. */
    TestLog grownTo(int size) {
        TestLog grown = new TestLog(key, new ArrayList<>(frames));
        for (int i = frames.size(); i < size; i++) {
            grown.frames.add(frame(i));
        }
        return grown;
    }

    /** The same owner with another entry at a position. */
    TestLog rewritten(int index, Frame frame) {
        TestLog other = new TestLog(key, new ArrayList<>(frames));
        other.frames.set(index, frame);
        return other;
    }

    TestLog truncated(int size) {
        return new TestLog(key, new ArrayList<>(frames.subList(0, size)));
    }

    NodeId node() {
        return node;
    }

    Collection<Multikey> keys() {
        return Set.of(key.publicKey());
    }

    int size() {
        return frames.size();
    }

    Frame frameAt(long index) {
        return frames.get((int) index);
    }

    NaiveTree tree() {
        return new NaiveTree(
                frames.stream().map(frame -> frame.entry().leafHash()).toList());
    }

    SignedCheckpoint checkpoint() {
        return SignedCheckpoint.sign(Checkpoint.of(node, frames.size(), tree().root(frames.size())), key);
    }

    /** Signed, whatever the entries are. */
    SignedCheckpoint claim(long size, TreeHash root) {
        return SignedCheckpoint.sign(Checkpoint.of(node, size, root), key);
    }

    static Frame frame(int index) {
        return new Frame(entry(index), Frame.OWN, new Frame.Content.Payload(payload(index)));
    }

    static byte[] payload(int index) {
        return ("record " + index).getBytes(StandardCharsets.UTF_8);
    }

    /** Different for each index, and later. */
    static Entry entry(int index) {
        return entryAt(index, 1_795_291_200_000L + index);
    }

    static Entry entryAt(int index, long time) {
        byte[] seed = Sha256.of(payload(index));
        ObjectKey object = ObjectKey.wrap(Arrays.copyOf(seed, 16));
        return new Entry(3, time, 1, object, object, Digest.of(payload(index)));
    }
}
