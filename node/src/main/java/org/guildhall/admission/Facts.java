package org.guildhall.admission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Audience;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeChain;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Post;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Verdict;
import org.guildhall.store.ClosedQuestions;
import org.guildhall.store.Sql;
import org.guildhall.store.Transaction;

/**
 * What the rule book needs to know, fetched once for a whole batch and kept up to date while the batch is judged, so that
 * a record may lean on the one before it. Belongs to one transaction.
 */
final class Facts {
    private final Transaction tx;
    private final Map<NodeId, NodeFacts> nodes = new HashMap<>();
    private final Set<ObjectKey> members = new HashSet<>();
    private final Map<ObjectKey, TreeMap<Integer, Digest>> revisions = new HashMap<>();
    private final Map<ObjectKey, Kind> kinds = new HashMap<>();
    private final Map<ObjectKey, PostFacts> posts = new HashMap<>();
    private final Map<ObjectKey, Gone> gone = new HashMap<>();
    private final Set<ObjectKey> askedGone = new HashSet<>();
    private boolean anythingGone = true;
    private final Set<ObjectKey> asked = new HashSet<>();
    private final Set<NodeId> askedNodes = new HashSet<>();
    private final Set<NodeId> blocked = new HashSet<>();
    private final Set<ObjectKey> closed = new HashSet<>();
    private final Set<ObjectKey> askedClosed = new HashSet<>();
    private final Set<ObjectKey> declined = new HashSet<>();
    private final Set<ObjectKey> askedDeclined = new HashSet<>();

    /** Something that is about to be judged. */
    record Candidate(Head head, Body body) {}

    /**
     * A node as its newest Node record says.
     *
     * @param continued the largest size at which its log went on after a fork, 0 if it never did
     */
    record NodeFacts(
            int revision,
            Multikey identityKey,
            Digest nextIdentity,
            Audience audience,
            SigningKeys keys,
            long continued) {
        /** What its next Node record has to follow from. */
        NodeChain chain() {
            return new NodeChain(
                    revision,
                    identityKey,
                    nextIdentity,
                    keys.listedInNewest(),
                    keys.revokedInNewest(),
                    keys.everListed(),
                    continued);
        }
    }

    /** What never changes about a post, and whether it is shown. */
    record PostFacts(
            ObjectKey thread, Optional<ObjectKey> parent, Kind kind, Optional<ObjectKey> author, boolean visible) {}

    /**
     * An object that was erased by its owner, or dropped by us.
     *
     * @param form as in frames: 1 erased, 2 dropped
     * @param by digest of the record that says so
     */
    record Gone(int form, Digest by) {}

    Facts(Transaction tx) {
        this.tx = tx;
    }

    Transaction tx() {
        return tx;
    }

    /** Fetches what is not known yet about the candidates: seven queries at most, however many there are. */
    void learn(Collection<Candidate> candidates) throws SQLException {
        Set<ObjectKey> objects = new HashSet<>();
        Set<ObjectKey> around = new HashSet<>();
        Set<ObjectKey> authors = new HashSet<>();
        Set<NodeId> unseen = new HashSet<>();
        Set<ObjectKey> answered = new HashSet<>();
        for (Candidate candidate : candidates) {
            ObjectId object = candidate.head().object();
            objects.add(object.key());
            around.add(object.key());
            candidate.body().opinionOn().ifPresent(about -> around.add(about.key()));
            unseen.add(object.node());
            candidate.body().thread(object).ifPresent(thread -> around.add(thread.key()));
            if (candidate.body() instanceof Post post) {
                authors.add(new ObjectId(object.node(), post.author()).key());
            }
            if (candidate.body() instanceof Answer answer) {
                answered.add(answer.thread().key());
            } else if (candidate.body() instanceof Comment comment) {
                around.add(comment.parent().key());
            } else if (candidate.body() instanceof Accept accept) {
                accept.about().ifPresent(answer -> around.add(answer.key()));
            } else if (candidate.body() instanceof Verdict verdict) {
                around.add(verdict.about().key());
            } else if (candidate.body() instanceof Erase erase) {
                objects.add(erase.about().key());
                around.add(erase.about().key());
            } else if (candidate.body() instanceof Drop drop) {
                objects.add(drop.about().key());
                around.add(drop.about().key());
            }
        }
        learnGone(around);
        learnClosed(answered);
        unseen.removeAll(askedNodes);
        objects.removeAll(revisions.keySet());
        around.removeAll(asked);
        authors.removeAll(members);
        learnNodes(unseen);
        learnRevisions(objects);
        // What has no revision has no row either, and most of a batch is new.
        around.removeIf(
                key -> Optional.ofNullable(revisions.get(key)).map(Map::isEmpty).orElse(false));
        learnPosts(around);
        learnMembers(authors);
        learnDeclined(candidates);
    }

