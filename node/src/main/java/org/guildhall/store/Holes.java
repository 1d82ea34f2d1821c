package org.guildhall.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectKey;

/**
 * Entries whose payload is gone, in all logs that are kept here. The entry stays as it is, so the tree does; the frame is a hole
 * that names the entry of the Erase or Drop as soon as its log has one (OQX-LOG-045).
 */
public final class Holes {
    /** What a hole in the entry {@code e} names: as it was served to us, or the first entry of that record in the log. */
    static final String GONE_BY = "case when e.form = 0 then null else (select coalesce(h.by_idx, min(b.idx))"
            + " from hole h left join log_entry b on b.digest = h.by_digest and b.log = h.log"
            + " where h.log = e.log and h.digest = e.digest group by h.by_idx) end as gone_by";

    private final Transaction tx;

    public Holes(Transaction tx) {
        this.tx = tx;
    }

    /** Takes note of a hole that was read from a followed log. */
    public void served(int log, Frame frame) throws SQLException {
        long by = frame.content() instanceof Frame.Content.Erased erased
                ? erased.by()
                : ((Frame.Content.Dropped) frame.content()).by();
        Entry entry = frame.entry();
        tx.sql()
                .update(
                        "insert into hole (log, digest, object_key, by_digest, by_idx) values (?, ?, ?, null, ?)"
                                + " on conflict do nothing",
                        log,
                        entry.digest(),
                        entry.object(),
                        by == Frame.NO_ENTRY ? null : by);
    }

    /** Deletes the payload of an entry that came although it was erased, or dropped from its log. */
    public void bury(int log, long index, Entry entry, int form, Digest by) throws SQLException {
        tx.hole();
        tx.sql().update("update log_entry set form = ? where log = ? and idx = ?", form, log, index);
        insert(log, entry, by);
        forgetUnused(Set.of(entry.digest()));
    }

    /** Takes note of an entry whose payload was left out when its log was read. */
    public void insert(int log, Entry entry, Digest by) throws SQLException {
        tx.sql()
                .update(
                        "insert into hole (log, digest, object_key, by_digest, by_idx) values (?, ?, ?, ?, null)"
                                + " on conflict do nothing",
                        log,
                        entry.digest(),
                        entry.object(),
                        by);
    }

    /**
     * Makes holes of all entries with these digests, in every log, and deletes their payloads.
     *
     * @return how many payloads there were
     */
    int dig(Collection<Digest> digests, int form, Digest by) throws SQLException {
        if (digests.isEmpty()) {
            return 0;
        }
        tx.hole();
        Sql sql = tx.sql();
        sql.update("delete from hole where digest = any(?)", Sql.many(digests));
        sql.update(
                "insert into hole (log, digest, object_key, by_digest, by_idx)"
                        + " select distinct log, digest, object_key, cast(? as bytea), cast(null as bigint) from log_entry"
                        + " where digest = any(?)",
                by,
                Sql.many(digests));
        sql.update("update log_entry set form = ? where digest = any(?)", form, Sql.many(digests));
        return sql.update("delete from payload where digest = any(?)", Sql.many(digests));
    }

    /** Makes holes of the entries of one log, and deletes the payloads that no other log has. */
    Set<Digest> digIn(int log, Collection<Digest> digests, int form, Digest by) throws SQLException {
        tx.hole();
        Sql sql = tx.sql();
        sql.update("delete from hole where log = ? and digest = any(?)", log, Sql.many(digests));
        sql.update(
                "insert into hole (log, digest, object_key, by_digest, by_idx)"
                        + " select distinct log, digest, object_key, cast(? as bytea), cast(null as bigint) from log_entry"
                        + " where log = ? and digest = any(?)",
                by,
                log,
                Sql.many(digests));
        sql.update("update log_entry set form = ? where log = ? and digest = any(?)", form, log, Sql.many(digests));
        return forgetUnused(digests);
    }

    /** Says of holes that came without a name, or before their erasure was known here, what made them. */
    void explain(ObjectKey object, Digest by) throws SQLException {
        tx.sql()
                .update(
                        "update hole set by_digest = ? where object_key = ? and by_digest is null and by_idx is null",
                        by,
                        object);
    }

    private Set<Digest> forgetUnused(Collection<Digest> digests) throws SQLException {
        Set<Digest> unused = new HashSet<>(digests);
        unused.removeAll(tx.sql()
                .query(
                        "select distinct digest from log_entry where digest = any(?) and form = 0",
                        row -> Sql.digest(row, "digest"),
                        Sql.many(digests)));
        tx.sql().update("delete from payload where digest = any(?)", Sql.many(unused));
        return unused;
    }
}
