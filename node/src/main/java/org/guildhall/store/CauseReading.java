package org.guildhall.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;

/** What tells whether something that waits for a decision has to do with the member who would decide. */
public final class CauseReading {
    private final Sql sql;

    public CauseReading(Sql sql) {
        this.sql = sql;
    }

    /** A held revision of an object. */
    public record Held(ObjectKey object, OqxRecord record) {}

    /** All held revisions of these objects. */
    public List<Held> held(Collection<ObjectKey> objects) throws SQLException {
        return sql.query(
                "select s.object_key, y.bytes from setback s join payload y on y.digest = s.digest"
                        + " where s.object_key = any(?) and s.outcome = 'held' and s.waits_for is null",
                row -> new Held(Sql.key(row, "object_key"), record(row.getBytes("bytes"))),
                Sql.many(objects));
    }

    /** Those of these threads in which the member asked or answered. */
    public Set<ObjectKey> threads(ObjectKey member, Collection<ObjectKey> threads) throws SQLException {
        return new HashSet<>(sql.query(
                "select distinct thread_key from post where thread_key = any(?) and author = ? and kind in (?, ?)",
                row -> Sql.key(row, "thread_key"),
                Sql.many(threads),
                member,
                Kind.QUESTION.code(),
                Kind.ANSWER.code()));
    }

    /** Those of these posts that the member wrote. */
    public Set<ObjectKey> posts(ObjectKey member, Collection<ObjectKey> posts) throws SQLException {
        return new HashSet<>(sql.query(
                "select object_key from post where object_key = any(?) and author = ?",
                row -> Sql.key(row, "object_key"),
                Sql.many(posts),
                member));
    }

    private static OqxRecord record(byte[] bytes) {
        try {
            return RecordReader.read(bytes);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was held can no longer be read", e);
        }
    }
}