    /** Whether the questions that these follow were declined; asked only of threads that are not here. */
    private void learnDeclined(Collection<Candidate> candidates) throws SQLException {
        Set<ObjectKey> threads = new HashSet<>();
        for (Candidate candidate : candidates) {
            if (candidate.head().kind() != Kind.QUESTION
                    && Policy.isMeasured(candidate.head().kind())) {
                candidate
                        .body()
                        .thread(candidate.head().object())
                        .filter(thread -> !thread.node().equals(tx.selfId()))
                        .map(ObjectId::key)
                        .filter(thread -> !posts.containsKey(thread) && askedDeclined.add(thread))
                        .ifPresent(threads::add);
            }
        }
        if (!threads.isEmpty()) {
            declined.addAll(tx.sql()
                    .query(
                            "select distinct object_key from setback where object_key = any(?) and outcome = 'declined'",
                            row -> Sql.key(row, "object_key"),
                            Sql.many(threads)));
        }
    }

    /** Finds out which of these objects were erased or dropped; mostly nothing ever was. */
    void learnGone(Collection<ObjectKey> objects) throws SQLException {
        if (anythingGone && askedGone.isEmpty()) {
            anythingGone = tx.sql()
                    .first("select 1 from erased limit 1", row -> row.getInt(1))
                    .isPresent();
        }
        Set<ObjectKey> unknown = new HashSet<>(objects);
        unknown.removeAll(askedGone);
        askedGone.addAll(unknown);
        if (anythingGone && !unknown.isEmpty()) {
            tx.sql()
                    .query(
                            "select object_key, form, digest from erased where object_key = any(?)",
                            row -> Optional.ofNullable(gone.put(
                                    Sql.key(row, "object_key"),
                                    new Gone(row.getInt("form"), Sql.digest(row, "digest")))),
                            Sql.many(unknown));
        }
    }

    Optional<Gone> gone(ObjectKey object) {
        return Optional.ofNullable(gone.get(object));
    }

    /** Whether a record is covered: its object is gone, or it is an opinion on what is (OQX-ERA-001). */
    Optional<Gone> gone(Head head, Body body) {
        Optional<Gone> own = gone(head.object().key());
        return own.or(() -> body.opinionOn().flatMap(about -> gone(about.key())).filter(one -> one.form() == 1));
    }

    private void learnNodes(Set<NodeId> unseen) throws SQLException {
        Map<Integer, NodeId> byNumber = new HashMap<>();
        for (NodeId node : unseen) {
            byNumber.put(tx.number(node), node);
        }
        askedNodes.addAll(unseen);
        if (byNumber.isEmpty()) {
            return;
        }
        tx.sql()
                .query(
                        "select f.node, f.revision, f.identity_key, f.next_identity, f.audience,"
                                + " (select max(c.size) from continuation c where c.node = f.node) as continued"
                                + " from node_profile f where f.node = any(?)",
                        row -> nodes.put(
                                known(byNumber, row),
                                new NodeFacts(
                                        row.getInt("revision"),
                                        new Multikey(row.getString("identity_key")),
                                        Sql.digest(row, "next_identity"),
                                        audience(row),
                                        new SigningKeys(),
                                        row.getLong("continued"))),
                        byNumber.keySet());
        blocked.addAll(tx.sql()
                .query(
                        "select node from peering where state = 'blocked' and node = any(?)"
                                + " union select node from blocked_node where node = any(?)"
                                + " union select f.node from node_address f join blocked_address b on b.address = f.address"
                                + " where f.node = any(?)",
                        row -> known(byNumber, row),
                        byNumber.keySet(),
                        byNumber.keySet(),
                        byNumber.keySet()));
        tx.sql()
                .query(
                        "select node, revision, key_text, idx, revoked_at from node_key where node = any(?)",
                        row -> {
                            SigningKeys keys = Optional.ofNullable(nodes.get(known(byNumber, row)))
                                    .orElseThrow()
                                    .keys();
                            Optional<Long> index = optional(row, "idx");
                            keys.list(
                                    row.getInt("revision"),
                                    index.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                                    new Multikey(row.getString("key_text")),
                                    optional(row, "revoked_at"));
                            return keys;
                        },
                        byNumber.keySet());
        tx.sql()
                .query(
                        "select node, size, revision from continuation where node = any(?)",
                        row -> {
                            NodeFacts continued = Optional.ofNullable(nodes.get(known(byNumber, row)))
                                    .orElseThrow();
                            continued.keys().goOn(row.getInt("revision"), row.getLong("size"));
                            return continued;
                        },
                        byNumber.keySet());
    }

