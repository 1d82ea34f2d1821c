package org.guildhall.reputation;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;

/**
 * All facts and their sums, in memory: what a node's tables must come to. A record that is stated anew replaces what it stated before, so that facts can be said again
 * and in any order; the work is in proportion to what the record says, however much the ledger holds.
 */
public final class Ledger {
    private record Place(ObjectId member, String topic) {}

    /** An issuer's word, and the facts that it consists of. */
    private record Said(Word word, Set<Fact> facts) {
        Said() {
            this(new Word(), new HashSet<>());
        }

        List<Fact> counting() {
            Set<String> sources = new HashSet<>();
            facts.forEach(fact -> sources.add(fact.source()));
            String most = word.most(sources);
            return facts.stream().filter(fact -> fact.source().equals(most)).toList();
        }
    }

    private final Map<ObjectId, Set<Fact>> stated = new HashMap<>();
    private final Map<Place, Map<NodeId, Said>> words = new HashMap<>();
    private final Map<String, Map<NodeId, Quarters>> toAll = new HashMap<>();

    /** What the record states now, all of it; nothing when it is gone. */
    public void state(ObjectId record, Collection<Fact> facts) {
        if (!facts.stream().allMatch(fact -> fact.record().equals(record))) {
            throw new IllegalArgumentException("a record states its own facts");
        }
        Set<Fact> now = Set.copyOf(facts);
        Set<Fact> before = now.isEmpty() ? stated.remove(record) : stated.put(record, now);
        if (before != null) {
            before.forEach(fact -> fact.topics().forEach(topic -> change(fact, topic, false)));
        }
        now.forEach(fact -> fact.topics().forEach(topic -> change(fact, topic, true)));
    }

    private void change(Fact fact, String topic, boolean added) {
        Place place = new Place(fact.member(), topic);
        Map<NodeId, Said> ofMember = words.computeIfAbsent(place, unused -> new HashMap<>());
        Said said = ofMember.computeIfAbsent(fact.issuer(), unused -> new Said());
        Quarters total = fact.isHome() ? new Quarters() : total(fact.issuer(), topic);
        // Another source may be the one that counts afterwards, so the word is taken out whole and put back.
        total.subtract(said.word().counting());
        if (added) {
            said.facts().add(fact);
        } else if (!said.facts().remove(fact)) {
            throw new IllegalStateException("not stated: " + fact);
        }
        said.word().add(fact.source(), fact.quarter(), added ? fact.points() : -fact.points());
        total.add(said.word().counting());
        if (said.facts().isEmpty()) {
            ofMember.remove(fact.issuer());
        }
        if (ofMember.isEmpty()) {
            words.remove(place);
        }
    }

    private Quarters total(NodeId issuer, String topic) {
        return toAll.computeIfAbsent(topic, unused -> new HashMap<>())
                .computeIfAbsent(issuer, unused -> new Quarters());
    }

    /** What each issuer's facts that count give the member in the topic. */
    public Map<NodeId, Quarters> toMember(ObjectId member, String topic) {
        Map<NodeId, Quarters> given = new HashMap<>();
        wordsOn(member, topic)
                .forEach((issuer, said) -> given.put(issuer, said.word().counting()));
        return given;
    }

    /** What each issuer's facts that count give in the topic to all members of other nodes. */
    public Map<NodeId, Quarters> toAll(String topic) {
        return Collections.unmodifiableMap(toAll.getOrDefault(topic, Map.of()));
    }

    /** The facts about the member in the topic that count. */
    public List<Fact> facts(ObjectId member, String topic) {
        return wordsOn(member, topic).values().stream()
                .flatMap(said -> said.counting().stream())
                .toList();
    }

    private Map<NodeId, Said> wordsOn(ObjectId member, String topic) {
        return words.getOrDefault(new Place(member, topic), Map.of());
    }
}
