package org.guildhall.peering.recovery;

import java.io.IOException;
import org.guildhall.log.CompactRange;
import org.guildhall.log.HashReader;
import org.guildhall.log.TilePath;
import org.guildhall.log.Tiles;
import org.guildhall.log.TreeHash;
import org.guildhall.store.LogQueries;

/** Our own log as it is stored now, to be compared with what mirrors keep. */
public final class StoredLog implements Retrieval.Held {
    private final CompactRange range;
    private final HashReader nodes;

    private StoredLog(CompactRange range, HashReader nodes) {
        this.range = range;
        this.nodes = nodes;
    }

    /**
     * Our log as it is now.
     *
     * @param self our number in the store
     */
    public static StoredLog of(LogQueries queries, int self) {
        CompactRange range = queries.state(self).map(LogQueries.State::range).orElseGet(CompactRange::empty);
        return new StoredLog(
                range,
                Tiles.nodes(
                        range.size(),
                        path -> Tiles.encode(queries.tile(self, path.level(), path.start(), path.width()))));
    }

    @Override
    public long size() {
        return range.size();
    }

    @Override
    public TreeHash page(long number) throws IOException {
        return nodes.node(TilePath.HEIGHT, number);
    }

    @Override
    public TreeHash leaf(long index) throws IOException {
        return nodes.node(0, index);
    }

    /** The root that our log had when it had this many entries. */
    public TreeHash rootAt(long size) {
        try {
            return Tiles.rootAt(size, nodes);
        } catch (IOException e) {
            throw new IllegalStateException("our own tree can't be read", e);
        }
    }
}
