package org.guildhall.bench.growth;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.admission.Standings;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Frame;
import org.guildhall.record.Body;
import org.guildhall.record.Digest;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Sha256;
import org.guildhall.record.Tally;
import org.guildhall.reputation.Age;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Explanation;
import org.guildhall.reputation.Standing;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.Sql;

/**
 * A node that follows a peer in whose threads its members answered. The peer's tallies go through the gate; all other facts, of further
 * peers, are rows put into the tables as the projection would have written them.
 */
public final class GrowingNode implements AutoCloseable {
    /** The tag that most facts are in: one of fourteen. */
    public static final String BUSIEST = "tag0";

    private static final int THREADS = 100;
    private static final int MEMBERS = 20;
    private static final int FACTS_OF_A_MEMBER = 50;
    private static final int TAGS = 200;
    private static final int ISSUERS = 5;
    /** All facts of a member are in one. */
    private static final int BATCH = 10_000;

    private static final int FILLING_CACHE_KIB = 262_144;
    /** As a node has it. */
    private static final int CACHE_KIB = 16_384;

    private final SecureRandom secrets = new SecureRandom();
    private final SigningKey identity = SigningKey.generate(secrets);
    private final SigningKey signing = SigningKey.generate(secrets);
    private final NodeId peer = NodeId.of(identity.publicKey());
    private final CompactRange log = CompactRange.empty();
    private final Random random = new Random(1);
    private final NodeInMemory node;
    private final List<Live> live = new ArrayList<>();
    private final List<Integer> issuers = new ArrayList<>();
    private final int quarter;
    private int facts;
    private int revision;

    /** A thread of the peer's, and our member's answer in it. */
    public record Live(ObjectId thread, ObjectId answer, ObjectId member) {}

    private record Sum(ObjectKey member, String topic, int issuer, int quarter) {}

