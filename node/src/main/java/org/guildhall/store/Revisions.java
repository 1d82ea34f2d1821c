package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;

/** Which revisions of an object there are. One digest each: of two the lowest holds, and both are kept as evidence. */
final class Revisions {
    private Revisions() {}

    /** One revision that exists. */
    record Revision(int number, int kind, Digest digest, int node, long datedAt) {}

    /**
     * What is known after records were entered, so that it need not be read again.
     *
     * @param latest those records that are the newest of their object now, in the order given
     * @param known all revisions of the records' objects
     * @param unheard objects of which there was nothing before: no projection has a row of theirs
     */
    record Entered(List<Taken> latest, Map<ObjectKey, NavigableMap<Integer, Revision>> known, Set<ObjectKey> unheard) {
        static Entered nothing() {
            return new Entered(List.of(), Map.of(), Set.of());
        }
    }

    /** Enters the revisions of the records. */
    static Entered enter(Transaction tx, List<Taken> taken) throws SQLException {
        Set<ObjectKey> unheard = new HashSet<>();
        taken.forEach(one -> unheard.add(one.object()));
        Map<ObjectKey, NavigableMap<Integer, Revision>> known = of(tx, unheard);
        unheard.removeAll(known.keySet());
        Map<ObjectKey, Taken> newest = new HashMap<>();
        try (Batch insert = new Batch(
                        tx.connection(),
                        "insert into object_revision (object_key, revision, kind, node, digest, dated_at)"
                                + " values (?, ?, ?, ?, ?, ?)");
                Batch replace = new Batch(
                        tx.connection(),
                        "update object_revision set digest = ?, dated_at = ? where object_key = ? and revision = ?");
                Batch conflict = new Batch(
                        tx.connection(),
                        "insert into conflict (object_key, revision, digest) values (?, ?, ?) on conflict do nothing")) {
            for (Taken one : taken) {
                NavigableMap<Integer, Revision> revisions = known.computeIfAbsent(one.object(), key -> new TreeMap<>());
                Digest digest = one.record().payload().digest();
                Revision entered = new Revision(
                        one.revision(),
                        one.record().head().kind().code(),
                        digest,
                        tx.number(one.record().head().node()),
                        datedAt(one.record()));
                Revision there = revisions.get(one.revision());
                if (there == null) {
                    insert.add(
                            one.object(), entered.number(), entered.kind(), entered.node(), digest, entered.datedAt());
                } else if (digest.equals(there.digest())) {
                    continue;
                } else {
                    Digest rival = there.digest();
                    conflict.add(one.object(), one.revision(), rival);
                    conflict.add(one.object(), one.revision(), digest);
                    if (digest.compareTo(rival) > 0) {
                        continue;
                    }
                    // The row may still wait in the batch of this very call.
                    insert.run();
                    replace.add(digest, entered.datedAt(), one.object(), one.revision());
                }
                // The row of a rival keeps what they have in common.
                revisions.put(
                        one.revision(),
                        there == null
                                ? entered
                                : new Revision(
                                        entered.number(), there.kind(), digest, there.node(), entered.datedAt()));
                if (revisions.lastKey() == one.revision()) {
                    newest.put(one.object(), one);
                }
            }
            insert.run();
            replace.run();
            conflict.run();
        }
        List<Taken> latest = new ArrayList<>(newest.size());
        Set<Taken> wanted = new HashSet<>(newest.values());
        for (Taken one : taken) {
            if (wanted.contains(one)) {
                latest.add(one);
            }
        }
        return new Entered(latest, known, unheard);
    }

    /** All revisions of those of the objects that have any. */
    static Map<ObjectKey, NavigableMap<Integer, Revision>> of(Transaction tx, Set<ObjectKey> objects)
            throws SQLException {
        Map<ObjectKey, NavigableMap<Integer, Revision>> known = new HashMap<>();
        tx.sql()
                .query(
                        "select object_key, revision, kind, digest, node, dated_at from object_revision"
                                + " where object_key = any(?)",
                        row -> known.computeIfAbsent(Sql.key(row, "object_key"), key -> new TreeMap<>())
                                .put(
                                        row.getInt("revision"),
                                        new Revision(
                                                row.getInt("revision"),
                                                row.getInt("kind"),
                                                Sql.digest(row, "digest"),
                                                row.getInt("node"),
                                                row.getLong("dated_at"))),
                        Sql.many(objects));
        return known;
    }

    /** When a revision was written: where it was first, if it was imported. */
    private static long datedAt(OqxRecord record) {
        Instant logged = record.head().dateCreated();
        Instant dated = record.body() instanceof Post post
                ? post.origin().datePublished().orElse(logged)
                : logged;
        return dated.toEpochMilli();
    }
}
