package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;

/** Signed records behind what pages show. */
public final class RecordReading {

    /** A revision of an object; {@code node} is the number of its owner. */
    public record Revision(ObjectKey object, int revision, Kind kind, int node, Digest digest, Instant datedAt) {}

    /** Where a record is in this node's own log; {@code origin} its index in its owner's log, −1 for our own. */
    public record Logged(long index, long origin) {}

    private final Sql sql;

    public RecordReading(Sql sql) {
        this.sql = sql;
    }

    /** All revisions of an object, oldest first. */
    public List<Revision> revisions(ObjectKey object) throws SQLException {
        return sql.query(
                "select object_key, revision, kind, node, digest, dated_at from object_revision where object_key = ?"
                        + " order by revision",
                row -> new Revision(
                        Sql.key(row, "object_key"),
                        row.getInt("revision"),
                        Kind.ofCode(row.getInt("kind")).orElseThrow(),
                        row.getInt("node"),
                        Sql.digest(row, "digest"),
                        Instant.ofEpochMilli(row.getLong("dated_at"))),
                object);
    }

    /** The published bytes; empty when they were erased or dropped. */
    public Optional<byte[]> bytes(Digest digest) throws SQLException {
        return sql.first("select bytes from payload where digest = ?", row -> row.getBytes(1), digest);
    }

    /** The numbers of those who included it in logs that were read here, other than our own; the one who did first comes first. */
    public List<Integer> relays(int self, Digest digest) throws SQLException {
        return sql.query(
                "select log from log_entry where digest = ? and log <> ? and origin >= 0 order by logged_at, log",
                row -> row.getInt(1),
                digest,
                self);
    }

    public Optional<Logged> logged(int log, Digest digest) throws SQLException {
        return sql.first(
                "select idx, origin from log_entry where log = ? and digest = ?",
                row -> new Logged(row.getLong(1), row.getLong(2)),
                log,
                digest);
    }
}
