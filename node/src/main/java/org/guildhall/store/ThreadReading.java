package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;

/** Everything a page about one thread, or one post of it, shows. */
public final class ThreadReading {

    /**
     * A post as readers here see it.
     *
     * @param node number of the author's node, which signed it
     * @param home number of the node whose thread it is in
     * @param revision the one shown; {@code latest} the newest there is
     * @param parent of a comment, what it is about; of an answer, the question
     * @param hidden why it is hidden here
     * @param erased 0 it is there; 1 erased by its author, 2 dropped here, and then there are no words
     * @param body Markdown
     */
    public record PostRow(
            ObjectKey key,
            ObjectKey thread,
            Optional<ObjectKey> parent,
            Kind kind,
            int node,
            int home,
            UUID id,
            Author author,
            int revision,
            int latest,
            Digest digest,
            String title,
            List<String> tags,
            String body,
            String language,
            String license,
            Optional<String> sourceUrl,
            Instant createdAt,
            Instant editedAt,
            boolean visible,
            Optional<String> hidden,
            int erased,
            long up,
            long down) {

        public long score() {
            return up - down;
        }
    }

    /** The home's word on a foreign post; {@code ruling} is taken, declined or excluded. */
    public record Ruling(String ruling, int ofRevision, String code, String reason) {}

    /**
     * What a node thinks of a post.
     *
     * @param reason may be ""
     * @param policy with that node, JSON, when it is a peer
     */
    public record Opinion(int node, String label, String reason, Optional<String> policy) {}

    /** A thread that this one names or that names this one; either a thread here, or a page elsewhere. */
    public record Linked(String relation, Optional<ObjectKey> thread, String title, String url) {}

    private static final String POST = "select p.*, h.reason as h_reason, " + Author.COLUMNS
            + " from post p left join member m on m.object_key = p.author"
            + " left join hidden h on h.object_key = p.object_key";

    private static final int MOST_LINKS = 50;
    private static final int MOST_OPINIONS = 200;
    /** By relation, threads before pages elsewhere. */
    private static final Comparator<Linked> LINKS = Comparator.comparing(Linked::relation)
            .thenComparing(link -> link.thread().isEmpty())
            .thenComparing(Linked::title)
            .thenComparing(Linked::url);

    private final Sql sql;

    public ThreadReading(Sql sql) {
        this.sql = sql;
    }

    /** Posts that are visible or would be were they not hidden, by the time they were written. */
    public List<PostRow> posts(ObjectKey thread) throws SQLException {
        return sql.query(
                POST + " where p.thread_key = ? and (p.visible or h.reason is not null)"
                        + " order by p.created_at, p.object_key",
                ThreadReading::post,
                thread);
    }

    public Optional<PostRow> post(ObjectKey key) throws SQLException {
        return sql.first(
                POST + " where p.object_key = ? and (p.visible or h.reason is not null)", ThreadReading::post, key);
    }

    /** The accepted answer of a thread. */
    public Optional<ObjectKey> accepted(ObjectKey thread) throws SQLException {
        return sql.first(
                        "select object_key from accepted where thread_key = ?",
                        row -> Sql.optionalKey(row, "object_key"),
                        thread)
                .flatMap(key -> key);
    }

    /** What the home has said about posts of the thread. */
    public Map<ObjectKey, Ruling> rulings(ObjectKey thread) throws SQLException {
        Map<ObjectKey, Ruling> rulings = new HashMap<>();
        sql.query(
                "select object_key, ruling, of_revision, code, reason from verdict where thread_key = ?",
                row -> rulings.put(
                        Sql.key(row, "object_key"),
                        new Ruling(
                                row.getString("ruling"),
                                row.getInt("of_revision"),
                                ThreadLists.text(row, "code"),
                                ThreadLists.text(row, "reason"))),
                thread);
        return rulings;
    }

