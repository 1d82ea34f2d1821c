package org.guildhall.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash of every page of a log, and the leaf hashes of the last one where it is not full: enough to tell of each page alone
 * whether it is the one that was signed. 32 bytes for 256 entries. What a stranger's tiles say is believed when {@link #root}
 * is the signed one.
 */
public final class PageTree implements HashReader {
    private final List<TreeHash> full;
    private final List<TreeHash> last;

    private PageTree(List<TreeHash> full, List<TreeHash> last) {
        this.full = full;
        this.last = last;
    }

    /**
     * Reads it out of the tiles of a log of {@code size} entries.
     *
     * @throws IOException when a tile cannot be had, or is not as wide as it must be
     */
    public static PageTree read(long size, Tiles.Source tiles) throws IOException {
        long pages = size / Frame.PAGE;
        List<TreeHash> full = new ArrayList<>();
        for (long page = 0; page < pages; page += TilePath.FULL) {
            full.addAll(hashes(TilePath.holding(1, page, size), tiles));
        }
        List<TreeHash> last =
                size % Frame.PAGE == 0 ? List.of() : hashes(TilePath.holding(0, pages * Frame.PAGE, size), tiles);
        return new PageTree(full, last);
    }

    private static List<TreeHash> hashes(TilePath path, Tiles.Source tiles) throws IOException {
        byte[] tile = tiles.tile(path);
        if (tile.length != path.width() * TreeHash.LENGTH) {
            throw new IOException(path + " has " + tile.length + " bytes");
        }
        List<TreeHash> hashes = new ArrayList<>(path.width());
        for (int i = 0; i < path.width(); i++) {
            hashes.add(TreeHash.at(tile, i * TreeHash.LENGTH));
        }
        return hashes;
    }

    public long size() {
        return (long) full.size() * Frame.PAGE + last.size();
    }

    public TreeHash root() {
        try {
            return new Subtrees(this).hash(0, size());
        } catch (IOException e) {
            throw new IllegalStateException("what is in memory can be read", e);
        }
    }

    /** The hash of a page that is full. */
    public TreeHash page(long number) {
        return full.get(Math.toIntExact(number));
    }

    /** Whether these are all frames of page {@code number}, entry by entry. Their payloads are not looked at. */
    public boolean isPage(long number, List<Frame> frames) {
        List<TreeHash> leaves =
                frames.stream().map(frame -> frame.entry().leafHash()).toList();
        return number < full.size()
                ? leaves.size() == Frame.PAGE && perfect(leaves, 0, Frame.PAGE).equals(page(number))
                : leaves.equals(last);
    }

    @Override
    public TreeHash node(int level, long index) {
        if (level < TilePath.HEIGHT) {
            int first = (int) ((index << level) - (long) full.size() * Frame.PAGE);
            return perfect(last, first, 1 << level);
        }
        int width = 1 << (level - TilePath.HEIGHT);
        return perfect(full, Math.toIntExact(index * width), width);
    }

    private static TreeHash perfect(List<TreeHash> hashes, int from, int width) {
        return width == 1
                ? hashes.get(from)
                : MerkleTree.node(perfect(hashes, from, width / 2), perfect(hashes, from + width / 2, width / 2));
    }
}