    private static Audience audience(ResultSet row) throws SQLException {
        try {
            return Audience.ofLabel(row.getString("audience"));
        } catch (RecordFault e) {
            throw new IllegalStateException("a node that was taken has no audience", e);
        }
    }

    private static Optional<Long> optional(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static NodeId known(Map<Integer, NodeId> byNumber, ResultSet row) throws SQLException {
        NodeId node = byNumber.get(row.getInt("node"));
        if (node == null) {
            throw new IllegalStateException("a node that was not asked for");
        }
        return node;
    }

    private void learnRevisions(Set<ObjectKey> objects) throws SQLException {
        if (objects.isEmpty()) {
            return;
        }
        objects.forEach(key -> revisions.put(key, new TreeMap<>()));
        record Row(ObjectKey object, int revision, Kind kind, Digest digest) {}
        List<Row> rows = tx.sql()
                .query(
                        "select object_key, revision, kind, digest from object_revision where object_key = any(?)",
                        row -> new Row(
                                Sql.key(row, "object_key"),
                                row.getInt("revision"),
                                Kind.ofCode(row.getInt("kind")).orElseThrow(),
                                Sql.digest(row, "digest")),
                        Sql.many(objects));
        for (Row row : rows) {
            kinds.put(row.object(), row.kind());
            revisions.computeIfAbsent(row.object(), key -> new TreeMap<>()).put(row.revision(), row.digest());
        }
    }

    private void learnPosts(Set<ObjectKey> around) throws SQLException {
        if (around.isEmpty()) {
            return;
        }
        asked.addAll(around);
        tx.sql()
                .query(
                        "select object_key, thread_key, parent_key, kind, author, visible from post"
                                + " where object_key = any(?)",
                        row -> Optional.ofNullable(posts.put(
                                Sql.key(row, "object_key"),
                                new PostFacts(
                                        Sql.key(row, "thread_key"),
                                        Sql.optionalKey(row, "parent_key"),
                                        Kind.ofCode(row.getInt("kind")).orElseThrow(),
                                        Sql.optionalKey(row, "author"),
                                        row.getBoolean("visible")))),
                        Sql.many(around));
    }

    /** Which threads their homes have closed. */
    private void learnClosed(Set<ObjectKey> threads) throws SQLException {
        threads.removeAll(askedClosed);
        if (!threads.isEmpty()) {
            askedClosed.addAll(threads);
            closed.addAll(ClosedQuestions.among(tx.sql(), threads));
        }
    }

    private void learnMembers(Set<ObjectKey> authors) throws SQLException {
        if (!authors.isEmpty()) {
            members.addAll(tx.sql()
                    .query(
                            "select object_key from member where object_key = any(?)",
                            row -> Sql.key(row, "object_key"),
                            Sql.many(authors)));
        }
    }

    /**
     * Takes note of what was just admitted.
     *
     * @param index in its own node's log, where it was found there
     */
    void note(Head head, Body body, Digest digest, OptionalLong index, boolean visible) {
        ObjectId object = head.object();
        ObjectKey key = object.key();
        revisions.computeIfAbsent(key, unused -> new TreeMap<>()).putIfAbsent(head.revision(), digest);
        kinds.putIfAbsent(key, head.kind());
        if (body instanceof Erase erase) {
            gone.put(erase.about().key(), new Gone(1, digest));
        } else if (body instanceof Drop drop && head.node().equals(tx.selfId())) {
            gone.putIfAbsent(drop.about().key(), new Gone(2, digest));
        } else if (body instanceof MemberProfile) {
            members.add(key);
        } else if (body instanceof Label label) {
            noteLabel(head, label);
        } else if (body instanceof NodeProfile profile) {
            noteNode(head, profile, index);
        } else if (body instanceof Post post) {
            asked.add(key);
            posts.put(
                    key,
                    new PostFacts(
                            body.thread(object).orElseThrow().key(),
                            parent(post),
                            head.kind(),
                            Optional.of(new ObjectId(head.node(), post.author()).key()),
                            visible));
        }
    }

    private void noteLabel(Head head, Label label) {
        if (label.label().equals(Label.CLOSED) && label.about().node().equals(head.node())) {
            ObjectKey thread = label.about().key();
            askedClosed.add(thread);
            if (label.state() == Label.State.ON) {
                closed.add(thread);
            } else {
                closed.remove(thread);
            }
        }
    }

    private void noteNode(Head head, NodeProfile profile, OptionalLong index) {
        SigningKeys keys = node(head.node()).map(NodeFacts::keys).orElseGet(SigningKeys::new);
        long continued = node(head.node()).map(NodeFacts::continued).orElse(0L);
        profile.signingKeys().forEach(entry -> keys.list(head.revision(), index, entry.key(), entry.revokedAt()));
        profile.continues().ifPresent(from -> keys.goOn(head.revision(), from.size()));
        askedNodes.add(head.node());
        nodes.put(
                head.node(),
                new NodeFacts(
                        head.revision(),
                        profile.identityKey(),
                        profile.nextIdentity(),
                        head.audience(),
                        keys,
                        profile.continues().map(NodeProfile.Continuation::size).orElse(continued)));
    }

    /** Takes note of where its node's own log holds a Node record that was taken from another log before. */
    void place(Head head, long index) {
        node(head.node()).ifPresent(known -> known.keys().place(head.revision(), index));
    }

    /** The keys that a Node record revokes or gives up, or from an earlier size on than was known, and that size. */
    Map<Multikey, Long> revokes(NodeId node, NodeProfile profile) {
        Map<Multikey, Long> revoked = new HashMap<>();
        SigningKeys before = node(node).map(NodeFacts::keys).orElseGet(SigningKeys::new);
        profile.continues().ifPresent(from -> before.everListed().forEach(key -> revoked.put(key, from.size())));
        for (NodeProfile.SigningKeyEntry entry : profile.signingKeys()) {
            entry.revokedAt().ifPresent(size -> revoked.merge(entry.key(), size, Math::min));
        }
        revoked.entrySet()
                .removeIf(one -> before.revokedAt(one.getKey())
                        .map(known -> known <= one.getValue())
                        .orElse(false));
        return revoked;
    }

    /** Takes note that these records are believed no longer. */
    void forget(Set<Digest> digests) {
        revisions.values().forEach(known -> known.values().removeAll(digests));
    }

    static Optional<ObjectKey> parent(Post post) {
        return post instanceof Comment comment
                ? Optional.of(comment.parent().key())
                : post instanceof org.guildhall.record.Answer answer
                        ? Optional.of(answer.thread().key())
                        : Optional.empty();
    }

    Optional<NodeFacts> node(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }

    /** Whether an administrator blocked the node, or the address that it gives. The node must have been learnt. */
    boolean isBlocked(NodeId node) {
        return blocked.contains(node);
    }

    /** Whether a question was declined, so that what is said of it follows. Known of threads that are not here. */
    boolean isDeclined(ObjectKey question) {
        return declined.contains(question);
    }

    /** Takes note of what was just declined. */
    void noteDeclined(ObjectKey object) {
        declined.add(object);
    }

    /** Whether its home takes no more answers in a thread. Known of threads of answers that were learnt. */
    boolean isClosed(ObjectKey thread) {
        return closed.contains(thread);
    }

    boolean isMember(ObjectKey author) {
        return members.contains(author);
    }

    Optional<PostFacts> post(ObjectKey key) {
        return Optional.ofNullable(posts.get(key));
    }

    /** What an object is, once a revision of it was taken. The object must have been learnt. */
    Optional<Kind> kind(ObjectKey object) {
        return Optional.ofNullable(kinds.get(object));
    }

    /** The newest revision of an object, when there is one. The object must have been learnt. */
    OptionalInt newest(ObjectKey object) {
        TreeMap<Integer, Digest> known = revisions.getOrDefault(object, new TreeMap<>());
        return known.isEmpty() ? OptionalInt.empty() : OptionalInt.of(known.lastKey());
    }

    boolean has(ObjectKey object, int revision, Digest digest) {
        return Optional.ofNullable(revisions.get(object))
                .map(known -> known.get(revision))
                .filter(digest::equals)
                .isPresent();
    }

    /** Digests of all revisions of the objects, oldest first. */
    Map<ObjectKey, List<Digest>> history(Set<ObjectKey> objects) throws SQLException {
        Set<ObjectKey> unknown = new HashSet<>(objects);
        unknown.removeAll(revisions.keySet());
        learnRevisions(unknown);
        Map<ObjectKey, List<Digest>> history = new HashMap<>();
        objects.forEach(key -> history.put(
                key,
                new ArrayList<>(revisions.getOrDefault(key, new TreeMap<>()).values())));
        return history;
    }
}
