package org.guildhall.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tiles as bytes, and as a source of the tree's nodes (C2SP tlog-tiles). */
public final class Tiles {
    private Tiles() {}

    /** Where tiles come from. */
    public interface Source {
        /**
         * The bytes of one tile, exactly as wide as the path says.
         *
         * @throws IOException when there is none, or it cannot be had now
         */
        byte[] tile(TilePath path) throws IOException;
    }

    /** The bytes of a tile: its hashes one after the other. Those of level 0 are leaf hashes. */
    public static byte[] encode(List<TreeHash> hashes) {
        byte[] bytes = new byte[hashes.size() * TreeHash.LENGTH];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).copyTo(bytes, i * TreeHash.LENGTH);
        }
        return bytes;
    }

    /** The hash that a full tile is in the tile above it. */
    public static TreeHash rootOf(byte[] fullTile) {
        if (fullTile.length != TilePath.FULL * TreeHash.LENGTH) {
            throw new IllegalArgumentException("a full tile has 8192 bytes, not " + fullTile.length);
        }
        return perfect(fullTile, 0, TilePath.FULL);
    }

    /** The entries below a tile of level 0, each after its length in two bytes. */
    public static byte[] encodeEntries(List<Entry> entries) {
        ByteBuffer bundle = ByteBuffer.allocate(entries.size() * (2 + Entry.BYTES));
        entries.forEach(entry -> bundle.putShort((short) Entry.BYTES).put(entry.toBytes()));
        return bundle.array();
    }

    /**
     * Reads a bundle of another node.
     *
     * @throws LogFault {@code entry} unless it is up to 256 entries and no byte more
     */
    public static List<Entry> readEntries(byte[] bundle) throws LogFault {
        if (bundle.length % (2 + Entry.BYTES) != 0 || bundle.length > TilePath.FULL * (2 + Entry.BYTES)) {
            throw new LogFault("entry", "a bundle of " + bundle.length + " bytes");
        }
        List<Entry> entries = new ArrayList<>();
        for (int offset = 0; offset < bundle.length; offset += 2 + Entry.BYTES) {
            if (ByteBuffer.wrap(bundle, offset, 2).getShort() != Entry.BYTES) {
                throw new LogFault("entry", "an entry's length is not " + Entry.BYTES);
            }
            entries.add(Entry.read(bundle, offset + 2));
        }
        return entries;
    }

    /**
     * The nodes of a tree of {@code treeSize} leaves out of its tiles, each fetched once. What a stranger's tiles say is true only
     * if a proof made of it verifies.
     */
    public static HashReader nodes(long treeSize, Source source) {
        Map<TilePath, byte[]> fetched = new HashMap<>();
        return (level, index) -> {
            int tileLevel = level / TilePath.HEIGHT;
            int width = 1 << (level % TilePath.HEIGHT);
            long position = index * width;
            if (level < 0 || index < 0 || ((index + 1) << level) > treeSize) {
                throw new IllegalArgumentException(
                        "no node " + index + " of level " + level + " in a tree of " + treeSize);
            }
            TilePath path = TilePath.holding(tileLevel, position, treeSize);
            byte[] tile = fetched.get(path);
            if (tile == null) {
                tile = source.tile(path);
                if (tile.length != path.width() * TreeHash.LENGTH) {
                    throw new IOException(path + " has " + tile.length + " bytes");
                }
                fetched.put(path, tile);
            }
            return perfect(tile, (int) (position - path.start()), width);
        };
    }

    /** The root that a log had at {@code size} entries, out of the nodes of its tree then or later. */
    public static TreeHash rootAt(long size, HashReader nodes) throws IOException {
        return new Subtrees(nodes).hash(0, size);
    }

    /**
     * The root that a log had at {@code size} entries, out of a stranger's nodes of its tree at a later, known checkpoint. Empty
     * unless they lead to the root of that checkpoint.
     */
    public static Optional<TreeHash> provenRootAt(long size, Checkpoint later, HashReader nodes) throws IOException {
        TreeHash root = rootAt(size, nodes);
        return ConsistencyProof.prove(size, later.size(), nodes).verify(root, later.root())
                ? Optional.of(root)
                : Optional.empty();
    }

    private static TreeHash perfect(byte[] tile, int from, int width) {
        return width == 1
                ? TreeHash.at(tile, from * TreeHash.LENGTH)
                : MerkleTree.node(perfect(tile, from, width / 2), perfect(tile, from + width / 2, width / 2));
    }
}
