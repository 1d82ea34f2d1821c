package org.guildhall.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a tree of {@code size} leaves has certain leaves, with the hashes that their paths share told once (OQX-CRE-023): of each
 * largest subtree without any of the leaves its hash, from left to right.
 *
 * @param indexes of the leaves, in strictly ascending order, at least one
 */
public record Multiproof(long size, List<Long> indexes, List<TreeHash> hashes) {
    public Multiproof {
        indexes = List.copyOf(indexes);
        hashes = List.copyOf(hashes);
    }

    /**
     * Makes the proof out of the nodes of a tree of at least {@code size} leaves.
     *
     * @throws IllegalArgumentException when the tree has no such leaves
     */
    public static Multiproof prove(List<Long> indexes, long size, HashReader nodes) throws IOException {
        if (!areIn(indexes, size)) {
            throw new IllegalArgumentException("not leaves of a tree of " + size + ", in order: " + indexes);
        }
        List<TreeHash> hashes = new ArrayList<>();
        collect(indexes, 0, size, new Subtrees(nodes), hashes);
        return new Multiproof(size, indexes, hashes);
    }

    private static void collect(List<Long> among, long low, long high, Subtrees tree, List<TreeHash> hashes)
            throws IOException {
        if (among.isEmpty()) {
            hashes.add(tree.hash(low, high));
        } else if (high - low > 1) {
            long middle = low + Subtrees.split(high - low);
            int left = countBelow(among, middle);
            collect(among.subList(0, left), low, middle, tree, hashes);
            collect(among.subList(left, among.size()), middle, high, tree, hashes);
        }
    }

    /** Whether the leaves, in the order of their indexes, lead to this root. Every hash is needed, and none is left over. */
    public boolean verify(List<TreeHash> leaves, TreeHash root) {
        if (leaves.size() != indexes.size() || !areIn(indexes, size)) {
            return false;
        }
        Reading reading = new Reading(indexes, leaves, hashes);
        Optional<TreeHash> computed = reading.hash(0, leaves.size(), 0, size);
        return reading.used == hashes.size() && computed.filter(root::equals).isPresent();
    }

    private static boolean areIn(List<Long> indexes, long size) {
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i) >= size || indexes.get(i) < (i == 0 ? 0 : indexes.get(i - 1) + 1)) {
                return false;
            }
        }
        return !indexes.isEmpty();
    }

    private static int countBelow(List<Long> indexes, long bound) {
        return (int) indexes.stream().filter(index -> index < bound).count();
    }

    /** Goes down the tree as {@link #collect} did, and takes each hash where it was put. */
    private static final class Reading {
        private final List<Long> indexes;
        private final List<TreeHash> leaves;
        private final List<TreeHash> hashes;
        private int used;

        Reading(List<Long> indexes, List<TreeHash> leaves, List<TreeHash> hashes) {
            this.indexes = indexes;
            this.leaves = leaves;
            this.hashes = hashes;
        }

        Optional<TreeHash> hash(int first, int last, long low, long high) {
            if (first == last) {
                return used < hashes.size() ? Optional.of(hashes.get(used++)) : Optional.empty();
            }
            if (high - low == 1) {
                return Optional.of(leaves.get(first));
            }
            long middle = low + Subtrees.split(high - low);
            int left = first + countBelow(indexes.subList(first, last), middle);
            Optional<TreeHash> one = hash(first, left, low, middle);
            Optional<TreeHash> other = hash(left, last, middle, high);
            return one.flatMap(a -> other.map(b -> MerkleTree.node(a, b)));
        }
    }
}
