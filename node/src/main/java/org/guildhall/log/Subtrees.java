package org.guildhall.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The recursions of RFC 6962, section 2.1: hashes of ranges of leaves, and the paths that prove them. */
final class Subtrees {
    private final HashReader nodes;

    Subtrees(HashReader nodes) {
        this.nodes = nodes;
    }

    /** The Merkle tree hash of the leaves from {@code low} to {@code high} − 1, a range that begins where a subtree may. */
    TreeHash hash(long low, long high) throws IOException {
        if (low == high) {
            return MerkleTree.EMPTY_ROOT;
        }
        long size = high - low;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.node(level, low >> level);
        }
        long middle = low + split(size);
        return MerkleTree.node(hash(low, middle), hash(middle, high));
    }

    List<TreeHash> inclusion(long index, long low, long high) throws IOException {
        if (high - low == 1) {
            return new ArrayList<>();
        }
        long middle = low + split(high - low);
        List<TreeHash> path = index < middle ? inclusion(index, low, middle) : inclusion(index, middle, high);
        path.add(index < middle ? hash(middle, high) : hash(low, middle));
        return path;
    }

    /** @param whole whether the range begins at the first leaf, so that a verifier has its hash when it ends at {@code first} */
    List<TreeHash> consistency(long first, long low, long high, boolean whole) throws IOException {
        List<TreeHash> path;
        if (first == high) {
            path = new ArrayList<>();
            if (!whole) {
                path.add(hash(low, high));
            }
            return path;
        }
        long middle = low + split(high - low);
        path = first <= middle ? consistency(first, low, middle, whole) : consistency(first, middle, high, false);
        path.add(first <= middle ? hash(middle, high) : hash(low, middle));
        return path;
    }

    /** The largest power of two below a size of at least two. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
