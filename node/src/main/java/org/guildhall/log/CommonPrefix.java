package org.guildhall.log;

import java.io.IOException;

/** How many entries two logs have in common, from the first one on (OQX-WIT-052). Of each tree it reads one path, from the top down. */
public final class CommonPrefix {
    private final HashReader one;
    private final HashReader other;

    private CommonPrefix(HashReader one, HashReader other) {
        this.one = one;
        this.other = other;
    }

    /**
     * Compares two trees.
     *
     * @param size up to which both have entries
     * @return the position of the first entry that differs, {@code size} if none does. If a stranger's hashes are not those of a
     *     tree it may be too small, and never too large for what a {@link ConsistencyProof} from there on verifies
     */
    public static long of(long size, HashReader one, HashReader other) throws IOException {
        CommonPrefix prefix = new CommonPrefix(one, other);
        long begin = 0;
        while (begin < size) {
            int level = 63 - Long.numberOfLeadingZeros(size - begin);
            long index = begin >> level;
            if (prefix.differs(level, index)) {
                return prefix.first(level, index);
            }
            begin += 1L << level;
        }
        return size;
    }

    private boolean differs(int level, long index) throws IOException {
        return !one.node(level, index).equals(other.node(level, index));
    }

    private long first(int level, long index) throws IOException {
        long differing = index;
        for (int below = level - 1; below >= 0; below--) {
            differing = differs(below, differing * 2) ? differing * 2 : differing * 2 + 1;
        }
        return differing;
    }
}
