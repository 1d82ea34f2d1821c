package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Source;
import org.guildhall.store.Revisions.Revision;

/** The row of each question, answer and comment: the revision that is shown here, and whether it is shown at all. */
final class Posts {
    private static final Set<Integer> KINDS = Set.of(Kind.QUESTION.code(), Kind.ANSWER.code(), Kind.COMMENT.code());

    private Posts() {}

    /** What the row says now. */
    private record Row(Digest digest, ObjectKey thread, int home, boolean visible) {}

    /** A home's word on an object of this thread. */
    private record Word(ObjectKey thread, int shown) {}

    /** What the row must say. */
    private record Wanted(
            ObjectKey object,
            ObjectKey thread,
            int home,
            Revision shown,
            int latest,
            long createdAt,
            boolean visible) {}

    /**
     * Makes the rows of these posts anew.
     *
     * @param entered revisions that need not be read from the store
     * @param atHand records that need not, either
     * @return posts that are visible now and were not before
     */
    static Set<ObjectKey> refresh(
            Transaction tx, Set<ObjectKey> posts, Revisions.Entered entered, Map<Digest, OqxRecord> atHand)
            throws SQLException {
        if (posts.isEmpty()) {
            return Set.of();
        }
        Map<ObjectKey, NavigableMap<Integer, Revision>> revisions = revisions(tx, posts, entered);
        Set<ObjectKey> heardOf = new HashSet<>(posts);
        heardOf.removeAll(entered.unheard());
        Map<ObjectKey, Row> rows = rows(tx, heardOf);
        Map<ObjectKey, List<Word>> words = words(tx, posts);
        Set<ObjectKey> hidden = new HashSet<>(
                tx.sql().query("select object_key from hidden where object_key = any(?)", Posts::key, Sql.many(posts)));

        Set<Digest> absent = new HashSet<>();
        revisions.forEach((key, existing) -> {
            if (!rows.containsKey(key)) {
                Digest newest = existing.lastEntry().getValue().digest();
                if (!atHand.containsKey(newest)) {
                    absent.add(newest);
                }
            }
        });
        Map<Digest, OqxRecord> records = new HashMap<>(atHand);
        records.putAll(read(tx, absent));

        List<Wanted> wanted = new ArrayList<>();
        Set<Digest> missing = new HashSet<>();
        Set<ObjectKey> appeared = new HashSet<>();
        for (Map.Entry<ObjectKey, NavigableMap<Integer, Revision>> entry : revisions.entrySet()) {
            ObjectKey object = entry.getKey();
            Row row = rows.get(object);
            Optional<OqxRecord> newest = Optional.ofNullable(
                    records.get(entry.getValue().lastEntry().getValue().digest()));
            ObjectKey thread;
            int home;
            if (row != null) {
                thread = row.thread();
                home = row.home();
            } else if (newest.isPresent()) {
                thread = newest.get().thread().orElseThrow().key();
                home = tx.number(newest.get().thread().orElseThrow().node());
            } else {
                continue; // its payload is gone
            }
            Wanted want = want(tx, object, thread, home, entry.getValue(), words, hidden.contains(object));
            wanted.add(want);
            if (!records.containsKey(want.shown().digest())) {
                missing.add(want.shown().digest());
            }
            if (want.visible() && (row == null || !row.visible())) {
                appeared.add(object);
            }
        }
        records.putAll(read(tx, missing));
        write(tx, wanted, rows, records);
        return appeared;
    }

    /** The rule of visibility: what is of our node or of the home's, and of others what the home took. */
    private static Wanted want(
            Transaction tx,
            ObjectKey object,
            ObjectKey thread,
            int home,
            NavigableMap<Integer, Revision> revisions,
            Map<ObjectKey, List<Word>> words,
            boolean hidden) {
        Revision latest = revisions.lastEntry().getValue();
        int taken = words.getOrDefault(object, List.of()).stream()
                .filter(word -> word.thread().equals(thread))
                .mapToInt(Word::shown)
                .findFirst()
                .orElse(0);
        boolean own = latest.node() == tx.self() || latest.node() == home;
        // While the revision that was taken has not come, nothing stands for it (OQX-INC-024).
        Revision ofHome = revisions.get(taken);
        Revision shown = own || ofHome == null ? latest : ofHome;
        long createdAt =
                revisions.values().stream().mapToLong(Revision::datedAt).min().orElse(shown.datedAt());
        return new Wanted(object, thread, home, shown, latest.number(), createdAt, !hidden && (own || ofHome != null));
    }