    /** These posts, as {@link #post} has them; what readers can't see is left out. */
    public Map<ObjectKey, PostRow> byKey(Collection<ObjectKey> keys) throws SQLException {
        Map<ObjectKey, PostRow> posts = new HashMap<>();
        if (!keys.isEmpty()) {
            sql.query(
                            POST + " where p.object_key = any(?) and (p.visible or h.reason is not null)",
                            ThreadReading::post,
                            Sql.many(keys))
                    .forEach(post -> posts.put(post.key(), post));
        }
        return posts;
    }

    /** What nodes think of the posts of a thread, the older first. */
    public Map<ObjectKey, List<Opinion>> opinions(ObjectKey thread) throws SQLException {
        Map<ObjectKey, List<Opinion>> opinions = new HashMap<>();
        sql.query(
                "select l.about_key, l.node, l.label, l.reason, g.policy from post p"
                        + " join label l on l.about_key = p.object_key"
                        + " left join peering g on g.node = l.node and g.state in ('active', 'suspended')"
                        + " where p.thread_key = ? and l.holds order by l.at, l.object_key limit " + MOST_OPINIONS,
                row -> opinions.computeIfAbsent(Sql.key(row, "about_key"), post -> new ArrayList<>())
                        .add(new Opinion(
                                row.getInt("node"),
                                row.getString("label"),
                                ThreadLists.text(row, "reason"),
                                Optional.ofNullable(row.getString("policy")))),
                thread);
        return opinions;
    }

    /** A member's votes in a thread, 1 or −1. */
    public Map<ObjectKey, Integer> votes(ObjectKey thread, ObjectKey member) throws SQLException {
        Map<ObjectKey, Integer> votes = new HashMap<>();
        sql.query(
                "select object_key, direction from vote where thread_key = ? and member = ?",
                row -> votes.put(Sql.key(row, "object_key"), row.getInt("direction")),
                thread,
                member);
        return votes;
    }

    /**
     * Links from the thread and to it, those to threads that are not here left out. Two statements, as the embedded database
     * does not keep a union that it has parsed, and that was a sixth of a page's time.
     */
    public List<Linked> links(ObjectKey thread) throws SQLException {
        Set<Linked> links = new HashSet<>(sql.query(
                "select l.relation, t.thread_key, t.title, l.target_url from thread_link l"
                        + " left join thread t on t.thread_key = l.target_key where l.thread_key = ?"
                        + " and (t.thread_key is not null or l.target_url is not null) order by 1, 3 limit "
                        + MOST_LINKS,
                ThreadReading::linked,
                thread));
        links.addAll(sql.query(
                "select l.relation, t.thread_key, t.title, cast(null as varchar) as target_url from thread_link l"
                        + " join thread t on t.thread_key = l.thread_key where l.target_key = ? order by 1, 3 limit "
                        + MOST_LINKS,
                ThreadReading::linked,
                thread));
        return links.stream().sorted(LINKS).limit(MOST_LINKS).toList();
    }

    private static Linked linked(ResultSet row) throws SQLException {
        return new Linked(
                row.getString("relation"),
                Sql.optionalKey(row, "thread_key"),
                ThreadLists.text(row, "title"),
                ThreadLists.text(row, "target_url"));
    }

    private static PostRow post(ResultSet row) throws SQLException {
        String tags = ThreadLists.text(row, "tags");
        int node = row.getInt("node");
        return new PostRow(
                Sql.key(row, "object_key"),
                Sql.key(row, "thread_key"),
                Sql.optionalKey(row, "parent_key"),
                Kind.ofCode(row.getInt("kind")).orElseThrow(),
                node,
                row.getInt("home"),
                row.getObject("id", UUID.class),
                Author.of(row, "author", node),
                row.getInt("revision"),
                row.getInt("latest"),
                Sql.digest(row, "digest"),
                ThreadLists.text(row, "title"),
                tags.isEmpty() ? List.of() : List.of(tags.split(" ", -1)),
                row.getString("body"),
                ThreadLists.text(row, "language"),
                ThreadLists.text(row, "license"),
                Optional.ofNullable(row.getString("source_url")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("edited_at")),
                row.getBoolean("visible"),
                Optional.ofNullable(row.getString("h_reason")),
                row.getInt("erased"),
                row.getLong("up"),
                row.getLong("down"));
    }
}
