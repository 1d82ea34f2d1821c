package org.guildhall.bench.attack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.guildhall.record.Multikey;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.reputation.Age;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Ledger;
import org.guildhall.reputation.Weights;

/**
 * Three years of a federation out of a seed, as one of its nodes knows it: few members write much and many write little, few answers
 * get many votes, some topics are busy and others are not. Nobody in it cheats.
 */
public final class HonestFederation {
    public static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    public static final int QUARTER = Age.quarterOf(NOW);
    static final List<String> TOPICS =
            List.of("hydraulics", "boom", "controls", "can-bus", "seals", "safety", "sensors", "nitrogen");

    private static final Duration AGE = Duration.ofDays(3 * 365);
    /** Of us, of our peers, of nodes that peers introduce: parts of a hundred members. */
    private static final int[] SIZES = {20, 25, 15, 12, 8, 5, 6, 5, 4};

    private static final int[] WEIGHTS = {100, 80, 60, 40, 20};

    private final Random random;
    private final List<NodeId> nodes = new ArrayList<>();
    private final List<ObjectId> members = new ArrayList<>();
    private final Map<ObjectId, Double> skill = new HashMap<>();
    private final Weights weights;
    private final Map<ObjectId, List<Fact>> stated = new LinkedHashMap<>();
    private final Ledger ledger = new Ledger();
    private final Map<String, Long> plainTops = new HashMap<>();

    /** @param threads questions asked in all nodes together */
    public HonestFederation(long seed, int memberCount, int threads) {
        this.random = new Random(seed);
        for (int i = 0; i < SIZES.length; i++) {
            nodes.add(node());
        }
        Map<NodeId, Integer> peers = new HashMap<>();
        for (int i = 0; i < WEIGHTS.length; i++) {
            peers.put(nodes.get(i + 1), WEIGHTS[i]);
        }
        Map<NodeId, Set<NodeId>> introducers = new HashMap<>();
        for (NodeId third : thirds()) {
            introducers.put(third, Set.of(peer(1), peer(2)));
        }
        this.weights = new Weights(self(), peers, introducers, Set.of());
        for (int i = 0; i < memberCount; i++) {
            ObjectId member = object(someNode());
            members.add(member);
            skill.put(member, Math.exp(0.6 * random.nextGaussian()));
        }
        for (int i = 0; i < threads; i++) {
            thread();
        }
        stated.forEach(ledger::state);
    }

    /** The node that computes. */
    public NodeId self() {
        return nodes.get(0);
    }

    /** Our peers by weight, the one that counts most first. */
    NodeId peer(int rank) {
        return nodes.get(1 + rank);
    }

    /** Nodes that we do not peer with; the second and third peer introduce them. */
    List<NodeId> thirds() {
        return nodes.subList(1 + WEIGHTS.length, nodes.size());
    }

    Weights weights() {
        return weights;
    }

    public List<ObjectId> members() {
        return Collections.unmodifiableList(members);
    }

    /** What each record states. */
    public Map<ObjectId, List<Fact>> stated() {
        return Collections.unmodifiableMap(stated);
    }

    public long facts() {
        return stated.values().stream().mapToLong(List::size).sum();
    }

    Ledger ledger() {
        return ledger;
    }

    /** The topics that attacks are measured in: all together, the busiest and the quietest. */
    public static List<String> measured() {
        return List.of(Fact.ALL_TOPICS, TOPICS.get(0), TOPICS.get(TOPICS.size() - 1));
    }

