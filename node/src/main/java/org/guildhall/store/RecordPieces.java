package org.guildhall.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.Digest;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;

/**
 * Reads again what was admitted when a peer decides how much that is: a piece after the other, so that no more than a piece of
 * it is ever in memory. Belongs to one transaction.
 */
public final class RecordPieces {
    private static final long BYTES = 8L << 20;

    private final Transaction tx;
    private final long most;

    public RecordPieces(Transaction tx) {
        this(tx, BYTES);
    }

    /** @param most bytes of payloads in a piece of more than one record */
    RecordPieces(Transaction tx, long most) {
        this.tx = tx;
        this.most = most;
    }

    /** Takes one piece. */
    public interface Piece {
        void take(List<Taken> records) throws SQLException;
    }

    private record Place(int log, long index, long origin, Digest digest, long bytes) {}

    /**
     * Reads what is in the logs, ours first, each in its order.
     *
     * @param condition on entries {@code e}, and on {@code s}, which is null for what was taken
     */
    public void read(String condition, Piece piece, Object... values) throws SQLException {
        List<Place> places = new ArrayList<>(tx.sql()
                .query(
                        "select e.log, e.idx, e.origin, e.digest, octet_length(p.bytes) as bytes from log_entry e"
                                + " join payload p on p.digest = e.digest"
                                + " left join setback s on s.log = e.log and s.idx = e.idx"
                                + " where e.form = 0 and " + condition,
                        row -> new Place(
                                row.getInt("log"),
                                row.getLong("idx"),
                                row.getLong("origin"),
                                Sql.digest(row, "digest"),
                                row.getLong("bytes")),
                        values));
        places.sort(Comparator.comparing((Place place) -> place.log() != tx.self())
                .thenComparingInt(Place::log)
                .thenComparingLong(Place::index));
        int from = 0;
        while (from < places.size()) {
            int to = end(places, from);
            piece.take(records(places.subList(from, to)));
            from = to;
        }
    }

    private int end(List<Place> places, int from) {
        int to = from + 1;
        long sum = places.get(from).bytes();
        while (to < places.size() && sum + places.get(to).bytes() <= most) {
            sum += places.get(to).bytes();
            to++;
        }
        return to;
    }

    private List<Taken> records(List<Place> places) throws SQLException {
        Set<Digest> digests = new HashSet<>();
        places.forEach(place -> digests.add(place.digest()));
        Map<Digest, OqxRecord> records = new HashMap<>();
        for (OqxRecord record : tx.sql()
                .query(
                        "select bytes from payload where digest = any(?)",
                        row -> record(row.getBytes("bytes")),
                        Sql.many(digests))) {
            records.put(record.payload().digest(), record);
        }
        List<Taken> taken = new ArrayList<>(places.size());
        for (Place place : places) {
            OqxRecord record = records.get(place.digest());
            if (record != null) {
                taken.add(Taken.logged(record, place.index(), place.origin()));
            }
        }
        return taken;
    }

    private static OqxRecord record(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was admitted can no longer be read", e);
        }
    }
}
