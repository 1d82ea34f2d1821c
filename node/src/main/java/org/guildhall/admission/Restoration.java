package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.guildhall.log.Frame;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Receipt;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Tally;
import org.guildhall.record.Verdict;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.Holes;
import org.guildhall.store.ImportedCounts;
import org.guildhall.store.Projection;
import org.guildhall.store.Sql;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;
import org.guildhall.store.Writer;

/**
 * Puts back entries of our own log that this store had lost and others had kept, with all that pages read of them. Nothing is
 * judged and nothing signed: it was, when they were logged. Each call is one transaction, whole in itself.
 */
public final class Restoration {
    private Restoration() {}

    /**
     * Puts back frames that were verified.
     *
     * @param from index of the first; must be where our log ends
     */
    public static CompletableFuture<Integer> append(Writer writer, long from, List<Frame> frames) {
        return writer.submit(tx -> {
            if (tx.size() != from) {
                throw new IllegalStateException("our log ends at " + tx.size() + ", not at " + from);
            }
            tx.restore(frames);
            Holes holes = new Holes(tx);
            List<Taken> taken = new ArrayList<>(frames.size());
            long index = from;
            for (Frame frame : frames) {
                if (frame.content() instanceof Frame.Content.Payload payload) {
                    taken.add(Taken.logged(read(payload.bytes()), index, frame.origin()));
                } else {
                    holes.served(tx.self(), frame);
                }
                index++;
            }
            // First, as scores are made of them.
            keepCounts(tx, taken);
            // A mirror that was away when something was erased may still serve it: it is taken out again (OQX-MIR-025).
            Projection.apply(tx, taken, Projection.Occasion.RESTORED);
            settle(tx, taken);
            keepReceipts(tx, taken);
            return frames.size();
        });
    }

    private static OqxRecord read(byte[] payload) {
        try {
            return RecordReader.read(payload);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was verified can't be read", e);
        }
    }

    /** What we answered for once is not answered for again. */
    private static void keepReceipts(Transaction tx, List<Taken> taken) throws SQLException {
        for (Taken one : taken) {
            if (one.record().body() instanceof Receipt receipt
                    && one.record().head().node().equals(tx.selfId())) {
                ErasureTable.receipted(tx, receipt.about().key());
            }
        }
    }

    /** What was decided in the lost part is held no longer. */
    private static void settle(Transaction tx, List<Taken> taken) throws SQLException {
        Set<Digest> decided = new HashSet<>();
        for (Taken one : taken) {
            if (one.record().body() instanceof Verdict verdict) {
                decided.add(verdict.ofDigest());
            }
        }
        if (!decided.isEmpty()) {
            tx.sql()
                    .update(
                            "delete from setback where outcome = 'held' and digest = any(?) and digest in"
                                    + " (select digest from object_revision)",
                            Sql.many(decided));
        }
    }

    /**
     * Single votes are in no log. So what our tallies counted, and the votes that are here do not account for, is kept as votes that
     * were brought along: the base of the next tally (OQX-MIR-023).
     */
    private static void keepCounts(Transaction tx, List<Taken> taken) throws SQLException {
        Map<ObjectKey, Tally.Count> counts = new HashMap<>();
        Map<ObjectKey, ObjectKey> threads = new HashMap<>();
        for (Taken one : taken) {
            if (one.record().body() instanceof Tally tally
                    && one.record().head().node().equals(tx.selfId())) {
                for (Tally.Count count : tally.counts()) {
                    counts.put(count.about().key(), count);
                    threads.put(count.about().key(), tally.thread().key());
                }
            }
        }
        if (counts.isEmpty()) {
            return;
        }
        record Cast(ObjectKey object, int direction, long votes) {}
        Map<ObjectKey, Long> up = new HashMap<>();
        Map<ObjectKey, Long> down = new HashMap<>();
        for (Cast cast : tx.sql()
                .query(
                        "select object_key, direction, count(*) as votes from vote where object_key = any(?)"
                                + " group by object_key, direction",
                        row -> new Cast(Sql.key(row, "object_key"), row.getInt("direction"), row.getLong("votes")),
                        counts.keySet())) {
            (cast.direction() > 0 ? up : down).put(cast.object(), cast.votes());
        }
        ImportedCounts.replace(
                tx,
                counts.values().stream()
                        .map(count -> brought(count, threads, up, down))
                        .toList());
    }

    private static ImportedCounts.Count brought(
            Tally.Count count, Map<ObjectKey, ObjectKey> threads, Map<ObjectKey, Long> up, Map<ObjectKey, Long> down) {
        ObjectKey object = count.about().key();
        return new ImportedCounts.Count(
                object,
                threads.getOrDefault(object, object),
                Math.max(0, count.up() - up.getOrDefault(object, 0L)),
                Math.max(0, count.down() - down.getOrDefault(object, 0L)));
    }
}
