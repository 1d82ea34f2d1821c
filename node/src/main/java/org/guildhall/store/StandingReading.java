package org.guildhall.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Tag;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Quarters;
import org.guildhall.reputation.Word;
import org.guildhall.store.StandingFacts.Ground;

/** What standing is computed from, as it is stored: sums for the numbers, facts for their explanation. */
public final class StandingReading {
    /** The numbers of all nodes that are blocked, by themselves or by their addresses. */
    static final String BLOCKED =
            "select b.node from blocked_node b union select p.node from peering p where p.state = '"
                    + PeeringTable.State.BLOCKED.label()
                    + "' union select a.node from blocked_address b join node_address a on a.address = b.address";

    private final Sql sql;

    public StandingReading(Sql sql) {
        this.sql = sql;
    }

    /** What issuers say of one member in one topic. */
    public record Said(ObjectId member, String topic, Map<NodeId, Word> words) {}

    /** A peer, and its policy as admission wrote it. */
    public record Peer(NodeId node, String policy) {}

    /** What is said of these members in these topics; of whom and where nothing is said is missing. */
    public List<Said> ofMembers(Collection<ObjectKey> members, Collection<String> topics) throws SQLException {
        return said("s.member_key = any(?) and " + StandingSums.OF_TOPICS, Sql.many(members), topics);
    }

    /** What is said of the member in each topic. */
    public List<Said> ofMember(ObjectKey member) throws SQLException {
        return said("s.member_key = ?", member);
    }

    /** What others than a member's own node say of the member. */
    public interface Others {
        void take(ObjectKey member, NodeId home, Map<NodeId, Word> words);
    }

    /**
     * What others say in the topic of members, one after the other: there may be more than there is memory for. Of those who are
     * introduced here, but for those whose account here is blocked.
     */
    public void inTopic(String topic, Others others) throws SQLException {
        Map<Integer, NodeId> nodes = new HashMap<>();
        sql.query("select nr, id from node", row -> nodes.put(row.getInt("nr"), new NodeId(row.getString("id"))));
        Map<ObjectKey, Heard> current = new HashMap<>();
        sql.query(
                "select s.member_key, s.issuer, s.source, s.quarter, s.points, m.node from standing_sum s"
                        + " join member m on m.object_key = s.member_key where s.topic = ? and not s.home"
                        + " and s.member_key not in (select a.member from account a where a.disabled)"
                        + " order by s.topic, s.member_key",
                row -> {
                    ObjectKey member = Sql.key(row, "member_key");
                    if (!current.containsKey(member)) {
                        current.forEach((key, heard) -> others.take(key, heard.home(), heard.words()));
                        current.clear();
                    }
                    NodeId home = nodes.get(row.getInt("node"));
                    NodeId issuer = nodes.get(row.getInt("issuer"));
                    // Nodes that were heard of since the nodes were read count the next time.
                    if (home != null && issuer != null) {
                        current.computeIfAbsent(member, unused -> new Heard(home, new HashMap<>()))
                                .words()
                                .computeIfAbsent(issuer, unused -> new Word())
                                .add(row.getString("source"), row.getInt("quarter"), row.getLong("points"));
                    }
                    return topic;
                },
                topic);
        current.forEach((key, heard) -> others.take(key, heard.home(), heard.words()));
    }

    private record Heard(NodeId home, Map<NodeId, Word> words) {}

