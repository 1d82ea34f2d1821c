package org.guildhall.admission;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Age;
import org.guildhall.reputation.Explanation;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Quarters;
import org.guildhall.reputation.Scales;
import org.guildhall.reputation.Standing;
import org.guildhall.reputation.Weights;
import org.guildhall.reputation.Word;
import org.guildhall.store.MemberNames;
import org.guildhall.store.Sql;
import org.guildhall.store.StandingReading;

/**
 * What members' answers are worth to this node, now: the stored sums under the weights that its people gave its peers (spec,
 * chapter Standing). Lives as long as the connection it reads from.
 */
public final class Standings {
    private static final Comparator<Map.Entry<String, Standing>> MOST_FIRST = Comparator.comparing(
                    (Map.Entry<String, Standing> one) -> !one.getKey().equals(Fact.ALL_TOPICS))
            .thenComparing(one -> -one.getValue().peers())
            .thenComparing(Map.Entry::getKey);

    private final StandingReading reading;
    private final MemberNames members;
    private final LocalWeights weights;
    private final int quarter;

    /** @param at for when standing is computed: facts age */
    public Standings(Sql sql, NodeId self, Instant at) {
        this(sql, new LocalWeights(sql, self), at);
    }

    /** With weights that something else on the same connection needs as well. */
    public Standings(Sql sql, LocalWeights weights, Instant at) {
        this.reading = new StandingReading(sql);
        this.members = new MemberNames(sql);
        this.weights = weights;
        this.quarter = Age.quarterOf(at);
    }

    /** A member and the numbers in a topic. */
    public record Ranked(ObjectId member, Standing standing) {}

    /** In one topic, {@link Fact#ALL_TOPICS} for all; members of whom nothing is said have nothing. */
    public Map<ObjectKey, Standing> of(Collection<ObjectKey> members, String topic) throws SQLException {
        Map<ObjectKey, Map<String, Standing>> inTopics = of(members, List.of(topic));
        Map<ObjectKey, Standing> standings = new HashMap<>();
        members.forEach(member ->
                standings.put(member, inTopics.getOrDefault(member, Map.of()).getOrDefault(topic, Standing.NONE)));
        return standings;
    }

    /** In some topics; of whom and where nothing is said is missing. */
    public Map<ObjectKey, Map<String, Standing>> of(Collection<ObjectKey> members, Collection<String> topics)
            throws SQLException {
        Map<ObjectKey, Map<String, Standing>> standings = new HashMap<>();
        List<StandingReading.Said> said = reading.ofMembers(members, topics);
        Map<String, Scales> scales = scales(said);
        said.forEach(one -> standings
                .computeIfAbsent(one.member().key(), unused -> new HashMap<>())
                .put(one.topic(), weigh(scales, one)));
        return standings;
    }

    /** In each topic in which anything is said of the member: all topics, "", first, then those in which others gave most. */
    public Map<String, Standing> byTopic(ObjectKey member) throws SQLException {
        List<StandingReading.Said> said = reading.ofMember(member);
        Map<String, Scales> scales = scales(said);
        Map<String, Standing> standings = new HashMap<>();
        said.forEach(one -> standings.put(one.topic(), weigh(scales, one)));
        Map<String, Standing> sorted = new LinkedHashMap<>();
        standings.entrySet().stream().sorted(MOST_FIRST).forEach(one -> sorted.put(one.getKey(), one.getValue()));
        return sorted;
    }

    /**
     * Those with most points of other nodes than their own in the topic, at least 1: members who are introduced here and whose account
     * here is not blocked.
     */
    public List<Ranked> most(String topic, int count) throws SQLException {
        return most(topic, anyNode -> true, count);
    }

    /** Those of these nodes' members: others, however many points they have, take nobody's place. */
    public List<Ranked> most(String topic, Predicate<NodeId> nodes, int count) throws SQLException {
        Scales scales = scales(topic);
        PriorityQueue<Points> best = new PriorityQueue<>(Points.FEWEST_FIRST);
        reading.inTopic(topic, (member, home, words) -> {
            long points = nodes.test(home) ? scales.peers(counting(words)) : 0;
            if (points > 0) {
                best.add(new Points(member, points));
            }
            if (best.size() > count) {
                best.remove();
            }
        });
        // Until here it was the word of others alone. Of these few all that is said is weighed, as it is of anybody.
        List<StandingReading.Said> said =
                reading.ofMembers(best.stream().map(Points::member).toList(), List.of(topic));
        Map<String, Scales> all = scales(said);
        List<Ranked> ranked = new ArrayList<>();
        said.forEach(one -> ranked.add(new Ranked(one.member(), weigh(all, one))));
        ranked.sort(Comparator.comparingLong((Ranked one) -> -one.standing().peers())
                .thenComparing(Ranked::member));
        return ranked;
    }

    /** A member in the race. */
    private record Points(ObjectKey member, long points) {
        static final Comparator<Points> FEWEST_FIRST =
                Comparator.comparingLong(Points::points).thenComparing(Points::member, Comparator.reverseOrder());
    }

    private Scales scales(String topic) throws SQLException {
        Map<NodeId, Quarters> toAll = reading.toAll(List.of(topic)).getOrDefault(topic, Map.of());
        return Scales.of(toAll, weights.of(toAll.keySet()), quarter);
    }

    private static Map<NodeId, Quarters> counting(Map<NodeId, Word> words) {
        Map<NodeId, Quarters> counting = new HashMap<>();
        words.forEach((issuer, word) -> counting.put(issuer, word.counting()));
        return counting;
    }

    /** The numbers opened down to the facts that count; empty when the member is not known here. */
    public Optional<Explanation> explain(ObjectKey key, String topic) throws SQLException {
        Optional<ObjectId> person = members.of(key).map(MemberNames.Person::id);
        return person.isEmpty() ? Optional.empty() : Optional.of(explain(person.get(), topic));
    }

    private Explanation explain(ObjectId member, String topic) throws SQLException {
        List<Fact> counting = Word.counting(reading.facts(member, topic));
        Map<NodeId, Quarters> toAll = reading.toAll(List.of(topic)).getOrDefault(topic, Map.of());
        Set<NodeId> issuers = new HashSet<>(toAll.keySet());
        counting.forEach(fact -> issuers.add(fact.issuer()));
        return Scales.of(toAll, weights.of(issuers), quarter).explain(member, counting);
    }

    private Standing weigh(Map<String, Scales> scales, StandingReading.Said said) {
        Scales ofTopic = scales.get(said.topic());
        return ofTopic == null ? Standing.NONE : ofTopic.weigh(said.member().node(), counting(said.words()));
    }

    private Map<String, Scales> scales(List<StandingReading.Said> said) throws SQLException {
        if (said.isEmpty()) {
            return Map.of();
        }
        Set<String> topics = new HashSet<>();
        Set<NodeId> issuers = new HashSet<>();
        for (StandingReading.Said one : said) {
            topics.add(one.topic());
            issuers.addAll(one.words().keySet());
        }
        Map<String, Map<NodeId, Quarters>> toAll = reading.toAll(topics);
        toAll.values().forEach(given -> issuers.addAll(given.keySet()));
        Weights local = weights.of(issuers);
        Map<String, Scales> scales = new HashMap<>();
        topics.forEach(topic -> scales.put(topic, Scales.of(toAll.getOrDefault(topic, Map.of()), local, quarter)));
        return scales;
    }
}
