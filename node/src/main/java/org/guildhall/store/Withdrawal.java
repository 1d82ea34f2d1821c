package org.guildhall.store;

import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.Accept;
import org.guildhall.record.Body;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Label;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Tally;
import org.guildhall.record.Verdict;

/**
 * Takes back what is believed no longer: the rows of its objects go, and are made anew from the revisions that stay. Leaves
 * the same rows as a rebuild that passes these records over. Of a record only keys are kept here, for a peer decides how
 * many there are.
 */
public final class Withdrawal {
    /** A post may be as large as a record may be. */
    private static final int POSTS_AT_ONCE = 64;

    private final Transaction tx;
    private final Set<Digest> digests = new HashSet<>();
    private final Set<ObjectKey> objects = new HashSet<>();
    private final Set<ObjectKey> posts = new HashSet<>();
    private final Set<ObjectKey> tallies = new HashSet<>();
    private final Set<ObjectKey> scored = new HashSet<>();
    private final Set<ObjectKey> threads = new HashSet<>();
    private final Map<ObjectKey, ObjectKey> labels = new HashMap<>();
    private final Set<Integer> nodes = new HashSet<>();
    private final Map<ObjectKey, ObjectKey> judged = new HashMap<>();
    private final Set<ObjectKey> accepting = new HashSet<>();
    private final Set<Digest> erasing = new HashSet<>();
    private final Set<Digest> dropping = new HashSet<>();

    public Withdrawal(Transaction tx) {
        this.tx = tx;
    }

    /** Adds a record to those that are to be taken back. */
    public void add(OqxRecord record) throws SQLException {
        objects.add(record.object().key());
        digests.add(record.payload().digest());
        record.thread().ifPresent(thread -> threads.add(thread.key()));
        tallies.addAll(Tallies.named(List.of(record)));
        Body body = record.body();
        if (body instanceof Post) {
            posts.add(record.object().key());
        } else if (body instanceof Verdict verdict) {
            posts.add(verdict.about().key());
            judged.put(verdict.about().key(), verdict.thread().key());
        } else if (body instanceof Accept accept) {
            accepting.add(accept.thread().key());
        } else if (body instanceof Tally tally) {
            tally.counts().forEach(count -> scored.add(count.about().key()));
        } else if (body instanceof Label label) {
            labels.put(record.object().key(), label.about().key());
        } else if (body instanceof NodeProfile) {
            nodes.add(tx.number(record.head().node()));
        } else if (body instanceof Erase) {
            erasing.add(record.payload().digest());
        } else if (body instanceof Drop) {
            dropping.add(record.payload().digest());
        }
    }

    /** All that were added. */
    public Set<Digest> digests() {
        return Collections.unmodifiableSet(digests);
    }

    /** The labels among them, and what each is about. */
    public Map<ObjectKey, ObjectKey> labels() {
        return Collections.unmodifiableMap(labels);
    }

    /** Takes them back out of the projections; their entries were set back before, in every log. */
    public void apply() throws SQLException {
        Set<Digest> known = known();
        if (!known.removeAll(digests)) {
            return;
        }
        forget();
        StandingFacts.attest(tx, List.of(), objects);
        new RecordPieces(tx)
                .read(
                        "e.digest = any(?) and s.log is null",
                        piece -> Projection.apply(tx, piece, Projection.Occasion.REBUILD),
                        Sql.many(known));
        scored.addAll(Tallies.refresh(tx, tallies, Map.of()));
        List<ObjectKey> anew = List.copyOf(posts);
        for (int from = 0; from < anew.size(); from += POSTS_AT_ONCE) {
            refresh(new HashSet<>(anew.subList(from, Math.min(from + POSTS_AT_ONCE, anew.size()))), Set.of(), Set.of());
        }
        refresh(Set.of(), scored, threads);
        StandingFacts.refresh(tx, threads);
    }

    private void refresh(Set<ObjectKey> posts, Set<ObjectKey> scored, Set<ObjectKey> threads) throws SQLException {
        Projection.refresh(
                tx, posts, scored, threads, Revisions.Entered.nothing(), Map.of(), Projection.Occasion.REBUILD);
    }

    /** The digests of all revisions that were taken, those of conflicts too. */
    private Set<Digest> known() throws SQLException {
        Set<Digest> known = new HashSet<>();
        for (String table : List.of("object_revision", "conflict")) {
            known.addAll(tx.sql()
                    .query(
                            "select digest from " + table + " where object_key = any(?)",
                            row -> Sql.digest(row, "digest"),
                            Sql.many(objects)));
        }
        return known;
    }

    private void forget() throws SQLException {
        Sql sql = tx.sql();
        for (String table : List.of(
                "object_revision", "conflict", "member", "post", "tally", "thread_link", "label", "attestation")) {
            sql.update("delete from " + table + " where object_key = any(?)", Sql.many(objects));
        }
        sql.update("delete from tally_count where tally = any(?)", Sql.many(objects));
        for (String table : List.of("node_profile", "node_address", "node_key", "continuation")) {
            sql.update("delete from " + table + " where node = any(?)", Sql.many(nodes));
        }
        // The rows of these are not named by the record but by what it is about.
        sql.update("delete from accepted where thread_key = any(?)", Sql.many(accepting));
        try (Batch verdicts =
                new Batch(tx.connection(), "delete from verdict where object_key = ? and thread_key = ?")) {
            for (Map.Entry<ObjectKey, ObjectKey> place : judged.entrySet()) {
                verdicts.add(place.getKey(), place.getValue());
            }
            verdicts.run();
        }
        // What others said of an erased member's answers counts again.
        sql.query(
                        "select distinct p.thread_key from erased x join post p on p.author = x.object_key"
                                + " where x.digest = any(?)",
                        row -> Sql.key(row, "thread_key"),
                        Sql.many(erasing))
                .forEach(threads::add);
        // The bytes do not come back; only the mark was the thief's word.
        sql.update(
                "delete from post where object_key in (select object_key from erased where digest = any(?))",
                Sql.many(erasing));
        sql.update("delete from erased where digest = any(?)", Sql.many(erasing));
        sql.update("delete from dropped where digest = any(?)", Sql.many(dropping));
    }
}
