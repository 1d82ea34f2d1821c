package org.guildhall.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Tally;
import org.guildhall.record.Verdict;
import org.guildhall.store.Revisions.Revision;

/** Counts of votes: of each node the tally of a thread that counts, and the score of each post that follows from them. */
final class Tallies {
    private Tallies() {}

    /** A home's word on a tally of this thread: the revision that counts, 0 for none. */
    private record Word(ObjectKey thread, int shown) {}

    /** The tallies among what was taken, and those that a verdict among it is about. */
    static Set<ObjectKey> named(Collection<OqxRecord> records) {
        Set<ObjectKey> named = new HashSet<>();
        for (OqxRecord record : records) {
            if (record.body() instanceof Tally) {
                named.add(record.object().key());
            } else if (record.body() instanceof Verdict verdict) {
                ObjectId about = verdict.about();
                if (about.id().equals(NamedUuid.tally(about.node(), verdict.thread()))) {
                    named.add(about.key());
                }
            }
        }
        return named;
    }

    /**
     * Makes the rows of these tallies anew: of our own node's and the home's the newest revision, of another's the one that the
     * home took (OQX-INC-025).
     *
     * @param atHand records that need not be read from the store
     * @return the posts whose score this may change
     */
    static Set<ObjectKey> refresh(Transaction tx, Set<ObjectKey> tallies, Map<Digest, OqxRecord> atHand)
            throws SQLException {
        if (tallies.isEmpty()) {
            return Set.of();
        }
        Set<ObjectKey> scored = new HashSet<>(tx.sql()
                .query(
                        "select object_key from tally_count where tally = any(?)",
                        row -> Sql.key(row, "object_key"),
                        Sql.many(tallies)));
        Map<ObjectKey, NavigableMap<Integer, Revision>> revisions = Revisions.of(tx, tallies);
        revisions.values().forEach(known -> known.values().removeIf(one -> one.kind() != Kind.TALLY.code()));
        revisions.values().removeIf(Map::isEmpty);
        Map<ObjectKey, List<Word>> words = words(tx, revisions.keySet());
        Map<Digest, OqxRecord> records = new HashMap<>(atHand);
        Set<Digest> missing = new HashSet<>();
        revisions.forEach((key, known) -> {
            missing.add(known.lastEntry().getValue().digest());
            for (Word word : words.getOrDefault(key, List.of())) {
                Optional.ofNullable(known.get(word.shown())).ifPresent(one -> missing.add(one.digest()));
            }
        });
        missing.removeAll(atHand.keySet());
        records.putAll(Posts.read(tx, missing));
        List<OqxRecord> counting = new ArrayList<>();
        revisions.forEach((key, known) -> Optional.ofNullable(
                        records.get(known.lastEntry().getValue().digest()))
                .filter(newest -> newest.body() instanceof Tally)
                .flatMap(newest -> counting(tx, newest, known, words.getOrDefault(key, List.of())))
                .flatMap(revision -> Optional.ofNullable(records.get(revision.digest())))
                .ifPresent(counting::add));
        write(tx, tallies, counting, scored);
        return scored;
    }

    /** All revisions of a tally are of one thread: its id is made of the thread's. */
    private static Optional<Revision> counting(
            Transaction tx, OqxRecord newest, NavigableMap<Integer, Revision> known, List<Word> words) {
        ObjectId thread = newest.thread().orElseThrow();
        NodeId node = newest.head().node();
        if (node.equals(tx.selfId()) || node.equals(thread.node())) {
            return Optional.of(known.lastEntry().getValue());
        }
        return words.stream()
                .filter(word -> word.thread().equals(thread.key()))
                .findFirst()
                .flatMap(word -> Optional.ofNullable(known.get(word.shown())));
    }

    private static Map<ObjectKey, List<Word>> words(Transaction tx, Set<ObjectKey> tallies) throws SQLException {
        Map<ObjectKey, List<Word>> words = new HashMap<>();
        tx.sql()
                .query(
                        "select object_key, thread_key, shown from verdict where object_key = any(?)",
                        row -> words.computeIfAbsent(Sql.key(row, "object_key"), key -> new ArrayList<>())
                                .add(new Word(Sql.key(row, "thread_key"), row.getInt("shown"))),
                        Sql.many(tallies));
        return words;
    }

    private static void write(Transaction tx, Set<ObjectKey> tallies, List<OqxRecord> counting, Set<ObjectKey> scored)
            throws SQLException {
        tx.sql().update("delete from tally_count where tally = any(?)", Sql.many(tallies));
        tx.sql().update("delete from tally where object_key = any(?)", Sql.many(tallies));
        try (Batch rows = new Batch(
                        tx.connection(),
                        "insert into tally (object_key, node, thread_key, revision) values (?, ?, ?, ?)");
                Batch counts = new Batch(
                        tx.connection(), "insert into tally_count (tally, object_key, up, down) values (?, ?, ?, ?)")) {
            for (OqxRecord record : counting) {
                if (record.body() instanceof Tally tally) {
                    ObjectKey key = record.object().key();
                    int node = tx.number(record.head().node());
                    rows.add(key, node, tally.thread().key(), record.head().revision());
                    for (Tally.Count count : tally.counts()) {
                        counts.add(key, count.about().key(), count.up(), count.down());
                        scored.add(count.about().key());
                    }
                }
            }
            rows.run();
            counts.run();
        }
    }

    /**
     * Adds up the votes on posts: other nodes' tallies, and in place of our own tally the votes themselves, so that a
     * member sees what they just did.
     *
     * @param unheard those whose rows were made just now
     */
    static void score(Transaction tx, Set<ObjectKey> posts, Set<ObjectKey> unheard) throws SQLException {
        Set<ObjectKey> counted = counted(tx, posts, unheard);
        if (counted.isEmpty()) {
            return;
        }
        tx.sql()
                .update(
                        "update post set up = " + votes("up", 1) + ", down = " + votes("down", -1)
                                + " where object_key = any(?)",
                        tx.self(),
                        tx.self(),
                        Sql.many(counted));
    }

    /**
     * Those of the posts that somebody voted on, or that show votes: the rows of all others say 0 and 0 from the start, and
     * to write a row again is dear.
     */
    private static Set<ObjectKey> counted(Transaction tx, Set<ObjectKey> posts, Set<ObjectKey> unheard)
            throws SQLException {
        Set<ObjectKey> counted = new HashSet<>();
        counted.addAll(keys(tx, "tally_count where object_key = any(?)", posts));
        counted.addAll(keys(tx, "vote where object_key = any(?)", posts));
        counted.addAll(keys(tx, "imported_count where object_key = any(?)", posts));
        Set<ObjectKey> older = new HashSet<>(posts);
        older.removeAll(unheard);
        counted.addAll(keys(tx, "post where object_key = any(?) and (up <> 0 or down <> 0)", older));
        return counted;
    }

    private static List<ObjectKey> keys(Transaction tx, String source, Set<ObjectKey> posts) throws SQLException {
        return tx.sql().query("select object_key from " + source, row -> Sql.key(row, "object_key"), Sql.many(posts));
    }

    private static String votes(String column, int direction) {
        return "coalesce((select sum(c." + column + ") from tally_count c join tally t on t.object_key = c.tally"
                + " where c.object_key = post.object_key and t.thread_key = post.thread_key and t.node <> ?), 0)"
                + " + (select count(*) from vote where vote.object_key = post.object_key and direction = " + direction
                + ")"
                + " + coalesce((select i." + column
                + " from imported_count i where i.object_key = post.object_key), 0)";
    }
}
