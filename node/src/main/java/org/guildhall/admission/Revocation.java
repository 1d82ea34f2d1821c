package org.guildhall.admission;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.log.Frame;
import org.guildhall.record.Digest;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;
import org.guildhall.store.RecordPieces;
import org.guildhall.store.Setbacks;
import org.guildhall.store.Sql;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;
import org.guildhall.store.Withdrawal;

/**
 * A node says that keys of its may be in wrong hands: what was taken with them, from the size on that it names, goes back into
 * quarantine in every log (OQX-SIG-041). Reads all that the node signed since then, which happens once a revocation.
 */
final class Revocation {
    private static final int AT_ONCE = 10_000;
    private static final String CODE = "key-revoked";

    private final Transaction tx;
    private final NodeId node;
    private final Map<Multikey, Long> revoked;

    /** @param revoked keys of the node, and from which size on each is revoked */
    Revocation(Transaction tx, NodeId node, Map<Multikey, Long> revoked) {
        this.tx = tx;
        this.node = node;
        this.revoked = revoked;
    }

    /**
     * Takes back what is stored, and what a batch took that is not projected yet.
     *
     * @param fresh what the batch took; what is taken back is left out of it
     * @return what was believed, or held, and is no longer
     */
    Withdrawal takeBack(List<Taken> fresh, Setbacks setbacks) throws SQLException {
        Withdrawal doubtful = new Withdrawal(tx);
        int log = tx.number(node);
        RecordPieces.Piece consider = piece -> consider(log, piece, doubtful);
        consider.take(fresh);
        RecordPieces pieces = new RecordPieces(tx);
        long first = revoked.values().stream().min(Long::compare).orElseThrow();
        long size = tx.sql()
                .first("select max(idx) as top from log_entry where log = ?", row -> row.getLong("top") + 1, log)
                .orElse(0L);
        for (long from = first; from < size; from += AT_ONCE) {
            pieces.read(
                    "e.log = ? and e.idx >= ? and e.idx < ? and (s.log is null or s.outcome <> 'quarantined')",
                    consider,
                    log,
                    from,
                    from + AT_ONCE);
        }
        // What others include of it was taken, or is held, by an index that is only claimed (OQX-SIG-043).
        pieces.read(
                "e.log <> ? and s.log is null and e.digest in (select r.digest from object_revision r where r.node = ?"
                        + " union select c.digest from conflict c join object_revision r on r.object_key = c.object_key"
                        + " where r.node = ?)",
                consider,
                log,
                log,
                log);
        pieces.read("e.log <> ? and s.outcome = 'held'", consider, log);
        if (!doubtful.digests().isEmpty()) {
            fresh.removeIf(
                    one -> doubtful.digests().contains(one.record().payload().digest()));
            setbacks.quarantine(doubtful, CODE, "signed by a key that its node revoked since");
            doubtful.apply();
        }
        return doubtful;
    }

    private void consider(int log, List<Taken> piece, Withdrawal doubtful) throws SQLException {
        Map<Digest, OqxRecord> signed = new HashMap<>();
        for (Taken one : piece) {
            OqxRecord record = one.record();
            if (record.head().node().equals(node)
                    && !(record.body() instanceof NodeProfile)
                    && revoked.containsKey(record.proof().key())) {
                signed.put(record.payload().digest(), record);
            }
        }
        signed.keySet().removeAll(proven(log, signed));
        for (OqxRecord record : signed.values()) {
            doubtful.add(record);
        }
    }

    /** Those that the node's own log, as it was verified here, has below the size that their key is revoked from. */
    private Set<Digest> proven(int log, Map<Digest, OqxRecord> signed) throws SQLException {
        record Place(Digest digest, long index) {}
        List<Place> places = tx.sql()
                .query(
                        "select digest, idx from log_entry where log = ? and origin = ? and digest = any(?)",
                        row -> new Place(Digest.wrap(row.getBytes("digest")), row.getLong("idx")),
                        log,
                        Frame.OWN,
                        Sql.many(signed.keySet()));
        Set<Digest> proven = new HashSet<>();
        for (Place place : places) {
            OqxRecord record = signed.get(place.digest());
            if (record != null
                    && place.index() < revoked.getOrDefault(record.proof().key(), 0L)) {
                proven.add(place.digest());
            }
        }
        return proven;
    }
}
