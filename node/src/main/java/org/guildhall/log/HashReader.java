package org.guildhall.log;

import java.io.IOException;

/** Where the nodes of a tree come from: a table, tiles of somebody else's log, or memory in tests. */
public interface HashReader {
    /**
     * The root of the perfect subtree over the leaves from {@code index}·2^level to (index + 1)·2^level − 1.
     *
     * @throws IOException when it cannot be had
     */
    TreeHash node(int level, long index) throws IOException;
}
