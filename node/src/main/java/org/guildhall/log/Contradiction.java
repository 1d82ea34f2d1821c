package org.guildhall.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;

/**
 * Proof that a node signed two histories: two of its checkpoints, and that the longer tree begins with another tree than the
 * shorter checkpoint says. Anybody can check it without a network (OQX-WIT-030).
 *
 * @param shorter a signed checkpoint
 * @param longer a signed checkpoint of the same size or a larger one
 * @param otherRoot the root that the longer tree has at the shorter one's size
 * @param path proves {@code otherRoot} consistent with {@code longer}; empty when the sizes are the same
 */
public record Contradiction(
        SignedCheckpoint shorter, SignedCheckpoint longer, TreeHash otherRoot, List<TreeHash> path) {
    /** The first byte of this kind of evidence. */
    public static final byte KIND = 1;

    private static final int LONGEST_PATH = 63;
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

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

    /** For people. */
    public String inWords() {
        return shorter.size() == longer.size()
                ? "it signed two different checkpoints of " + longer.size() + " entries"
                : "it signed a checkpoint of " + longer.size() + " entries that does not continue its checkpoint of "
                        + shorter.size();
    }

    /** Whether one of the two was signed by one of these keys. */
    public boolean isSignedByAny(Collection<Multikey> keys) {
        return keys.contains(shorter.signer()) || keys.contains(longer.signer());
    }

    /** Whether one of these keys signed one of the two checkpoints in a proof that was verified before. */
    public static boolean isSignedByAny(byte[] proof, Collection<Multikey> keys) {
        if (proof[0] != KIND) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(proof).position(1 + KEY_BYTES);
        List<ByteBuffer> signers = List.of(skipToSigner(in), skipToSigner(in));
        return keys.stream().anyMatch(key -> signers.contains(ByteBuffer.wrap(key.publicKey())));
    }

    private static ByteBuffer skipToSigner(ByteBuffer in) {
        bytes(in, Long.BYTES + TreeHash.LENGTH);
        ByteBuffer signer = ByteBuffer.wrap(bytes(in, KEY_BYTES));
        bytes(in, SIGNATURE_BYTES);
        bytes(in, in.getShort() & 0xffff);
        return signer;
    }

    /** The bytes of OQX-WIT-030. */
    public byte[] toBytes(NodeId node) {
        byte[] one = compact(shorter);
        byte[] two = compact(longer);
        boolean sameSize = shorter.size() == longer.size();
        int hashes = sameSize ? 0 : 1 + path.size();
        ByteBuffer out = ByteBuffer.allocate(1 + KEY_BYTES + one.length + two.length + hashes * TreeHash.LENGTH)
                .put(KIND)
                .put(node.identity().publicKey())
                .put(one)
                .put(two);
        if (!sameSize) {
            out.put(otherRoot.toBytes());
            path.forEach(hash -> out.put(hash.toBytes()));
        }
        return out.array();
    }

    private static byte[] compact(SignedCheckpoint signed) {
        byte[] extension = signed.extension().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + TreeHash.LENGTH + KEY_BYTES + SIGNATURE_BYTES + 2 + extension.length)
                .putLong(signed.size())
                .put(signed.root().toBytes())
                .put(signed.signer().publicKey())
                .put(signed.signature())
                .putShort((short) extension.length)
                .put(extension)
                .array();
    }

    /**
     * Reads evidence that somebody presents against {@code node}, signatures included.
     *
     * @param keys the signing keys the node ever listed
     * @throws LogFault {@code evidence}, also when it proves nothing; or what reading a checkpoint throws
     */
    public static Contradiction read(byte[] bytes, NodeId node, Collection<Multikey> keys, Verifier verifier)
            throws LogFault, SignatureFault {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte[] owner = new byte[KEY_BYTES];
            if (in.get() != KIND || !in.get(owner).hasRemaining() || !isOf(owner, node)) {
                throw malformed("it is not about two checkpoints of " + node);
            }
            SignedCheckpoint one = checkpoint(in, node, keys, verifier);
            SignedCheckpoint two = checkpoint(in, node, keys, verifier);
            List<TreeHash> hashes = hashes(in);
            boolean sameSize = one.size() == two.size();
            if (one.size() > two.size() || hashes.isEmpty() != sameSize) {
                throw malformed("the smaller checkpoint comes first, hashes only for different sizes");
            }
            Contradiction evidence = sameSize
                    ? sameSize(one, two)
                    : new Contradiction(one, two, hashes.get(0), hashes.subList(1, hashes.size()));
            if (!evidence.holds()) {
                throw malformed("the two checkpoints do not exclude each other");
            }
            return evidence;
        } catch (BufferUnderflowException e) {
            throw malformed("it is too short");
        }
    }

    private static boolean isOf(byte[] owner, NodeId node) {
        return java.util.Arrays.equals(owner, node.identity().publicKey());
    }

    private static SignedCheckpoint checkpoint(ByteBuffer in, NodeId node, Collection<Multikey> keys, Verifier verifier)
            throws LogFault, SignatureFault {
        long size = in.getLong();
        byte[] root = bytes(in, TreeHash.LENGTH);
        byte[] signer = bytes(in, KEY_BYTES);
        byte[] signature = bytes(in, SIGNATURE_BYTES);
        String extension = new String(bytes(in, in.getShort() & 0xffff), StandardCharsets.UTF_8);
        if (size < 1 || size > MerkleTree.LARGEST) {
            throw malformed("no log has this size");
        }
        Multikey key = keys.stream()
                .filter(known -> java.util.Arrays.equals(known.publicKey(), signer))
                .findFirst()
                .orElseThrow(() -> malformed("signed by a key that the node never listed"));
        Checkpoint checkpoint = Checkpoint.of(node, size, TreeHash.wrap(root));
        SignedNote note = SignedNote.of(checkpoint.text() + extension, checkpoint.origin(), key, signature);
        return SignedCheckpoint.read(note.bytes(), node, List.of(key), verifier);
    }

    private static List<TreeHash> hashes(ByteBuffer in) throws LogFault {
        if (in.remaining() % TreeHash.LENGTH != 0 || in.remaining() / TreeHash.LENGTH > 1 + LONGEST_PATH) {
            throw malformed("it does not end in whole hashes");
        }
        List<TreeHash> hashes = new ArrayList<>();
        while (in.hasRemaining()) {
            hashes.add(TreeHash.wrap(bytes(in, TreeHash.LENGTH)));
        }
        return hashes;
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static LogFault malformed(String why) {
        return new LogFault("evidence", "this proves nothing: " + why);
    }
}
