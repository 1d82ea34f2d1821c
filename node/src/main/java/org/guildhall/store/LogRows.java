package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.guildhall.log.Entry;
import org.guildhall.log.TreeHash;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A log as it lies in the tables, unchecked, for those who check it.
 *
 * @param size and compact: what the store believes of it
 * @param checkpoint the signed note that goes with it, if one is kept
 */
public record LogRows(
        Database database, int number, NodeId node, long size, byte[] compact, Optional<String> checkpoint) {

    /**
     * A line of the log and the bytes that go with it.
     *
     * @param payload null when there is none
     */
    public record Row(long index, Entry entry, long origin, int form, byte @Nullable [] payload, boolean setBack) {}

    /** The root of the full tile {@code index} of the level below {@code level}. */
    public record Tile(int level, long index, TreeHash hash) {}

    /** All logs that have entries, ours and those that are followed. */
    public static List<LogRows> all(Database database) {
        return ask(
                database,
                sql -> sql.query(
                        "select s.log, n.id, s.size, s.compact, s.checkpoint from log_state s join node n on n.nr = s.log"
                                + " where s.size > 0 order by s.log",
                        row -> new LogRows(
                                database,
                                row.getInt("log"),
                                new NodeId(row.getString("id")),
                                row.getLong("size"),
                                row.getBytes("compact"),
                                Optional.ofNullable(row.getString("checkpoint")))));
    }

    /** The rows of these positions that are there, in order. */
    public List<Row> rows(long from, int count) {
        return ask(
                database,
                sql -> sql.query(
                        "select e.idx, e.kind, e.logged_at, e.revision, e.thread_key, e.object_key, e.digest, e.origin, e.form,"
                                + " p.bytes, b.log as set_back from log_entry e left join payload p on p.digest = e.digest"
                                + " left join setback b on b.log = e.log and b.idx = e.idx"
                                + " where e.log = ? and e.idx >= ? and e.idx < ? order by e.idx",
                        LogRows::row,
                        number,
                        from,
                        from + count));
    }

    private static Row row(ResultSet row) throws SQLException {
        long index = row.getLong("idx");
        Entry entry = new Entry(
                row.getInt("kind"),
                row.getLong("logged_at"),
                row.getInt("revision"),
                Sql.key(row, "thread_key"),
                Sql.key(row, "object_key"),
                Sql.digest(row, "digest"));
        long origin = row.getLong("origin");
        int form = row.getInt("form");
        byte[] payload = row.getBytes("bytes");
        row.getInt("set_back");
        return new Row(index, entry, origin, form, payload, !row.wasNull());
    }

    /** The stored hashes of a level of tiles, in order. */
    public List<Tile> tiles(int level, long from, int count) {
        return ask(
                database,
                sql -> sql.query(
                        "select idx, hash from log_tile where log = ? and level = ? and idx >= ? and idx < ? order by idx",
                        row -> new Tile(level, row.getLong(1), TreeHash.wrap(row.getBytes(2))),
                        number,
                        level,
                        from,
                        from + count));
    }

    public LogRows withCheckpoint(String note) {
        return new LogRows(database, number, node, size, compact, Optional.of(note));
    }

    public boolean hasTiles() {
        return ask(
                        database,
                        sql -> sql.first(
                                "select idx from log_tile where log = ? limit 1", row -> row.getLong(1), number))
                .isPresent();
    }

    /** Digests that stand in the log more than once. */
    public List<Digest> repeated(int most) {
        return ask(
                database,
                sql -> sql.query(
                        "select digest from log_entry where log = ? group by digest having count(*) > 1 limit " + most,
                        row -> Sql.digest(row, "digest"),
                        number));
    }

    /** How many entries lie behind what the store believes of the log; asked in one statement, as the log may be growing. */
    public long beyond() {
        return ask(
                        database,
                        sql -> sql.first(
                                "select count(*) from log_entry e join log_state s on s.log = e.log"
                                        + " where e.log = ? and e.idx >= s.size",
                                row -> row.getLong(1),
                                number))
                .orElse(0L);
    }

    private static <T> T ask(Database database, Reads.Query<T> query) {
        return new Reads(database.reads()).ask(query);
    }
}
