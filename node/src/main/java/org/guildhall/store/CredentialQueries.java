package org.guildhall.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** What credentials are made of. Safe for many threads; throws {@link ReadFailed} when the store does not answer. */
public final class CredentialQueries {
    private static final int MOST_OFFERED = 100;
    private static final String FACTS =
            " exists (select 1 from accepted a where a.thread_key = p.thread_key and a.object_key ="
                    + " p.object_key) or exists (select 1 from tally_count c join tally y on y.object_key = c.tally"
                    + " where c.object_key = p.object_key and y.thread_key = p.thread_key and c.up + c.down > 0)";

    private final Reads reads;

    public CredentialQueries(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * The records behind an answer, each in the revision that counts here.
     *
     * @param ownQuestion whether the author asked, too
     * @param tallies by node, the home's first, then in the order of their nodes' ids
     */
    public record Answered(
            ObjectKey author,
            Digest answer,
            Digest question,
            boolean ownQuestion,
            Optional<Digest> acceptance,
            List<Digest> tallies) {}

    /** An answer of a member that was accepted or voted on. */
    public record Offer(ObjectKey answer, ObjectKey thread, String title, boolean accepted) {}

    /** Where the bytes of a record stand; {@code log} is a node's number. */
    public record Place(Digest digest, int log, long index, long time) {}

    private record Post(ObjectKey key, ObjectKey thread, ObjectKey author, Digest digest) {}

    /** Empty unless it is an answer that readers here see, to a question that they see. */
    public Optional<Answered> answer(ObjectKey answer) {
        return reads.ask(sql -> {
            Map<ObjectKey, Post> posts = new HashMap<>();
            for (Post post : sql.query(
                    "select q.object_key, q.thread_key, q.author, q.digest from post p join post q on q.object_key = p.object_key"
                            + " or q.object_key = p.thread_key where p.object_key = ? and p.kind = ? and q.visible and q.erased"
                            + " = 0",
                    row -> new Post(
                            Sql.key(row, "object_key"),
                            Sql.key(row, "thread_key"),
                            Sql.key(row, "author"),
                            Sql.digest(row, "digest")),
                    answer,
                    Kind.ANSWER.code())) {
                posts.put(post.key(), post);
            }
            Post post = posts.get(answer);
            Post question = post == null ? null : posts.get(post.thread());
            if (post == null || question == null) {
                return Optional.empty();
            }
            ObjectId thread = sql.first(
                            "select n.id, t.id from thread t join node n on n.nr = t.node where t.thread_key = ?",
                            row -> new ObjectId(new NodeId(row.getString(1)), row.getObject(2, UUID.class)),
                            post.thread())
                    .orElseThrow(() -> new IllegalStateException("a question without its thread"));
            ObjectKey acceptKey = new ObjectId(thread.node(), NamedUuid.accept(thread)).key();
            Optional<Digest> acceptance = sql.first(
                    "select r.digest from accepted a join object_revision r on r.object_key = ? and r.revision = a.revision"
                            + " where a.thread_key = ? and a.object_key = ?",
                    row -> Sql.digest(row, "digest"),
                    acceptKey,
                    post.thread(),
                    answer);
            List<Digest> tallies = sql.query(
                    "select r.digest from tally_count c join tally t on t.object_key = c.tally join object_revision r on"
                            + " r.object_key = t.object_key and r.revision = t.revision join node n on n.nr = t.node where"
                            + " c.object_key = ? and t.thread_key = ? and c.up + c.down > 0"
                            + " order by case when n.id = ? then 0 else 1 end, n.id",
                    row -> Sql.digest(row, "digest"),
                    answer,
                    post.thread(),
                    thread.node().did());
            boolean own = question.author().equals(post.author());
            return Optional.of(new Answered(post.author(), post.digest(), question.digest(), own, acceptance, tallies));
        });
    }

    /** What a member can take along, the newest first. */
    public List<Offer> offers(ObjectKey member) {
        return reads.ask(sql -> sql.query(
                "select p.object_key, p.thread_key, t.title, case when t.accepted = p.object_key then 1 else 0 end as chosen"
                        + " from post p join thread t on t.thread_key = p.thread_key where p.author = ? and p.kind = ? and"
                        + " p.visible and p.erased = 0 and (" + FACTS
                        + ") order by p.created_at desc, p.object_key limit "
                        + MOST_OFFERED,
                row -> new Offer(
                        Sql.key(row, "object_key"),
                        Sql.key(row, "thread_key"),
                        row.getString("title"),
                        row.getInt("chosen") == 1),
                member,
                Kind.ANSWER.code()));
    }

    /** The newest revision of an object that is not revised by anybody but its owner, such as a member. */
    public Optional<Digest> newest(ObjectKey object) {
        return reads.ask(sql -> sql.first(
                "select digest from object_revision where object_key = ? order by revision desc limit 1",
                row -> Sql.digest(row, "digest"),
                object));
    }

    /** The attestations of a node about a member that it has not taken back. */
    public List<byte[]> attestations(int node, ObjectKey about) {
        return reads.ask(sql -> sql.query(
                "select p.bytes from attestation a join payload p on p.digest = a.digest where a.node = ? and a.about_key = ?"
                        + " and a.holds order by a.object_key",
                row -> row.getBytes(1),
                node,
                about));
    }

    /** The published bytes; what is erased is missing. */
    public Map<Digest, byte[]> bytes(Collection<Digest> digests) {
        Map<Digest, byte[]> found = new HashMap<>();
        for (Map.Entry<Digest, byte[]> one : reads.ask(sql -> sql.query(
                "select digest, bytes from payload where digest = any(?)",
                row -> Map.entry(Sql.digest(row, "digest"), row.getBytes("bytes")),
                Sql.many(digests)))) {
            found.put(one.getKey(), one.getValue());
        }
        return found;
    }

    /** Every log here that holds any of these records, with its node. */
    public Map<NodeId, List<Place>> places(Collection<Digest> digests) {
        Map<NodeId, List<Place>> places = new HashMap<>();
        for (Map.Entry<NodeId, Place> one : reads.ask(sql -> sql.query(
                "select n.id, e.digest, e.log, e.idx, e.logged_at from log_entry e join node n on n.nr = e.log where e.digest ="
                        + " any(?) and e.form = 0 order by e.log, e.idx",
                row -> Map.entry(
                        new NodeId(row.getString("id")),
                        new Place(
                                Sql.digest(row, "digest"),
                                row.getInt("log"),
                                row.getLong("idx"),
                                row.getLong("logged_at"))),
                Sql.many(digests)))) {
            places.computeIfAbsent(one.getKey(), log -> new ArrayList<>()).add(one.getValue());
        }
        return places;
    }
}
