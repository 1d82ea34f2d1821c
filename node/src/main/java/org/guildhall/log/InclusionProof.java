package org.guildhall.log;

import java.io.IOException;
import java.util.List;

/** That a tree of {@code size} leaves has a certain leaf at {@code index} (RFC 6962, section 2.1.1). */
public record InclusionProof(long index, long size, List<TreeHash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /**
     * Makes the proof out of the nodes of a tree of at least {@code size} leaves.
     *
     * @throws IllegalArgumentException when the tree has no such leaf
     */
    public static InclusionProof prove(long index, long size, HashReader nodes) throws IOException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        return new InclusionProof(index, size, new Subtrees(nodes).inclusion(index, 0, size));
    }

    /** RFC 9162, section 2.1.3.2. */
    public boolean verify(TreeHash leaf, TreeHash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        TreeHash hash = leaf;
        for (TreeHash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = MerkleTree.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