    private static void write(
            Transaction tx, List<Wanted> wanted, Map<ObjectKey, Row> rows, Map<Digest, OqxRecord> records)
            throws SQLException {
        try (Batch forget = new Batch(tx.connection(), "delete from post where object_key = ?");
                Batch insert = new Batch(
                        tx.connection(),
                        "insert into post (object_key, thread_key, parent_key, kind, node, home, id, author, revision,"
                                + " latest, digest, title, tags, body, language, license, source_url, created_at, edited_at,"
                                + " visible, up, down)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)")) {
            for (Wanted want : wanted) {
                OqxRecord record = records.get(want.shown().digest());
                if (record == null || !(record.body() instanceof Post post)) {
                    continue; // erased or dropped: nothing to show
                }
                if (rows.containsKey(want.object())) {
                    forget.add(want.object());
                }
                Optional<Question> question = Projection.question(post);
                insert.add(
                        want.object(),
                        want.thread(),
                        Projection.parent(post).orElse(null),
                        record.head().kind().code(),
                        want.shown().node(),
                        want.home(),
                        record.head().id(),
                        Projection.author(record, post),
                        want.shown().number(),
                        want.latest(),
                        want.shown().digest(),
                        question.map(Question::name).orElse(null),
                        question.map(asked -> String.join(" ", asked.keywords()))
                                .orElse(null),
                        post.text(),
                        post.inLanguage().orElse(null),
                        post.license().orElse(null),
                        post.origin().source().flatMap(Source::url).orElse(null),
                        want.createdAt(),
                        want.shown().datedAt(),
                        want.visible());
            }
            forget.run();
            insert.run();
        }
    }

    private static Map<ObjectKey, NavigableMap<Integer, Revision>> revisions(
            Transaction tx, Set<ObjectKey> posts, Revisions.Entered entered) throws SQLException {
        Map<ObjectKey, NavigableMap<Integer, Revision>> revisions = new HashMap<>();
        Set<ObjectKey> unread = new HashSet<>();
        for (ObjectKey post : posts) {
            NavigableMap<Integer, Revision> known = entered.known().get(post);
            if (known == null) {
                unread.add(post);
            } else {
                revisions.put(post, new TreeMap<>(known));
            }
        }
        revisions.putAll(Revisions.of(tx, unread));
        // What became known under the key of a post is not always one.
        revisions.values().forEach(known -> known.values().removeIf(one -> !KINDS.contains(one.kind())));
        revisions.values().removeIf(Map::isEmpty);
        return revisions;
    }

    private static Map<ObjectKey, Row> rows(Transaction tx, Set<ObjectKey> posts) throws SQLException {
        Map<ObjectKey, Row> rows = new HashMap<>();
        tx.sql()
                .query(
                        "select object_key, digest, thread_key, home, visible from post where object_key = any(?)",
                        row -> rows.put(
                                Sql.key(row, "object_key"),
                                new Row(
                                        Sql.digest(row, "digest"),
                                        Sql.key(row, "thread_key"),
                                        row.getInt("home"),
                                        row.getBoolean("visible"))),
                        Sql.many(posts));
        return rows;
    }

    private static Map<ObjectKey, List<Word>> words(Transaction tx, Set<ObjectKey> posts) throws SQLException {
        Map<ObjectKey, List<Word>> words = new HashMap<>();
        tx.sql()
                .query(
                        "select object_key, thread_key, shown from verdict where object_key = any(?)",
                        row -> words.computeIfAbsent(Sql.key(row, "object_key"), key -> new ArrayList<>())
                                .add(new Word(Sql.key(row, "thread_key"), row.getInt("shown"))),
                        Sql.many(posts));
        return words;
    }

    static Map<Digest, OqxRecord> read(Transaction tx, Set<Digest> digests) throws SQLException {
        Map<Digest, OqxRecord> records = new HashMap<>();
        if (!digests.isEmpty()) {
            List<byte[]> payloads = tx.sql()
                    .query(
                            "select bytes from payload where digest = any(?)",
                            row -> row.getBytes(1),
                            Sql.many(digests));
            for (byte[] payload : payloads) {
                try {
                    OqxRecord record = RecordReader.read(payload);
                    records.put(record.payload().digest(), record);
                } catch (RecordFault e) {
                    throw new IllegalStateException("a payload that was admitted can no longer be read", e);
                }
            }
        }
        return records;
    }

    private static ObjectKey key(ResultSet row) throws SQLException {
        return Sql.key(row, "object_key");
    }
}
