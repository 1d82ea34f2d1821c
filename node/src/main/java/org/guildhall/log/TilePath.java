package org.guildhall.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile (C2SP tlog-tiles): {@code tile/<level>/<index>[.p/<width>]}, or {@code tile/entries/…} for the entries below
 * a tile of level 0. The index is written in groups of three digits, all but the last with an x before them.
 *
 * @param level 0 to 63; 0 for entries
 * @param width 1 to 256, how many hashes or entries are in it; 256 is a full tile
 */
public record TilePath(boolean entries, int level, long index, int width) {
    /** Hashes of a full tile. */
    public static final int FULL = 256;

    /** log2 of {@link #FULL}: levels of the tree from one level of tiles to the next. */
    public static final int HEIGHT = 8;

    private static final int HIGHEST_LEVEL = 63;
    private static final long INDEX_LIMIT = 1_000_000_000_000_000_000L;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

    public TilePath {
        if (level < 0
                || level > HIGHEST_LEVEL
                || (entries && level != 0)
                || index < 0
                || index >= INDEX_LIMIT
                || width < 1
                || width > FULL) {
            throw new IllegalArgumentException("no tile has level " + level + ", index " + index + ", width " + width);
        }
    }

    public static TilePath hashes(int level, long index, int width) {
        return new TilePath(false, level, index, width);
    }

    public static TilePath entries(long index, int width) {
        return new TilePath(true, 0, index, width);
    }

    /** The tile of hashes that holds the {@code position}-th hash of a level, as wide as a tree of that size has it. */
    public static TilePath holding(int level, long position, long treeSize) {
        long index = position / FULL;
        long there = hashesAt(level, treeSize) - index * FULL;
        return hashes(level, index, (int) Math.min(there, FULL));
    }

    /** Empty for every text but the one spelling of a tile's path, which begins with {@code tile/}. */
    public static Optional<TilePath> parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean entries = parts.group(1).equals("entries");
        int level = entries ? 0 : Integer.parseInt(parts.group(1));
        long index = Long.parseLong(parts.group(2).replace("x", "").replace("/", ""));
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        if (level > HIGHEST_LEVEL || width < 1 || width > FULL) {
            return Optional.empty();
        }
        TilePath tile = new TilePath(entries, level, index, width);
        // Leading zeros and .p/256 are other spellings of the same tile; only one may be cached.
        return tile.text().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    public String text() {
        StringBuilder groups = new StringBuilder(threeDigits(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            groups.insert(0, "x" + threeDigits(rest % 1000) + "/");
        }
        return "tile/" + (entries ? "entries" : level) + "/" + groups + (isFull() ? "" : ".p/" + width);
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** Where the tile's first hash stands among those of its level. */
    public long start() {
        return index * FULL;
    }

    /** Whether a tree of that size has all this tile's hashes. */
    public boolean isWithin(long treeSize) {
        long there = hashesAt(level, treeSize);
        return index <= there / FULL && start() + width <= there;
    }

    private static long hashesAt(int level, long treeSize) {
        return level * HEIGHT >= Long.SIZE ? 0 : treeSize >> (level * HEIGHT);
    }

    private static String threeDigits(long number) {
        return String.valueOf(1000 + number).substring(1);
    }

    @Override
    public String toString() {
        return text();
    }
}
