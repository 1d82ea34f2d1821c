package org.guildhall.peering.following;

import org.guildhall.log.CompactRange;
import org.guildhall.log.Entry;
import org.guildhall.log.HashReader;
import org.guildhall.log.TreeHash;
import org.guildhall.store.LogQueries;

/** The tree over a followed log's stored entries. Computed when it is asked for, which is hardly ever: reads every entry once. */
record StoredTree(LogQueries queries, int log) implements HashReader {
    private static final int AT_ONCE = 4_096;

    @Override
    public TreeHash node(int level, long index) {
        CompactRange range = CompactRange.empty();
        long first = index << level;
        long end = (index + 1) << level;
        for (long from = first; from < end; from += AT_ONCE) {
            for (Entry entry : queries.entries(log, from, (int) Math.min(AT_ONCE, end - from))) {
                range.append(entry.leafHash());
            }
        }
        return range.root();
    }
}
