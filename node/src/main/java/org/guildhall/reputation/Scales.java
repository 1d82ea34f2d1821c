package org.guildhall.reputation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;

/**
 * How facts weigh in one topic at one time. Sums by quarter go in, so that a new fact changes few of them; what age and weights do
 * to them is computed here, when somebody asks.
 *
 * @param totals what each group gives in the topic to all members, in thousandths of a point
 * @param now the quarter
 */
public record Scales(Weights weights, Map<NodeId, Long> totals, int now) {
    private static final Comparator<Fact> ORDER = Comparator.comparing(Fact::record)
            .thenComparing(fact -> fact.basis().subject());

    public Scales {
        totals = Map.copyOf(totals);
    }

    /**
     * Those of a topic.
     *
     * @param toAll what each issuer's facts that count give to all members of other nodes
     */
    public static Scales of(Map<NodeId, Quarters> toAll, Weights weights, int now) {
        Map<NodeId, Long> totals = new HashMap<>();
        toAll.forEach((issuer, given) ->
                weights.groupOf(issuer).ifPresent(group -> totals.merge(group, given.aged(now), Long::sum)));
        return new Scales(weights, totals, now);
    }

    /**
     * The numbers.
     *
     * @param from the member's own node
     * @param toMember what each issuer's facts that count give the member in the topic
     */
    public Standing weigh(NodeId from, Map<NodeId, Quarters> toMember) {
        Map<NodeId, Quarters> others = new HashMap<>(toMember);
        Quarters own = others.remove(from);
        long home = own == null || weights.groupOf(from).isEmpty() ? 0 : own.aged(now) / 1000;
        return new Standing(home, shares(others));
    }

    private List<Standing.Share> shares(Map<NodeId, Quarters> ofOthers) {
        Map<NodeId, Long> parts = new TreeMap<>(Comparator.comparing(NodeId::did));
        ofOthers.forEach((issuer, given) ->
                weights.groupOf(issuer).ifPresent(group -> parts.merge(group, given.aged(now), Long::sum)));
        List<Standing.Share> shares = new ArrayList<>();
        parts.forEach((group, part) ->
                shares.add(new Standing.Share(group, weights.weightOf(group), totals.getOrDefault(group, 0L), part)));
        return List.copyOf(shares);
    }

    /**
     * The number {@link Standing#peers} alone.
     *
     * @param ofOthers what each issuer but the member's own node gives
     */
    public long peers(Map<NodeId, Quarters> ofOthers) {
        return new Standing(0, shares(ofOthers)).peers();
    }

    /**
     * The same numbers, from the facts themselves, and these beside them.
     *
     * @param counting the facts about the member in the topic that count, in any order
     */
    public Explanation explain(ObjectId member, Collection<Fact> counting) {
        Map<NodeId, Quarters> toMember = new HashMap<>();
        counting.forEach(fact -> toMember.computeIfAbsent(fact.issuer(), unused -> new Quarters())
                .add(fact.quarter(), fact.points()));
        Standing standing = weigh(member.node(), toMember);
        List<Explanation.Line> home = new ArrayList<>();
        Map<NodeId, List<Explanation.Line>> groups = new LinkedHashMap<>();
        standing.shares().forEach(share -> groups.put(share.group(), new ArrayList<>()));
        counting.stream()
                .sorted(ORDER)
                .forEach(fact -> weights.groupOf(fact.issuer())
                        .map(group -> fact.isHome() ? home : groups.get(group))
                        .ifPresent(lines -> lines.add(new Explanation.Line(fact, Age.permille(fact.quarter(), now)))));
        return new Explanation(standing, home, groups);
    }
}
