package org.guildhall.conformance.oqx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inclusion and consistency proofs, recomputed from the definitions of RFC 6962 §2.1 by going down the tree. */
public final class MerkleProofs {
    private final List<byte[]> path;
    private int used;

    private MerkleProofs(List<byte[]> path) {
        this.path = path;
    }

    /** Does the path lead from the leaf at {@code index} of a tree of {@code size} leaves to its root? */
    public static boolean isIncluded(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        MerkleProofs proof = new MerkleProofs(path);
        byte[] computed = proof.inclusion(leaf, index, size);
        return computed != null && proof.used == path.size() && Arrays.equals(computed, root);
    }

    private byte @Nullable [] inclusion(byte[] leaf, long index, long size) {
        if (size == 1) {
            return leaf;
        }
        long left = split(size);
        byte[] inner = index < left ? inclusion(leaf, index, left) : inclusion(leaf, index - left, size - left);
        byte[] sibling = next();
        if (inner == null || sibling == null) {
            return null;
        }
        return index < left ? Tree.node(inner, sibling) : Tree.node(sibling, inner);
    }

    /** Do the hashes of OQX-CRE-023 lead from these leaves to the root? */
    public static boolean areIncluded(
            List<byte[]> leaves, List<Long> indexes, long size, List<byte[]> hashes, byte[] root) {
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i) >= size || (i > 0 && indexes.get(i) <= indexes.get(i - 1))) {
                return false;
            }
        }
        MerkleProofs proof = new MerkleProofs(hashes);
        Map<Long, byte[]> known = new HashMap<>();
        for (int i = 0; i < indexes.size(); i++) {
            known.put(indexes.get(i), leaves.get(i));
        }
        byte[] computed = proof.together(known, 0, size);
        return computed != null && proof.used == hashes.size() && Arrays.equals(computed, root);
    }

    private byte @Nullable [] together(Map<Long, byte[]> known, long first, long size) {
        if (known.keySet().stream().noneMatch(index -> index >= first && index < first + size)) {
            return next();
        }
        if (size == 1) {
            return known.get(first);
        }
        long left = split(size);
        byte[] one = together(known, first, left);
        byte[] other = together(known, first + left, size - left);
        return one == null || other == null ? null : Tree.node(one, other);
    }

    /** The hashes of OQX-CRE-023, for those who write samples. */
    public static void hashesFor(List<byte[]> leaves, List<Integer> indexes, int from, int to, List<byte[]> out) {
        if (indexes.stream().noneMatch(index -> index >= from && index < to)) {
            out.add(root(leaves.subList(from, to)));
        } else if (to - from > 1) {
            int middle = from + (int) split(to - from);
            hashesFor(leaves, indexes, from, middle, out);
            hashesFor(leaves, indexes, middle, to, out);
        }
    }

    /** Does the tree of {@code size} leaves begin with that of {@code first} leaves? */
    public static boolean isConsistent(long first, byte[] firstRoot, long size, byte[] root, List<byte[]> path) {
        if (first < 0 || first > size) {
            return false;
        }
        if (first == size) {
            return path.isEmpty() && Arrays.equals(firstRoot, root);
        }
        if (first == 0) {
            return path.isEmpty() && Arrays.equals(firstRoot, new Tree().root());
        }
        MerkleProofs proof = new MerkleProofs(path);
        Roots roots = proof.consistency(first, size, true, firstRoot);
        return roots != null
                && proof.used == path.size()
                && Arrays.equals(roots.before(), firstRoot)
                && Arrays.equals(roots.after(), root);
    }

    /** The hash of a range as it was, of its leaves below the first size, and as it is. */
    private record Roots(byte[] before, byte[] after) {}

    private @Nullable Roots consistency(long first, long size, boolean whole, byte[] firstRoot) {
        if (first == size) {
            byte[] hash = whole ? firstRoot : next();
            return hash == null ? null : new Roots(hash, hash);
        }
        long left = split(size);
        if (first <= left) {
            Roots inner = consistency(first, left, whole, firstRoot);
            byte[] right = next();
            return inner == null || right == null ? null : new Roots(inner.before(), Tree.node(inner.after(), right));
        }
        Roots inner = consistency(first - left, size - left, false, firstRoot);
        byte[] hash = next();
        return inner == null || hash == null
                ? null
                : new Roots(Tree.node(hash, inner.before()), Tree.node(hash, inner.after()));
    }

    private byte @Nullable [] next() {
        return used < path.size() ? path.get(used++) : null;
    }

    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    /** The path of a leaf, for those who write samples. */
    public static void inclusionPath(List<byte[]> leaves, int index, List<byte[]> out) {
        if (leaves.size() > 1) {
            int left = (int) split(leaves.size());
            boolean before = index < left;
            inclusionPath(
                    before ? leaves.subList(0, left) : leaves.subList(left, leaves.size()),
                    before ? index : index - left,
                    out);
            out.add(root(before ? leaves.subList(left, leaves.size()) : leaves.subList(0, left)));
        }
    }

    /** The consistency proof from the first leaves to all of them, for those who write samples. */
    public static void consistencyPath(List<byte[]> leaves, int first, boolean whole, List<byte[]> out) {
        if (first == leaves.size()) {
            if (!whole) {
                out.add(root(leaves));
            }
            return;
        }
        int left = (int) split(leaves.size());
        if (first <= left) {
            consistencyPath(leaves.subList(0, left), first, whole, out);
            out.add(root(leaves.subList(left, leaves.size())));
        } else {
            consistencyPath(leaves.subList(left, leaves.size()), first - left, false, out);
            out.add(root(leaves.subList(0, left)));
        }
    }

    public static byte[] root(List<byte[]> leaves) {
        Tree tree = new Tree();
        leaves.forEach(tree::append);
        return tree.root();
    }
}