    NodeId node() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return NodeId.of(Multikey.ofPublicKey(key));
    }

    ObjectId object(NodeId node) {
        return new ObjectId(node, new UUID(random.nextLong(), random.nextLong()));
    }

    private void thread() {
        NodeId home = someNode();
        ObjectId thread = object(home);
        Instant asked = NOW.minus(AGE).plusSeconds((long) (random.nextDouble() * AGE.toSeconds()));
        Set<String> tags = new HashSet<>(List.of(topic()));
        if (random.nextBoolean()) {
            tags.add(topic());
        }
        Map<NodeId, List<Fact>> said = new TreeMap<>((one, other) -> one.did().compareTo(other.did()));
        Map<ObjectId, Fact> best = new HashMap<>();
        long most = -1;
        int answers = random.nextInt(4);
        for (int i = 0; i < answers; i++) {
            ObjectId author = near(home, 0.9);
            Instant answered = earlier(asked.plusSeconds(random.nextInt(864_000)));
            ObjectId answer = object(author.node());
            long up = 0;
            for (Map.Entry<NodeId, long[]> votes : votes(home, author).entrySet()) {
                long[] count = votes.getValue();
                up += count[0];
                Fact fact = Fact.derived(
                        new ObjectId(votes.getKey(), NamedUuid.tally(votes.getKey(), thread)),
                        NOW,
                        author,
                        tags,
                        new Basis.Votes(answer, count[0], count[1]),
                        answered);
                said.computeIfAbsent(votes.getKey(), issuer -> new ArrayList<>())
                        .add(fact);
            }
            if (up > most) {
                most = up;
                ObjectId record = new ObjectId(home, NamedUuid.accept(thread));
                best.put(thread, Fact.derived(record, NOW, author, tags, new Basis.Accepted(answer), answered));
            }
        }
        said.values().forEach(facts -> stated.put(facts.get(0).record(), facts));
        if (random.nextInt(100) < 55) {
            best.values().forEach(fact -> stated.put(fact.record(), List.of(fact)));
        }
    }

    /** Up and down, by the voters' nodes. */
    private Map<NodeId, long[]> votes(NodeId home, ObjectId author) {
        double mean = 2.2 * Math.exp(random.nextGaussian()) * skill.getOrDefault(author, 1.0);
        Set<ObjectId> voters = new HashSet<>();
        Map<NodeId, long[]> votes = new TreeMap<>((one, other) -> one.did().compareTo(other.did()));
        for (int i = (int) Math.min(mean, 200); i > 0; i--) {
            ObjectId voter = near(home, 0.8);
            if (!voter.equals(author) && voters.add(voter)) {
                votes.computeIfAbsent(voter.node(), node -> new long[2])[random.nextInt(100) < 93 ? 0 : 1]++;
            }
        }
        return votes;
    }

    /** A member who writes or votes in a thread of this home: mostly, but not always, one of its own. */
    private ObjectId near(NodeId home, double exponent) {
        Supplier<ObjectId> anybody =
                () -> members.get((int) (members.size() * Math.pow(random.nextDouble(), 1 + 2 * exponent)));
        ObjectId member = anybody.get();
        for (int i = 0; i < 6 && !member.node().equals(home) && random.nextInt(100) < 80; i++) {
            member = anybody.get();
        }
        return member;
    }

    private NodeId someNode() {
        int place = random.nextInt(100);
        int i = 0;
        while (place >= SIZES[i]) {
            place -= SIZES[i++];
        }
        return nodes.get(i);
    }

    /** The first is asked about most. */
    private String topic() {
        return TOPICS.get((int) (TOPICS.size() * Math.pow(random.nextDouble(), 2.2)));
    }

    private static Instant earlier(Instant time) {
        return time.isBefore(NOW) ? time : NOW;
    }

    /** What a sum of all votes and acceptances anybody reports would give: no caps, no groups, no floor, no age (most sites do so). */
    static long plain(Collection<Fact> facts, String topic) {
        return facts.stream()
                .filter(fact -> fact.topics().contains(topic))
                .mapToLong(fact -> plain(fact.basis()))
                .sum();
    }

    /** What that sum gives the best honest member. */
    long plainTop(String topic) {
        return plainTops.computeIfAbsent(topic, one -> {
            Map<ObjectId, Long> sums = new HashMap<>();
            stated.values()
                    .forEach(facts ->
                            facts.forEach(fact -> sums.merge(fact.member(), plain(List.of(fact), one), Long::sum)));
            return Collections.max(sums.values());
        });
    }

    static long plain(Basis basis) {
        if (basis instanceof Basis.Votes votes) {
            return 10 * votes.up() - 5 * votes.down();
        }
        if (basis instanceof Basis.Attested attested) {
            return 10 * attested.up() - 5 * attested.down() + 15 * attested.accepted();
        }
        return basis.points();
    }
}