    public GrowingNode(Path directory) throws Exception {
        this.node = new NodeInMemory("Growing", new DatabaseLocation.Embedded(directory));
        this.quarter = Age.quarterOf(node.clock.instant());
        node.peer(peer, all());
        SigningKey next = SigningKey.generate(secrets);
        NodeProfile profile = new NodeProfile(
                "Peer",
                identity.publicKey(),
                Digest.wrap(Sha256.of(next.publicKey().publicKey())),
                List.of(new NodeProfile.SigningKeyEntry(signing.publicKey(), Optional.empty())),
                List.of("http://127.0.0.1:1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        ObjectId asker = new ObjectId(peer, UUID.randomUUID());
        List<Frame> frames = new ArrayList<>();
        frames.add(frame(new ObjectId(peer, NodeProfile.ID), 1, profile, identity));
        frames.add(frame(
                asker, 1, new MemberProfile("asker", "Asker", Optional.empty(), List.of(), Optional.empty()), signing));
        List<ObjectId> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new ObjectId(peer, UUID.randomUUID()));
            frames.add(frame(threads.get(i), 1, NodeInMemory.questionBody(asker, "Question " + i), signing));
        }
        arrive(frames);
        List<ObjectId> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(node.join("member" + i));
        }
        for (int i = 0; i < THREADS; i++) {
            ObjectId member = members.get(i % MEMBERS);
            live.add(new Live(threads.get(i), node.answer(member, threads.get(i), "Answer " + i), member));
        }
        for (int i = 0; i < ISSUERS; i++) {
            NodeId issuer = NodeId.of(SigningKey.generate(secrets).publicKey());
            node.peer(issuer, all());
            issuers.add(node.writer.submit(tx -> tx.number(issuer)).get());
        }
    }

    private static Policy all() {
        return new Policy(Stance.TAKE, Stance.TAKE, Stance.TAKE, Stance.TAKE);
    }

    private Frame frame(ObjectId object, int number, Body body, SigningKey key) throws Exception {
        Head head = Head.of(body.kind(), object, number, node.clock.instant(), secrets);
        return NodeInMemory.frame(DataIntegrity.sign(new Draft(head, body), key));
    }

    public Live live(int i) {
        return live.get(i % THREADS);
    }

    /** The next revision of the peer's tally of a thread: other votes than before. */
    public Frame tally(Live one) throws Exception {
        revision++;
        Tally tally = new Tally(one.thread(), List.of(new Tally.Count(one.answer(), 1 + revision / THREADS % 8, 0)));
        return frame(new ObjectId(peer, NamedUuid.tally(peer, one.thread())), 1 + revision, tally, signing);
    }

    /** One for each thread. */
    public List<Frame> tallies() throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (Live one : live) {
            frames.add(tally(one));
        }
        return frames;
    }

    /** Through the gate, until it is durable and can be read. */
    public void arrive(List<Frame> frames) throws Exception {
        node.arrive(peer, signing, log.size(), log, frames);
    }

    public Standing standing(ObjectId member, String topic) throws Exception {
        try (Connection connection = node.database.reads().getConnection()) {
            return new Standings(new Sql(connection), node.id, node.clock.instant())
                    .of(List.of(member.key()), topic)
                    .getOrDefault(member.key(), Standing.NONE);
        }
    }

    public Explanation explanation(ObjectId member, String topic) throws Exception {
        try (Connection connection = node.database.reads().getConnection()) {
            return new Standings(new Sql(connection), node.id, node.clock.instant())
                    .explain(member.key(), topic)
                    .orElseThrow();
        }
    }

    public List<Standings.Ranked> most(String topic) throws Exception {
        try (Connection connection = node.database.reads().getConnection()) {
            return new Standings(new Sql(connection), node.id, node.clock.instant()).most(topic, 10);
        }
    }

    NodeInMemory node() {
        return node;
    }

    /** Adds facts until there are so many: 50 of each member, the first of them those who answered here. */
    public void grow(int until) throws Exception {
        cache(FILLING_CACHE_KIB);
        while (facts < until) {
            int from = facts;
            int to = Math.min(until, facts + BATCH);
            node.writer
                    .submit(tx -> {
                        insert(tx.connection(), tx.self(), from, to, until);
                        return to;
                    })
                    .get();
            facts = to;
        }
        cache(CACHE_KIB);
    }

    private void cache(int kib) throws Exception {
        node.writer.submit(tx -> tx.sql().update("set cache_size " + kib)).get();
    }

    private void insert(Connection connection, int self, int from, int to, int of) throws SQLException {
        Map<String, Long> totals = new HashMap<>();
        try (PreparedStatement members = connection.prepareStatement(
                        "insert into member (object_key, node, id, handle, name, revision, since) values (?, ?, ?, ?, ?, 1, 0)");
                PreparedStatement rows = connection.prepareStatement(
                        "insert into standing_fact values (?, ?, ?, 1, 0, ?, ?, false, '', ?," + " ?, 0, 0, 0)");
                PreparedStatement threads = connection.prepareStatement(
                        "insert into thread (thread_key, node, id, title, tags, author, created_at, active_at, answers, score)"
                                + " values (?, ?, ?, '', ?, ?, 0, 0, 1, 0)");
                PreparedStatement posts = connection.prepareStatement(
                        "insert into post (object_key, thread_key, kind, node, home, id, author, revision, latest, digest,"
                                + " body, created_at, edited_at, visible, up, down)"
                                + " values (?, ?, " + Kind.ANSWER.code()
                                + ", ?, ?, ?, ?, 1, 1, ?, '', 0, 0, true, 0, 0)");
                PreparedStatement sums =
                        connection.prepareStatement("insert into standing_sum values (?, ?, ?, '', ?, false, ?)")) {
            Map<Sum, Long> ofMembers = new LinkedHashMap<>();
            for (int i = from; i < to; i++) {
                int number = i / FACTS_OF_A_MEMBER;
                boolean answered = number < MEMBERS;
                ObjectKey member = answered ? live.get(number).member().key() : spread(number * FACTS_OF_A_MEMBER, of);
                byte[] key = member.toBytes();
                if (i % FACTS_OF_A_MEMBER == 0 && !answered) {
                    set(members, key, self, UUID.randomUUID(), "m" + i, "M" + i);
                }
                int issuer = issuers.get(random.nextInt(ISSUERS));
                int aged = quarter - random.nextInt(12);
                String tag = "tag" + (int) (TAGS * Math.pow(random.nextDouble(), 2));
                long up = 1L + random.nextInt(8);
                ObjectId post = new ObjectId(node.id, UUID.randomUUID());
                byte[] thread = spread(i, of).toBytes();
                byte[] answer = post.key().toBytes();
                set(rows, thread, answer, issuer, aged, key, tag, up);
                if (answered) {
                    set(threads, thread, self, UUID.randomUUID(), tag, key);
                    set(posts, answer, thread, self, self, post.id(), key, Sha256.of(answer));
                }
                long points = new Basis.Votes(post, up, 0).points();
                for (String topic : List.of("", tag)) {
                    ofMembers.merge(new Sum(member, topic, issuer, aged), points, Long::sum);
                    totals.merge(topic + "|" + issuer + "|" + aged, points, Long::sum);
                }
            }
            for (Map.Entry<Sum, Long> one : ofMembers.entrySet()) {
                Sum sum = one.getKey();
                set(sums, sum.member().toBytes(), sum.topic(), sum.issuer(), sum.quarter(), one.getValue());
            }
            for (PreparedStatement one : List.of(members, rows, threads, posts, sums)) {
                one.executeBatch();
            }
        }
        try (PreparedStatement there = connection.prepareStatement(
                        "insert into standing_total values (?, ?, ?, 0) on conflict do nothing");
                PreparedStatement more = connection.prepareStatement(
                        "update standing_total set points = points + ? where topic = ? and issuer = ? and quarter = ?")) {
            for (Map.Entry<String, Long> one : totals.entrySet()) {
                String[] total = one.getKey().split("\\|", -1);
                set(there, total[0], Integer.parseInt(total[1]), Integer.parseInt(total[2]));
                set(more, one.getValue(), total[0], Integer.parseInt(total[1]), Integer.parseInt(total[2]));
            }
            there.executeBatch();
            more.executeBatch();
        }
    }

    /** Keys of what grows to so many are spread over all keys, in ascending order: so the database takes them fast. */
    private static ObjectKey spread(int number, int of) {
        return ObjectKey.wrap(ByteBuffer.allocate(ObjectKey.LENGTH)
                .putLong(Long.divideUnsigned(-1L, of) * number)
                .putInt(of)
                .putInt(number)
                .array());
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    @Override
    public void close() {
        node.close();
    }
}
