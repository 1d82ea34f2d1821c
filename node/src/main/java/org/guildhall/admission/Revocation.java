package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
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
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.store.Setbacks;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;
import org.guildhall.store.Withdrawal;

/**
 * A node says that keys of its may be in wrong hands: what was taken with them, from the size on that it names, goes back into
 * quarantine in every log (OQX-SIG-041). Reads all that the node signed since then, which happens once a revocation.
 */
final class Revocation {
    private static final int AT_ONCE = 1_000;
    private static final String CODE = "key-revoked";
    /** An entry with its payload and what became of it; {@code s} is null for what was taken. */
    private static final String ENTRIES = "select e.idx, p.bytes from log_entry e join payload p on p.digest = e.digest"
            + " left join setback s on s.log = e.log and s.idx = e.idx where e.form = 0 and ";

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
    List<OqxRecord> takeBack(List<Taken> fresh, Setbacks setbacks) throws SQLException {
        Map<Digest, OqxRecord> doubtful = new HashMap<>();
        fresh.forEach(one -> consider(one.record(), doubtful));
        int log = tx.number(node);
        long first = revoked.values().stream().min(Long::compare).orElseThrow();
        long size = tx.sql()
                .first("select max(idx) as top from log_entry where log = ?", row -> row.getLong("top") + 1, log)
                .orElse(0L);
        for (long from = first; from < size; from += AT_ONCE) {
            consider(
                    doubtful,
                    "e.log = ? and e.idx >= ? and e.idx < ? and (s.log is null or s.outcome <> 'quarantined')",
                    log,
                    from,
                    from + AT_ONCE);
        }
        // What others include of it was taken, or is held, by an index that is only claimed (OQX-SIG-043).
        consider(
                doubtful,
                "e.log <> ? and s.log is null and e.digest in (select r.digest from object_revision r where r.node = ?"
                        + " union select c.digest from conflict c join object_revision r on r.object_key = c.object_key"
                        + " where r.node = ?)",
                log,
                log,
                log);
        consider(doubtful, "e.log <> ? and s.outcome = 'held'", log);
        doubtful.keySet().removeAll(proven(log, doubtful));
        if (doubtful.isEmpty()) {
            return List.of();
        }
        fresh.removeIf(one -> doubtful.containsKey(one.record().payload().digest()));
        setbacks.quarantine(doubtful.keySet(), CODE, "signed by a key that its node revoked since");
        List<OqxRecord> taken = List.copyOf(doubtful.values());
        Withdrawal.apply(tx, taken);
        return taken;
    }

    private void consider(Map<Digest, OqxRecord> doubtful, String condition, Object... values) throws SQLException {
        tx.sql()
                .query(
                        ENTRIES + condition,
                        row -> {
                            consider(read(row.getBytes("bytes")), doubtful);
                            return true;
                        },
                        values);
    }

    private void consider(OqxRecord record, Map<Digest, OqxRecord> doubtful) {
        if (record.head().node().equals(node)
                && !(record.body() instanceof NodeProfile)
                && revoked.containsKey(record.proof().key())) {
            doubtful.put(record.payload().digest(), record);
        }
    }

    /** Those that the node's own log, as it was verified here, has below the size that their key is revoked from. */
    private Set<Digest> proven(int log, Map<Digest, OqxRecord> doubtful) throws SQLException {
        if (doubtful.isEmpty()) {
            return Set.of();
        }
        record Place(Digest digest, long index) {}
        List<Place> places = tx.sql()
                .query(
                        "select digest, idx from log_entry where log = ? and origin = ? and digest = any(?)",
                        row -> new Place(Digest.wrap(row.getBytes("digest")), row.getLong("idx")),
                        log,
                        Frame.OWN,
                        new ArrayList<>(doubtful.keySet()));
        Set<Digest> proven = new HashSet<>();
        for (Place place : places) {
            OqxRecord record = doubtful.get(place.digest());
            if (record != null
                    && place.index() < revoked.getOrDefault(record.proof().key(), 0L)) {
                proven.add(place.digest());
            }
        }
        return proven;
    }

    private static OqxRecord read(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was admitted can no longer be read", e);
        }
    }
}
