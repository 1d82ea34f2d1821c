package org.guildhall.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * All one needs to keep of a tree to go on growing it and to know its root: the roots of the perfect subtrees it is made of, at
 * most 53. Owned by one thread at a time.
 */
public final class CompactRange {
    private final List<TreeHash> peaks;
    private long size;

    /** Told of each node that an appended leaf completes, the leaf itself first: what a keeper of tiles stores. */
    public interface Completed {
        /** The hash of the leaves from {@code index}·2^level to (index + 1)·2^level − 1. */
        void node(int level, long index, TreeHash hash);
    }

    private CompactRange(List<TreeHash> peaks, long size) {
        this.peaks = peaks;
        this.size = size;
    }

    public static CompactRange empty() {
        return new CompactRange(new ArrayList<>(), 0);
    }

    /**
     * That of the first {@code size} leaves of a tree.
     *
     * @throws IOException when a node of it can't be had
     */
    public static CompactRange of(long size, HashReader nodes) throws IOException {
        List<TreeHash> peaks = new ArrayList<>();
        long begin = 0;
        while (begin < size) {
            int level = 63 - Long.numberOfLeadingZeros(size - begin);
            peaks.add(nodes.node(level, begin >> level));
            begin += 1L << level;
        }
        return new CompactRange(peaks, size);
    }

    /** An independent one with the same leaves. */
    public CompactRange copy() {
        return new CompactRange(new ArrayList<>(peaks), size);
    }

    /** How many leaves there are; the index of the next one. */
    public long size() {
        return size;
    }

    public void append(TreeHash leaf) {
        append(leaf, (level, index, hash) -> {});
    }

    public void append(TreeHash leaf, Completed completed) {
        TreeHash hash = leaf;
        completed.node(0, size, hash);
        // Each one bit at the end of the old size is a subtree that has found its right half.
        for (int level = 0; (size >> level & 1) == 1; level++) {
            hash = MerkleTree.node(peaks.remove(peaks.size() - 1), hash);
            completed.node(level + 1, size >> (level + 1), hash);
        }
        peaks.add(hash);
        size++;
    }

    public TreeHash root() {
        if (size == 0) {
            return MerkleTree.EMPTY_ROOT;
        }
        TreeHash root = peaks.get(peaks.size() - 1);
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = MerkleTree.node(peaks.get(i), root);
        }
        return root;
    }

    /** The size in 8 bytes, then the peaks from the largest subtree to the smallest. */
    public byte[] toBytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + peaks.size() * TreeHash.LENGTH).putLong(size);
        peaks.forEach(peak -> bytes.put(peak.toBytes()));
        return bytes.array();
    }

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException unless there is a peak for each one bit of the size and no byte more
     */
    public static CompactRange ofBytes(byte[] bytes) {
        long size = bytes.length < 8 ? -1 : ByteBuffer.wrap(bytes).getLong();
        if (size < 0 || size > MerkleTree.LARGEST || bytes.length != 8 + Long.bitCount(size) * TreeHash.LENGTH) {
            throw new IllegalArgumentException("not a compact range");
        }
        List<TreeHash> peaks = new ArrayList<>();
        for (int offset = 8; offset < bytes.length; offset += TreeHash.LENGTH) {
            peaks.add(TreeHash.at(bytes, offset));
        }
        return new CompactRange(peaks, size);
    }
}
