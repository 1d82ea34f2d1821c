package org.guildhall.conformance.oqx;

import java.util.ArrayList;
import java.util.List;

/** The Merkle tree of RFC 6962 as a compact range, chapter 03 §2. */
public final class Tree {
    private final List<byte[]> hashes = new ArrayList<>();
    private long size;

    /** An independent copy. */
    public Tree copy() {
        Tree copy = new Tree();
        copy.hashes.addAll(hashes);
        copy.size = size;
        return copy;
    }

    public void append(byte[] leafHash) {
        hashes.add(leafHash);
        size++;
        // As many subtrees of equal size meet at the end as the new size has zeros at its end.
        for (long twice = size; twice % 2 == 0; twice /= 2) {
            byte[] right = hashes.remove(hashes.size() - 1);
            byte[] left = hashes.remove(hashes.size() - 1);
            hashes.add(node(left, right));
        }
    }

    public long size() {
        return size;
    }

    /** The roots of the perfect subtrees, largest first. */
    public List<byte[]> range() {
        return List.copyOf(hashes);
    }

    public byte[] root() {
        if (hashes.isEmpty()) {
            return Hashes.sha256(new byte[0]);
        }
        byte[] root = hashes.get(hashes.size() - 1);
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = node(hashes.get(i), root);
        }
        return root;
    }

    public static byte[] node(byte[] left, byte[] right) {
        return Hashes.sha256(Bytes.u8(1), left, right);
    }
}
