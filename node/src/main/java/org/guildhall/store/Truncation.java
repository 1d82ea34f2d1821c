package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.log.CompactRange;
import org.guildhall.log.TilePath;
import org.guildhall.record.Body;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;

/**
 * Takes the end off the copy of a followed log, with everything that was believed because of it (OQX-WIT-052). What another log
 * holds as well stays, but for what the node erased or dropped.
 */
public final class Truncation {
    private static final int TILE_LEVELS = 6;

    private final Transaction tx;
    private final Sql sql;
    private final int log;

    /** @param log our number of its node; never our own */
    public Truncation(Transaction tx, int log) {
        if (log == tx.self()) {
            throw new IllegalArgumentException("of our own log nothing is ever taken back");
        }
        this.tx = tx;
        this.sql = tx.sql();
        this.log = log;
    }

    /**
     * Takes back all entries from the size of {@code kept} on.
     *
     * @param lastLoggedAt time of the last entry that stays
     * @param checkpoint the note of what is to be read from here on
     * @return what was taken because of them, and is in no other log
     */
    public Withdrawal apply(CompactRange kept, long lastLoggedAt, String checkpoint) throws SQLException {
        long size = kept.size();
        Withdrawal erasing = new Withdrawal(tx);
        Withdrawal taken = taken(size, erasing);
        // Never empty: what is to be cut back is longer.
        Set<Digest> gone = digests("select digest from log_entry where log = ? and idx >= ?", log, size);
        shrink(size);
        sql.update("delete from setback where log = ? and idx >= ?", log, size);
        sql.update("delete from relay_waiting where log = ? and idx >= ?", log, size);
        sql.update("update relay set idx = ? where log = ? and idx > ?", size, log, size);
        sql.update("delete from log_entry where log = ? and idx >= ?", log, size);
        for (int level = 1; level <= TILE_LEVELS; level++) {
            sql.update(
                    "delete from log_tile where log = ? and level = ? and idx >= ?",
                    log,
                    level,
                    size >> (level * TilePath.HEIGHT));
        }
        forgetHoles(gone);
        // What other logs include of them would count again when the projections are made anew.
        new Setbacks(tx).quarantine(erasing, "key-revoked", "of a history that its node gave up");
        taken.apply();
        forgetPayloads(gone);
        sql.update(
                "update log_state set size = ?, last_logged_at = ?, compact = ?, checkpoint = ?, mirrored = null where log = ?",
                size,
                lastLoggedAt,
                kept.toBytes(),
                checkpoint,
                log);
        tx.hole();
        return taken;
    }

    private void shrink(long size) throws SQLException {
        LogVolume volume = LogVolume.read(tx, log);
        sql.first(
                        "select count(*) as entries, coalesce(sum(octet_length(p.bytes)), 0) as payloads from log_entry e"
                                + " left join payload p on p.digest = e.digest and e.form = 0 where e.log = ? and e.idx >= ?",
                        row -> volume.without(row.getLong("entries"), row.getLong("payloads")),
                        log,
                        size)
                .orElseThrow()
                .write(tx, log);
    }

    /**
     * What was taken because of the entries from {@code size} on; later decisions do not count. What the node erased or dropped
     * goes even if it is in other logs: who logged it, as each home and hub does, could else never read those objects again.
     */
    private Withdrawal taken(long size, Withdrawal erasing) throws SQLException {
        Withdrawal taken = new Withdrawal(tx);
        new RecordPieces(tx)
                .read(
                        "e.log = ? and e.idx >= ? and s.log is null",
                        piece -> {
                            Set<Digest> elsewhere = elsewhere(piece, size);
                            for (Taken one : piece) {
                                boolean alone = !elsewhere.contains(
                                        one.record().payload().digest());
                                if (alone || erases(one)) {
                                    taken.add(one.record());
                                }
                                if (!alone && erases(one)) {
                                    erasing.add(one.record());
                                }
                            }
                        },
                        log,
                        size);
        return taken;
    }

    private boolean erases(Taken one) throws SQLException {
        Body body = one.record().body();
        return (body instanceof Erase || body instanceof Drop)
                && tx.number(one.record().head().node()) == log;
    }

    /** Those that were taken because of another entry as well. */
    private Set<Digest> elsewhere(List<Taken> piece, long size) throws SQLException {
        Set<Digest> digests = new HashSet<>();
        piece.forEach(one -> digests.add(one.record().payload().digest()));
        return digests(
                "select distinct e.digest from log_entry e left join setback s on s.log = e.log and s.idx = e.idx"
                        + " where e.digest = any(?) and e.form = 0 and s.log is null and not (e.log = ? and e.idx >= ?)",
                Sql.many(digests),
                log,
                size);
    }

    private void forgetHoles(Set<Digest> gone) throws SQLException {
        Set<Digest> left = new HashSet<>(gone);
        left.removeAll(digests("select digest from log_entry where log = ? and digest = any(?)", log, Sql.many(gone)));
        if (!left.isEmpty()) {
            sql.update("delete from hole where log = ? and digest = any(?)", log, Sql.many(left));
        }
    }

    private void forgetPayloads(Set<Digest> gone) throws SQLException {
        Set<Digest> unused = new HashSet<>(gone);
        unused.removeAll(
                digests("select distinct digest from log_entry where digest = any(?) and form = 0", Sql.many(gone)));
        if (!unused.isEmpty()) {
            sql.update("delete from payload where digest = any(?)", Sql.many(unused));
        }
    }

    private Set<Digest> digests(String query, Object... values) throws SQLException {
        return new HashSet<>(sql.query(query, row -> Sql.digest(row, "digest"), values));
    }
}
