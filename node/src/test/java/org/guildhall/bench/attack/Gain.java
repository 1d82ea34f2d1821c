package org.guildhall.bench.attack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Ledger;
import org.guildhall.reputation.Scales;
import org.guildhall.reputation.Standing;
import org.guildhall.reputation.Weights;

/**
 * What an attack changes in a topic, in points of {@link Standing#peers} at an honest node unless it says otherwise.
 *
 * @param gained by those it is for, together
 * @param home what their own nodes say of them more than before, which counts nowhere
 * @param bound what the groups that the attackers speak in may give at most; empty when our own is among them
 * @param top what the best honest member had before
 * @param had what honest members had together
 * @param gave what the groups that it disturbs gave honest members together
 * @param lost by honest members together, those who lose
 * @param lostElsewhere the part of it that other groups gave
 * @param plain what a plain sum of everything reported would give those it is for
 * @param plainTop what that sum gave the best honest member
 * @param plainLost what honest members would lose of it
 */
public record Gain(
        Attack attack,
        String topic,
        long gained,
        long home,
        OptionalLong bound,
        long top,
        long had,
        long gave,
        long lost,
        long lostElsewhere,
        long plain,
        long plainTop,
        long plainLost) {

    private static final Set<NodeId> NOBODY = Set.of();

    /** What each group gives each of some members; those to whom nobody gives anything left out. */
    private record Numbers(Map<ObjectId, Map<NodeId, Long>> given, long home) {
        static Numbers read(Ledger ledger, Weights weights, Collection<ObjectId> members, String topic) {
            Scales scales = Scales.of(ledger.toAll(topic), weights, HonestFederation.QUARTER);
            Map<ObjectId, Map<NodeId, Long>> given = new HashMap<>();
            long home = 0;
            for (ObjectId member : members) {
                Standing standing = scales.weigh(member.node(), ledger.toMember(member, topic));
                home += standing.home();
                Map<NodeId, Long> shares = new HashMap<>();
                standing.shares().forEach(share -> shares.put(share.group(), share.gives()));
                given.put(member, shares);
            }
            return new Numbers(given, home);
        }

        long of(ObjectId member) {
            return given.getOrDefault(member, Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        long sum() {
            return given.keySet().stream().mapToLong(this::of).sum();
        }

        long most() {
            return given.keySet().stream().mapToLong(this::of).max().orElse(0);
        }

        long by(Set<NodeId> groups) {
            return given.values().stream()
                    .flatMap(shares -> shares.entrySet().stream())
                    .filter(share -> groups.contains(share.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        /** What members have less afterwards, in gifts of all groups but some. */
        long lost(Numbers after, Set<NodeId> but) {
            long lost = 0;
            for (Map.Entry<ObjectId, Map<NodeId, Long>> one : given.entrySet()) {
                Map<NodeId, Long> now = after.given().getOrDefault(one.getKey(), Map.of());
                for (Map.Entry<NodeId, Long> share : one.getValue().entrySet()) {
                    if (!but.contains(share.getKey())) {
                        lost += Math.max(0, share.getValue() - now.getOrDefault(share.getKey(), 0L));
                    }
                }
            }
            return lost;
        }
    }

    /** Tries an attack, in each of these topics, and takes it back. */
    public static List<Gain> of(HonestFederation federation, Attack attack, List<String> topics) {
        Ledger ledger = federation.ledger();
        attack.before().forEach(ledger::state);
        List<Numbers> before = new ArrayList<>();
        List<Numbers> honest = new ArrayList<>();
        for (String topic : topics) {
            before.add(Numbers.read(ledger, federation.weights(), attack.from(), topic));
            honest.add(Numbers.read(ledger, federation.weights(), federation.members(), topic));
        }
        attack.stated().forEach(ledger::state);
        List<Gain> gains = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            String topic = topics.get(i);
            Numbers now = Numbers.read(ledger, attack.weights(), attack.favoured(), topic);
            Numbers left = Numbers.read(ledger, attack.weights(), federation.members(), topic);
            gains.add(new Gain(
                    attack,
                    topic,
                    now.sum() - before.get(i).sum(),
                    now.home() - before.get(i).home(),
                    bound(attack),
                    honest.get(i).most(),
                    honest.get(i).sum(),
                    honest.get(i).by(attack.disturbed()),
                    honest.get(i).lost(left, NOBODY),
                    honest.get(i).lost(left, attack.disturbed()),
                    plainGain(attack, topic),
                    federation.plainTop(topic),
                    plainLost(federation, attack, topic)));
        }
        Set<ObjectId> records = new HashSet<>(attack.before().keySet());
        records.addAll(attack.stated().keySet());
        records.forEach(record -> ledger.state(record, federation.stated().getOrDefault(record, List.of())));
        return gains;
    }

    private static OptionalLong bound(Attack attack) {
        if (attack.through().contains(attack.weights().self())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(attack.through().stream()
                .mapToLong(group -> 100L * attack.weights().weightOf(group).orElse(0))
                .sum());
    }

    private static long plainGain(Attack attack, String topic) {
        Map<ObjectId, List<Fact>> then = new HashMap<>(attack.before());
        then.putAll(attack.stated());
        return plain(then.values(), attack.favoured(), topic)
                - plain(attack.before().values(), attack.from(), topic);
    }

    private static long plainLost(HonestFederation federation, Attack attack, String topic) {
        Set<ObjectId> honest = new HashSet<>(federation.members());
        List<List<Fact>> replaced = attack.stated().keySet().stream()
                .map(record -> federation.stated().getOrDefault(record, List.of()))
                .toList();
        return Math.max(
                0, plain(replaced, honest, topic) - plain(attack.stated().values(), honest, topic));
    }

    private static long plain(Collection<List<Fact>> stated, Set<ObjectId> members, String topic) {
        return stated.stream()
                .mapToLong(facts -> HonestFederation.plain(
                        facts.stream()
                                .filter(fact -> members.contains(fact.member()))
                                .toList(),
                        topic))
                .sum();
    }

    /** Whether the specification allows it: gains within the caps of the groups used, losses only of what these gave. */
    public boolean isWithinBounds() {
        return gained <= bound.orElse(Long.MAX_VALUE) && lostElsewhere == 0 && lost <= gave;
    }
}
