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

    /**
     * Enters the revisions of the records.
     *
     * @return those that are the newest of their object now, in the order given
     */
    static List<Taken> enter(Transaction tx, List<Taken> taken) throws SQLException {
        Map<ObjectKey, NavigableMap<Integer, Digest>> known = known(tx, taken);
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
                NavigableMap<Integer, Digest> revisions = known.computeIfAbsent(one.object(), key -> new TreeMap<>());
                Digest digest = one.record().payload().digest();
                Digest rival = revisions.get(one.revision());
                if (rival == null) {
                    insert.add(
                            one.object(),
                            one.revision(),
                            one.record().head().kind().code(),
                            tx.number(one.record().head().node()),
                            digest,
                            datedAt(one.record()));
                } else if (digest.equals(rival)) {
                    continue;
                } else {
                    conflict.add(one.object(), one.revision(), rival);
                    conflict.add(one.object(), one.revision(), digest);
                    if (digest.compareTo(rival) > 0) {
                        continue;
                    }
                    // The row may still wait in the batch of this very call.
                    insert.run();
                    replace.add(digest, datedAt(one.record()), one.object(), one.revision());
                }
                revisions.put(one.revision(), digest);
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
        return latest;
    }

    private static Map<ObjectKey, NavigableMap<Integer, Digest>> known(Transaction tx, List<Taken> taken)
            throws SQLException {
        Set<ObjectKey> keys = new HashSet<>();
        taken.forEach(one -> keys.add(one.object()));
        Map<ObjectKey, NavigableMap<Integer, Digest>> known = new HashMap<>();
        tx.sql()
                .query(
                        "select object_key, revision, digest from object_revision where object_key = any(?)",
                        row -> known.computeIfAbsent(Sql.key(row, "object_key"), key -> new TreeMap<>())
                                .put(row.getInt("revision"), Sql.digest(row, "digest")),
                        keys);
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
