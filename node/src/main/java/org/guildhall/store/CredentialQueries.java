package org.guildhall.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** What credentials are made of. Safe for many threads; throws {@link ReadFailed} when the store does not answer. */
public final class CredentialQueries {
    private static final int MOST_OFFERED = 100;
    /** As many tallies as can have signers of their own in one testimony; the home's is one of them. */
    private static final int MOST_TALLIES = 16;

    /** Whoever accepts the own answer earns nothing by it (OQX-STA-003). */
    private static final String FACTS =
            " q.author <> p.author and exists (select 1 from accepted a where a.thread_key = p.thread_key and a.object_key ="
                    + " p.object_key) or exists (select 1 from tally_count c join tally y on y.object_key = c.tally"
                    + " where c.object_key = p.object_key and y.thread_key = p.thread_key and c.up + c.down > 0)";

    private final Reads reads;

    public CredentialQueries(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * The records behind an answer, each in the revision that counts here.
     *
     * @param home of the thread
     * @param acceptance by another than the answer's author (OQX-STA-003)
     * @param tallies of nodes other than the home, those with the most votes on the answer first
     */
    public record Answered(
            ObjectKey author,
            NodeId home,
            Digest answer,
            Digest question,
            Optional<Digest> acceptance,
            Optional<Digest> homeTally,
            List<Digest> tallies) {
        public Answered {
            tallies = List.copyOf(tallies);
        }

        /** With nobody's word on the answer but what passes. */
        public Answered only(Predicate<Digest> passes) {
            return new Answered(
                    author,
                    home,
                    answer,
                    question,
                    acceptance.filter(passes),
                    homeTally.filter(passes),
                    tallies.stream().filter(passes).toList());
        }

        /** Whether nobody says anything of it. */
        public boolean isUnspoken() {
            return acceptance.isEmpty() && homeTally.isEmpty() && tallies.isEmpty();
        }
    }

    /** An answer of a member that was accepted or voted on. */
    public record Offer(ObjectKey answer, ObjectKey thread, String title, boolean accepted) {}

    /** Where the bytes of a record stand; {@code log} is a node's number. */
    public record Place(Digest digest, int log, long index, long time) {}

    private record Counted(Digest tally, NodeId node) {}

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
            boolean own = question.author().equals(post.author());
            List<Counted> counted = sql.query(
                    "select r.digest, n.id from tally_count c join tally t on t.object_key = c.tally join object_revision r on"
                            + " r.object_key = t.object_key and r.revision = t.revision join payload y on y.digest = r.digest"
                            + " join node n on n.nr = t.node where c.object_key = ? and t.thread_key = ? and c.up + c.down > 0"
                            + " order by case when n.id = ? then 0 else 1 end, c.up + c.down desc, n.id limit "
                            + MOST_TALLIES,
                    row -> new Counted(Sql.digest(row, "digest"), new NodeId(row.getString("id"))),
                    answer,
                    post.thread(),
                    thread.node().did());
            Map<Boolean, List<Digest>> byHome = counted.stream()
                    .collect(Collectors.partitioningBy(
                            one -> one.node().equals(thread.node()),
                            Collectors.mapping(Counted::tally, Collectors.toList())));
            return Optional.of(new Answered(
                    post.author(),
                    thread.node(),
                    post.digest(),
                    question.digest(),
                    acceptance.filter(found -> !own),
                    byHome.getOrDefault(true, List.of()).stream().findFirst(),
                    byHome.getOrDefault(false, List.of())));
        });
    }

    /** What a member can take along, the newest first. */
    public List<Offer> offers(ObjectKey member) {
        return reads.ask(sql -> sql.query(
                "select p.object_key, p.thread_key, t.title, case when t.accepted = p.object_key then 1 else 0 end as chosen"
                        + " from post p join thread t on t.thread_key = p.thread_key join post q on q.object_key = p.thread_key where"
                        + " p.author = ? and p.kind = ? and p.visible and p.erased = 0 and q.visible and q.erased = 0 and ("
                        + FACTS
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

    /** The member in full; empty when nothing is known of them. */
    public Optional<ObjectId> member(ObjectKey member) {
        return reads.ask(sql -> new MemberNames(sql).of(member).map(MemberNames.Person::id));
    }

    /** The record of this attestation, unless it was taken back. */
    public Optional<Digest> attestation(ObjectKey attestation) {
        return reads.ask(sql -> sql.first(
                "select digest from attestation where object_key = ? and holds",
                row -> Sql.digest(row, "digest"),
                attestation));
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

    /** Every log here that holds any of these records, with its node; each record once, where it stands first in the log. */
    public Map<NodeId, List<Place>> places(Collection<Digest> digests) {
        Map<NodeId, List<Place>> places = new HashMap<>();
        for (Map.Entry<NodeId, Place> one : reads.ask(sql -> sql.query(
                "select n.id, e.digest, e.log, e.idx, e.logged_at from (select log, min(idx) as idx from log_entry where digest ="
                        + " any(?) and form = 0 group by log, digest) f join log_entry e on e.log = f.log and e.idx = f.idx"
                        + " join node n on n.nr = e.log order by e.log, e.idx",
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
