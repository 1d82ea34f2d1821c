package org.guildhall.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** That the tree of {@code second} leaves begins with the tree of {@code first} leaves (RFC 6962, section 2.1.2). */
public record ConsistencyProof(long first, long second, List<TreeHash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /**
     * Makes the proof out of the nodes of a tree of at least {@code second} leaves.
     *
     * @throws IllegalArgumentException unless 0 ≤ first ≤ second
     */
    public static ConsistencyProof prove(long first, long second, HashReader nodes) throws IOException {
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("no proof from " + first + " to " + second);
        }
        return new ConsistencyProof(
                first, second, first == 0 ? List.of() : new Subtrees(nodes).consistency(first, 0, second, true));
    }

    /** RFC 9162, section 2.1.4.2; with the tree of no leaves, which begins every tree and needs no path. */
    public boolean verify(TreeHash firstRoot, TreeHash secondRoot) {
        if (first < 0 || first > second) {
            return false;
        }
        if (first == second) {
            return path.isEmpty()
                    && firstRoot.equals(secondRoot)
                    && (first > 0 || firstRoot.equals(MerkleTree.EMPTY_ROOT));
        }
        if (first == 0) {
            return path.isEmpty() && firstRoot.equals(MerkleTree.EMPTY_ROOT);
        }
        List<TreeHash> hashes = new ArrayList<>(path);
        if (Long.bitCount(first) == 1) {
            hashes.add(0, firstRoot);
        }
        if (hashes.isEmpty()) {
            return false;
        }
        int shared = Long.numberOfTrailingZeros(first);
        long firstNode = (first - 1) >> shared;
        long secondNode = (second - 1) >> shared;
        TreeHash firstHash = hashes.get(0);
        TreeHash secondHash = hashes.get(0);
        for (TreeHash sibling : hashes.subList(1, hashes.size())) {
            if (secondNode == 0) {
                return false;
            }
            if ((firstNode & 1) == 1 || firstNode == secondNode) {
                firstHash = MerkleTree.node(sibling, firstHash);
                secondHash = MerkleTree.node(sibling, secondHash);
                while ((firstNode & 1) == 0 && firstNode != 0) {
                    firstNode >>= 1;
                    secondNode >>= 1;
                }
            } else {
                secondHash = MerkleTree.node(secondHash, sibling);
            }
            firstNode >>= 1;
            secondNode >>= 1;
        }
        return secondNode == 0 && firstHash.equals(firstRoot) && secondHash.equals(secondRoot);
    }
}
