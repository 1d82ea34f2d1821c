package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Attestation;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;

/** What was read of peers and waits for a person to decide on it. What waits for another record is not among it. */
public final class HeldReading {
    private static final String HELD = " from setback s join log_entry e on e.log = s.log and e.idx = s.idx"
            + " join payload y on y.digest = s.digest where s.outcome = 'held' and s.waits_for is null"
            // Of several revisions of an object the newest stands for all: they are decided on together.
            + " and not exists (select 1 from setback t join log_entry f on f.log = t.log and f.idx = t.idx"
            + " where t.object_key = s.object_key and t.outcome = 'held' and t.waits_for is null"
            + " and f.revision > e.revision)";

    /**
     * An object that is held, in its newest revision.
     *
     * @param log number of the node in whose log it was read
     * @param since when it was read
     * @param author empty for what has none
     * @param about the member whom an attestation is about, when that one is known here
     * @param thread the question it belongs to, as readers here see it; empty when it is a question, or not here
     * @param shown the revision that is shown here meanwhile, when it is an edit
     */
    public record Held(
            int log,
            ObjectKey object,
            Digest digest,
            Instant since,
            OqxRecord record,
            Optional<Author> author,
            Optional<Author> about,
            Optional<Shown> thread,
            Optional<Shown> shown) {}

    /** A post as it is shown here; {@code title} is empty unless it is a question. */
    public record Shown(String title, String language, String body) {}

    /** Names what can be decided on. */
    public record Ticket(ObjectKey object, Digest digest) {}

    private record Row(int log, ObjectKey object, Digest digest, Instant since, OqxRecord record) {}

    private final Sql sql;

    public HeldReading(Sql sql) {
        this.sql = sql;
    }

    /** How many objects wait. */
    public long count() throws SQLException {
        return sql.first(
                        "select count(distinct object_key) from setback where outcome = 'held' and waits_for is null",
                        row -> row.getLong(1))
                .orElse(0L);
    }

    /** All that can be decided on, without what it says. */
    public List<Ticket> tickets() throws SQLException {
        return sql.query(
                "select distinct s.object_key, s.digest" + HELD,
                row -> new Ticket(Sql.key(row, "object_key"), Sql.digest(row, "digest")));
    }

    /** What has waited longest, oldest first. */
    public List<Held> oldest(int limit) throws SQLException {
        Map<ObjectKey, Row> rows = new LinkedHashMap<>();
        sql.query(
                        "select s.log, s.object_key, s.digest, s.at, y.bytes" + HELD
                                + " order by s.at, s.log, s.idx limit ?",
                        HeldReading::row,
                        limit)
                .forEach(row -> rows.putIfAbsent(row.object(), row));
        Set<ObjectKey> posts = new HashSet<>(rows.keySet());
        Set<ObjectKey> writers = new HashSet<>();
        for (Row row : rows.values()) {
            row.record().thread().map(ObjectId::key).ifPresent(posts::add);
            author(row.record()).ifPresent(writers::add);
            about(row.record()).ifPresent(writers::add);
        }
        Map<ObjectKey, Shown> shown = shown(posts);
        Map<ObjectKey, Author> authors = authors(writers);
        List<Held> held = new ArrayList<>(rows.size());
        for (Row row : rows.values()) {
            Optional<ObjectKey> thread =
                    row.record().thread().map(ObjectId::key).filter(key -> !key.equals(row.object()));
            held.add(new Held(
                    row.log(),
                    row.object(),
                    row.digest(),
                    row.since(),
                    row.record(),
                    author(row.record()).map(authors::get),
                    about(row.record()).map(authors::get),
                    thread.map(shown::get),
                    Optional.ofNullable(shown.get(row.object()))));
        }
        return held;
    }

    private static Optional<ObjectKey> author(OqxRecord record) {
        return record.body() instanceof Post post ? Optional.of(Projection.author(record, post)) : Optional.empty();
    }

    private static Optional<ObjectKey> about(OqxRecord record) {
        return record.body() instanceof Attestation said
                ? Optional.of(said.about().key())
                : Optional.empty();
    }

    private static Row row(ResultSet row) throws SQLException {
        try {
            return new Row(
                    row.getInt("log"),
                    Sql.key(row, "object_key"),
                    Sql.digest(row, "digest"),
                    Instant.ofEpochMilli(row.getLong("at")),
                    RecordReader.read(row.getBytes("bytes")));
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was held can no longer be read", e);
        }
    }

    private Map<ObjectKey, Shown> shown(Collection<ObjectKey> posts) throws SQLException {
        Map<ObjectKey, Shown> shown = new HashMap<>();
        if (!posts.isEmpty()) {
            sql.query(
                    "select object_key, title, language, body from post where object_key = any(?) and visible",
                    row -> shown.put(
                            Sql.key(row, "object_key"),
                            new Shown(
                                    ThreadLists.text(row, "title"),
                                    ThreadLists.text(row, "language"),
                                    row.getString("body"))),
                    posts);
        }
        return shown;
    }

    private Map<ObjectKey, Author> authors(Collection<ObjectKey> members) throws SQLException {
        Map<ObjectKey, Author> authors = new HashMap<>();
        if (!members.isEmpty()) {
            sql.query(
                    "select m.object_key, m.node, " + Author.COLUMNS + " from member m where m.object_key = any(?)",
                    row -> authors.put(Sql.key(row, "object_key"), Author.of(row, "object_key", row.getInt("node"))),
                    members);
        }
        return authors;
    }
}
