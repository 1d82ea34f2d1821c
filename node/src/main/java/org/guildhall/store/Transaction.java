package org.guildhall.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.log.TreeHash;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;

/**
 * What one piece of work may do to the store: everything it does becomes durable at once, or nothing. Belongs to the
 * writer's thread and ends with the call that was given it.
 */
public final class Transaction {
    /** A tile is 256 hashes wide, 8 levels of the tree high. */
    private static final int TILE_LEVELS = 8;

    private final Connection connection;
    private final Sql sql;
    private final NodeId selfId;
    private final int self;
    private final NodeNumbers numbers;
    private final Clock clock;
    private final Set<ObjectKey> touched = new HashSet<>();
    private final List<Appended> appended = new ArrayList<>();
    private final List<TileHash> tiles = new ArrayList<>();
    private LogTip tip;
    private boolean holed;
    private final List<Runnable> afterCommit = new ArrayList<>();

    private record Appended(long index, Entry entry, long origin, Frame.Content content) {}

    private record TileHash(int level, long index, byte[] hash) {}

    Transaction(Connection connection, NodeId selfId, int self, NodeNumbers numbers, Clock clock, LogTip tip) {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.selfId = selfId;
        this.self = self;
        this.numbers = numbers;
        this.clock = clock;
        this.tip = tip.copy();
    }

    public Connection connection() {
        return connection;
    }

    public Sql sql() {
        return sql;
    }

    /** Our own number. */
    public int self() {
        return self;
    }

    public NodeId selfId() {
        return selfId;
    }

    public Instant now() {
        return clock.instant();
    }

    /** The number of a node; a new one when it was never heard of. */
    public int number(NodeId node) throws SQLException {
        return numbers.of(sql, node);
    }

    /** How many entries our own log has, those of this transaction included. */
    public long size() {
        return tip.range().size();
    }

    /** The root of our own log's tree at {@link #size}. */
    public TreeHash root() {
        return tip.range().root();
    }

    /** Says that pages and search must read this thread again once this is durable. */
    public void touch(ObjectKey thread) {
        touched.add(thread);
    }

    /** Says that payloads are gone from a log, or that holes name something else now: what is kept of its pages is old. */
    public void hole() {
        holed = true;
    }

    boolean isHoled() {
        return holed;
    }

    /**
     * Says what is to be done once this is durable: on the writer's thread, before anybody is told and before any other work begins.
     */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    /**
     * Adds a record to our own log.
     *
     * @param origin its index in the origin's log when it is another node's, {@link Frame#OWN} when it is ours
     * @return its index in our log
     */
    public long append(OqxRecord record, long origin) {
        long index = tip.range().size();
        // Times in a log never go back, whatever the clock does.
        long at = Math.max(tip.lastLoggedAt(), clock.millis());
        Entry entry = Entry.of(record, Instant.ofEpochMilli(at));
        tiles.addAll(grown(tip.range(), entry));
        appended.add(new Appended(
                index, entry, origin, new Frame.Content.Payload(record.payload().bytes())));
        tip = new LogTip(tip.range(), at);
        return index;
    }

    /** Adds frames to our own log exactly as they were in it, after they were lost here and verified as others kept them. */
    public void restore(List<Frame> frames) {
        for (Frame frame : frames) {
            appended.add(new Appended(size(), frame.entry(), frame.origin(), frame.content()));
            tiles.addAll(grown(tip.range(), frame.entry()));
            tip = new LogTip(tip.range(), frame.entry().time());
        }
    }

    /**
     * Writes frames of another node's log as they were verified, and the hashes of the tiles they fill. Payloads that are here
     * already are not kept twice.
     */
    public void mirror(int log, long from, List<Frame> frames) throws SQLException {
        List<Appended> rows = new ArrayList<>(frames.size());
        CompactRange range = from == 0
                ? CompactRange.empty()
                : sql.first(
                                "select compact from log_state where log = ?",
                                row -> CompactRange.ofBytes(row.getBytes(1)),
                                log)
                        .orElseThrow();
        try (Batch entries = entries();
                Batch hashes = tileHashes()) {
            long index = from;
            for (Frame frame : frames) {
                int form = form(frame.content());
                for (TileHash tile : grown(range, frame.entry())) {
                    hashes.add(log, tile.level(), tile.index(), tile.hash());
                }
                addEntry(entries, log, index, frame.entry(), frame.origin(), form);
                rows.add(new Appended(index, frame.entry(), frame.origin(), frame.content()));
                index++;
            }
            entries.run();
            hashes.run();
        }
        writePayloads(rows);
    }

    /** Appends an entry to a log's range; the hashes of the tiles that are full with it. */
    private static List<TileHash> grown(CompactRange range, Entry entry) {
        List<TileHash> full = new ArrayList<>(0);
        range.append(entry.leafHash(), (level, index, hash) -> {
            if (level > 0 && level % TILE_LEVELS == 0) {
                full.add(new TileHash(level / TILE_LEVELS, index, hash.toBytes()));
            }
        });
        return full;
    }

    private static int form(Frame.Content content) {
        if (content instanceof Frame.Content.Payload) {
            return 0;
        }
        return content instanceof Frame.Content.Erased ? 1 : 2;
    }

    /** Sends what was appended to the database, inside the transaction. */
    public void flush() throws SQLException {
        if (appended.isEmpty()) {
            return;
        }
        try (Batch entries = entries();
                Batch hashes = tileHashes()) {
            for (Appended row : appended) {
                addEntry(entries, self, row.index(), row.entry(), row.origin(), form(row.content()));
            }
            for (TileHash tile : tiles) {
                hashes.add(self, tile.level(), tile.index(), tile.hash());
            }
            entries.run();
            hashes.run();
        }
        writePayloads(appended);
        appended.clear();
        tiles.clear();
    }

    private void writePayloads(List<Appended> rows) throws SQLException {
        try (Batch payloads =
                new Batch(connection, "insert into payload (digest, bytes) values (?, ?) on conflict do nothing")) {
            for (Appended row : rows) {
                if (row.content() instanceof Frame.Content.Payload payload) {
                    payloads.add(row.entry().digest(), payload.bytes());
                }
            }
            payloads.run();
        }
    }

    private Batch entries() throws SQLException {
        return new Batch(
                connection,
                "insert into log_entry (log, idx, kind, logged_at, revision, thread_key, object_key, digest, origin, form)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    private Batch tileHashes() throws SQLException {
        return new Batch(connection, "insert into log_tile (log, level, idx, hash) values (?, ?, ?, ?)");
    }

    private static void addEntry(Batch entries, int log, long index, Entry entry, long origin, int form)
            throws SQLException {
        entries.add(
                log,
                index,
                entry.kindCode(),
                entry.time(),
                entry.revision(),
                entry.thread(),
                entry.object(),
                entry.digest(),
                origin,
                form);
    }

    LogTip tip() {
        return tip;
    }

    Set<ObjectKey> touched() {
        return Set.copyOf(touched);
    }
}