    private List<Said> said(String which, Object... values) throws SQLException {
        Map<ObjectKey, Map<String, Said>> said = new HashMap<>();
        Map<String, NodeId> nodes = new HashMap<>();
        return sql
                .query(
                        "select s.member_key, s.topic, s.source, s.quarter, s.points, n.id as issuer, h.id as home, m.id"
                                + " from standing_sum s join node n on n.nr = s.issuer"
                                + " join member m on m.object_key = s.member_key join node h on h.nr = m.node where "
                                + which,
                        row -> {
                            ObjectKey key = Sql.key(row, "member_key");
                            String topic = row.getString("topic");
                            Map<String, Said> ofMember = said.computeIfAbsent(key, unused -> new HashMap<>());
                            Said there = ofMember.get(topic);
                            Said one = there != null
                                    ? there
                                    : new Said(
                                            new ObjectId(
                                                    node(nodes, row.getString("home")),
                                                    row.getObject("id", UUID.class)),
                                            topic,
                                            new HashMap<>());
                            ofMember.put(topic, one);
                            one.words()
                                    .computeIfAbsent(node(nodes, row.getString("issuer")), unused -> new Word())
                                    .add(row.getString("source"), row.getInt("quarter"), row.getLong("points"));
                            return there == null ? Optional.of(one) : Optional.<Said>empty();
                        },
                        values)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** There are many rows and few nodes. */
    private static NodeId node(Map<String, NodeId> nodes, String did) {
        return nodes.computeIfAbsent(did, NodeId::new);
    }

    /** What each issuer's facts that count give in each of the topics to all members of other nodes. */
    public Map<String, Map<NodeId, Quarters>> toAll(Collection<String> topics) throws SQLException {
        Map<String, Map<NodeId, Quarters>> given = new HashMap<>();
        Map<String, NodeId> nodes = new HashMap<>();
        sql.query(
                "select t.topic, n.id, t.quarter, t.points from standing_total t join node n on n.nr = t.issuer"
                        + " where t.topic = any(?)",
                row -> {
                    Quarters quarters = given.computeIfAbsent(row.getString("topic"), unused -> new HashMap<>())
                            .computeIfAbsent(node(nodes, row.getString("id")), unused -> new Quarters());
                    quarters.add(row.getInt("quarter"), row.getLong("points"));
                    return quarters;
                },
                Sql.many(topics));
        return given;
    }

    /** All facts about the member in the topic, those that do not count too; there are none in what is no tag. */
    public List<Fact> facts(ObjectId member, String topic) throws SQLException {
        boolean all = topic.equals(Fact.ALL_TOPICS);
        if (!all && !Tag.isTag(topic)) {
            return List.of();
        }
        Map<String, NodeId> nodes = new HashMap<>();
        return sql.query(
                "select f.*, n.id as issuer_id, q.id as thread_id, h.id as thread_home, p.id as answer_id, a.id as answer_home"
                        + " from standing_fact f join node n on n.nr = f.issuer"
                        + " left join thread q on q.thread_key = f.origin_key left join node h on h.nr = q.node"
                        + " left join post p on p.object_key = f.subject_key left join node a on a.nr = p.node"
                        + " where f.member_key = ? and "
                        + (all
                                ? "(f.basis <> " + Ground.ATTESTATION.code + " or f.topics = ?)"
                                : "' ' || f.topics || ' ' like ?"),
                row -> {
                    StandingFacts.Line line = StandingFacts.Line.of(row);
                    NodeId issuer = node(nodes, row.getString("issuer_id"));
                    if (line.ground() == Ground.ATTESTATION.code) {
                        Basis basis = new Basis.Attested(
                                line.period(), line.answers(), line.accepted(), line.up(), line.down());
                        ObjectId record = new ObjectId(issuer, UUID.fromString(line.source()));
                        return new Fact(record, member, line.allTopics(), basis, line.quarter());
                    }
                    ObjectId thread = new ObjectId(
                            node(nodes, row.getString("thread_home")), row.getObject("thread_id", UUID.class));
                    ObjectId answer = new ObjectId(
                            node(nodes, row.getString("answer_home")), row.getObject("answer_id", UUID.class));
                    boolean votes = line.ground() == Ground.VOTES.code;
                    UUID record = votes ? NamedUuid.tally(issuer, thread) : NamedUuid.accept(thread);
                    Basis basis = votes ? new Basis.Votes(answer, line.up(), line.down()) : new Basis.Accepted(answer);
                    return new Fact(new ObjectId(issuer, record), member, line.allTopics(), basis, line.quarter());
                },
                member.key(),
                all ? topic : "% " + topic + " %");
    }

    /** Where an answer is and what was asked there. */
    public record Answered(ObjectKey thread, String title, String language) {}

    /** The threads of these answers, of those that are shown now. */
    public Map<ObjectKey, Answered> answered(Collection<ObjectKey> answers) throws SQLException {
        Map<ObjectKey, Answered> answered = new HashMap<>();
        sql.query(
                "select p.object_key, p.thread_key, t.title, t.language from post p"
                        + " join thread t on t.thread_key = p.thread_key where p.object_key = any(?)"
                        + " and p.visible and p.erased = 0",
                row -> answered.put(
                        Sql.key(row, "object_key"),
                        new Answered(
                                Sql.key(row, "thread_key"), row.getString("title"), ThreadLists.text(row, "language"))),
                Sql.many(answers));
        return answered;
    }

    /** Peers whose peering is active. */
    public List<Peer> peers() throws SQLException {
        return sql.query(
                "select n.id, p.policy from peering p join node n on n.nr = p.node where p.state = ?",
                row -> new Peer(new NodeId(row.getString("id")), row.getString("policy")),
                PeeringTable.State.ACTIVE.label());
    }

    /** Of each of these nodes, the peers in whose log, as far as it was believed, a Node record of it is (OQX-STA-031). */
    public Map<NodeId, Set<NodeId>> introducers(Collection<NodeId> nodes) throws SQLException {
        Set<ObjectKey> records = new HashSet<>();
        nodes.forEach(node -> records.add(new ObjectId(node, NodeProfile.ID).key()));
        Map<NodeId, Set<NodeId>> introducers = new HashMap<>();
        sql.query(
                "select distinct o.id as introduced, n.id from object_revision r join node o on o.nr = r.node"
                        + " join log_entry e on e.digest = r.digest join peering p on p.node = e.log"
                        + " join node n on n.nr = e.log left join setback s on s.log = e.log and s.idx = e.idx"
                        + " where r.object_key = any(?) and p.state = '" + PeeringTable.State.ACTIVE.label()
                        + "' and s.log is null",
                row -> introducers
                        .computeIfAbsent(new NodeId(row.getString("introduced")), unused -> new HashSet<>())
                        .add(new NodeId(row.getString("id"))),
                Sql.many(records));
        return introducers;
    }

    /** Nodes that were blocked, by themselves or by where they are. */
    public Set<NodeId> blocked() throws SQLException {
        return new HashSet<>(sql.query(
                "select n.id from node n where n.nr in (" + BLOCKED + ")", row -> new NodeId(row.getString("id"))));
    }
}
