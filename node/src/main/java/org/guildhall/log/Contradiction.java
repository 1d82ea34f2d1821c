package org.guildhall.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;

/**
 * Proof that a node signed two histories: two of its checkpoints, and that the longer tree begins with another tree than the
 * shorter checkpoint says. Anybody can check it without a network.
 *
 * @param shorter a signed checkpoint
 * @param longer a signed checkpoint of the same size or a larger one
 * @param otherRoot the root that the longer tree has at the shorter one's size
 * @param path proves {@code otherRoot} consistent with {@code longer}; empty when the sizes are the same
 */
public record Contradiction(
        SignedCheckpoint shorter, SignedCheckpoint longer, TreeHash otherRoot, List<TreeHash> path) {
    private static final int LONGEST_PATH = 64;

    public Contradiction {
        path = List.copyOf(path);
    }

    static Contradiction sameSize(SignedCheckpoint one, SignedCheckpoint other) {
        return new Contradiction(one, other, other.root(), List.of());
    }

    /** Whether the two really exclude each other. The signatures were verified when the checkpoints were read. */
    public boolean holds() {
        return shorter.checkpoint().origin().equals(longer.checkpoint().origin())
                && !otherRoot.equals(shorter.root())
                && new ConsistencyProof(shorter.size(), longer.size(), path).verify(otherRoot, longer.root());
    }

    /** u32 length and note of the shorter, the same of the longer, the other root, then the path. */
    public byte[] toBytes() {
        byte[] one = shorter.note();
        byte[] two = longer.note();
        ByteBuffer out = ByteBuffer.allocate(8 + one.length + two.length + (1 + path.size()) * TreeHash.LENGTH)
                .putInt(one.length)
                .put(one)
                .putInt(two.length)
                .put(two)
                .put(otherRoot.toBytes());
        path.forEach(hash -> out.put(hash.toBytes()));
        return out.array();
    }

    /**
     * Reads evidence that somebody else presents against {@code node}, signatures included.
     *
     * @param keys the signing keys the node ever had
     * @throws LogFault {@code malformed-evidence}, also when it proves nothing; or what reading a checkpoint throws
     */
    public static Contradiction read(byte[] bytes, NodeId node, Collection<Multikey> keys, Verifier verifier)
            throws LogFault, SignatureFault {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] one = note(in);
        byte[] two = note(in);
        int hashes = in.remaining() / TreeHash.LENGTH;
        if (in.remaining() % TreeHash.LENGTH != 0 || hashes < 1 || hashes > LONGEST_PATH) {
            throw malformed();
        }
        List<TreeHash> path = new ArrayList<>();
        for (int i = 0; i < hashes; i++) {
            path.add(TreeHash.at(bytes, in.position() + i * TreeHash.LENGTH));
        }
        Contradiction evidence = new Contradiction(
                SignedCheckpoint.read(one, node, keys, verifier),
                SignedCheckpoint.read(two, node, keys, verifier),
                path.get(0),
                path.subList(1, hashes));
        if (!evidence.holds()) {
            throw malformed();
        }
        return evidence;
    }

    private static byte[] note(ByteBuffer in) throws LogFault {
        try {
            int length = in.getInt();
            if (length < 0 || length > SignedCheckpoint.LONGEST || length > in.remaining()) {
                throw malformed();
            }
            byte[] note = new byte[length];
            in.get(note);
            return note;
        } catch (BufferUnderflowException e) {
            throw malformed();
        }
    }

    private static LogFault malformed() {
        return new LogFault("malformed-evidence", "this is no proof of two histories");
    }
}
