package org.guildhall.log;

import java.security.MessageDigest;
import org.guildhall.record.Sha256;

/** The hashes of RFC 6962, section 2.1. */
public final class MerkleTree {
    /** The root of a tree without leaves: SHA-256 of nothing. */
    public static final TreeHash EMPTY_ROOT = TreeHash.own(Sha256.of());

    /** No tree is larger; sizes fit in JSON numbers everywhere. */
    public static final long LARGEST = (1L << 53) - 1;

    private MerkleTree() {}

    /** SHA-256(0x00 ‖ entry). */
    public static TreeHash leaf(byte[] entry) {
        return leaf(entry, 0, entry.length);
    }

    public static TreeHash leaf(byte[] bytes, int offset, int length) {
        MessageDigest sha256 = Sha256.start();
        sha256.update((byte) 0);
        sha256.update(bytes, offset, length);
        return TreeHash.own(sha256.digest());
    }

    /** SHA-256(0x01 ‖ left ‖ right). */
    public static TreeHash node(TreeHash left, TreeHash right) {
        byte[] both = new byte[1 + 2 * TreeHash.LENGTH];
        both[0] = 1;
        left.copyTo(both, 1);
        right.copyTo(both, 1 + TreeHash.LENGTH);
        return TreeHash.own(Sha256.of(both));
    }
}
