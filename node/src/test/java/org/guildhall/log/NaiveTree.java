package org.guildhall.log;

import java.util.ArrayList;
import java.util.List;

/** The definition of RFC 6962 written down as it stands, to compare with. */
final class NaiveTree implements HashReader {
    private final List<TreeHash> leaves;

    NaiveTree(List<TreeHash> leaves) {
        this.leaves = leaves;
    }

    /** Leaves that are all different. */
    static NaiveTree of(int size) {
        List<TreeHash> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(MerkleTree.leaf(("leaf " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        return new NaiveTree(leaves);
    }

    List<TreeHash> leaves() {
        return leaves;
    }

    TreeHash root(int size) {
        return size == 0 ? MerkleTree.EMPTY_ROOT : hash(0, size);
    }

    @Override
    public TreeHash node(int level, long index) {
        return hash((int) (index << level), (int) ((index + 1) << level));
    }

    /** A tile as a publisher of this many leaves would serve it. */
    byte[] tile(TilePath path) {
        List<TreeHash> hashes = new ArrayList<>();
        for (int i = 0; i < path.width(); i++) {
            hashes.add(node(path.level() * TilePath.HEIGHT, path.start() + i));
        }
        return Tiles.encode(hashes);
    }

    private TreeHash hash(int low, int high) {
        int size = high - low;
        if (size == 1) {
            return leaves.get(low);
        }
        int half = 1;
        while (half * 2 < size) {
            half *= 2;
        }
        return MerkleTree.node(hash(low, low + half), hash(low + half, high));
    }
}
