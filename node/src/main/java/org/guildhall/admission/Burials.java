package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.Facts.Gone;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.store.Holes;
import org.guildhall.store.Sql;
import org.guildhall.store.Transaction;

/**
 * Keeps what was erased, or dropped from its log, from being stored again when it is read once more (OQX-ERA-011): the entry
 * is kept as a hole. Lives as long as one batch.
 */
final class Burials {
    private static final int DROPPED = 2;

    private final Transaction tx;
    private final Facts facts;
    private final Holes holes;
    /** What the owner of this log dropped from it, and with which record. */
    private final Map<ObjectKey, Digest> dropped = new HashMap<>();

    Burials(Transaction tx, Facts facts) {
        this.tx = tx;
        this.facts = facts;
        this.holes = new Holes(tx);
    }

    /** The arrivals, those that are gone already without their payloads. */
    List<Arrival> withoutPayload(int log, List<Arrival> arrivals) throws SQLException {
        Set<ObjectKey> objects = new HashSet<>();
        for (Arrival arrival : arrivals) {
            objects.add(arrival.frame().entry().object());
            if (arrival instanceof Arrival.Verified verified) {
                verified.record().body().opinionOn().ifPresent(about -> objects.add(about.key()));
            }
        }
        facts.learnGone(objects);
        learnDropped(log, objects);
        List<Arrival> left = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            Frame frame = arrival.frame();
            Optional<Gone> gone = gone(arrival);
            boolean hole = arrival instanceof Arrival.Hole;
            left.add(
                    gone.isEmpty() || hole
                            ? arrival
                            : new Arrival.Hole(hole(frame, gone.get().form())));
        }
        return left;
    }

    private void learnDropped(int log, Set<ObjectKey> objects) throws SQLException {
        boolean any = tx.sql()
                .first("select 1 from dropped where node = ? limit 1", row -> row.getInt(1), log)
                .isPresent();
        if (any) {
            tx.sql()
                    .query(
                            "select object_key, digest from dropped where node = ? and object_key = any(?)",
                            row -> Optional.ofNullable(
                                    dropped.put(Sql.key(row, "object_key"), Sql.digest(row, "digest"))),
                            log,
                            Sql.many(objects));
        }
    }

    private Optional<Gone> gone(Arrival arrival) {
        Entry entry = arrival.frame().entry();
        Optional<Gone> gone = facts.gone(entry.object());
        if (gone.isEmpty() && arrival instanceof Arrival.Verified verified) {
            gone = facts.gone(verified.record().head(), verified.record().body());
        }
        return gone.or(() -> Optional.ofNullable(dropped.get(entry.object())).map(by -> new Gone(DROPPED, by)));
    }

    private static Frame hole(Frame frame, int form) {
        return new Frame(
                frame.entry(),
                frame.origin(),
                form == DROPPED ? new Frame.Content.Dropped(Frame.NO_ENTRY) : new Frame.Content.Erased(Frame.NO_ENTRY));
    }

    /** Takes note of an entry that came, or was kept, without payload. */
    void note(int log, Frame frame) throws SQLException {
        Optional<Digest> by = facts.gone(frame.entry().object())
                .map(Gone::by)
                .or(() -> Optional.ofNullable(dropped.get(frame.entry().object())));
        if (by.isPresent()) {
            holes.insert(log, frame.entry(), by.get());
        } else {
            holes.served(log, frame);
        }
    }

    /** The log's owner drops an object: what follows of it in this batch is gone as well. */
    void dropped(OqxRecord record) {
        if (record.body() instanceof Drop drop) {
            dropped.put(drop.about().key(), record.payload().digest());
        }
    }

    boolean isDropped(ObjectKey object) {
        return dropped.containsKey(object);
    }

    /** Deletes what came with this batch behind its own erasure. */
    void bury(int log, long index, Arrival.Verified arrival) throws SQLException {
        Optional<Gone> gone = gone(arrival);
        if (gone.isPresent()) {
            holes.bury(
                    log,
                    index,
                    arrival.frame().entry(),
                    gone.get().form(),
                    gone.get().by());
        }
    }
}
