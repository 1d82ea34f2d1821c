package org.guildhall.reputation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.ObjectId;

/**
 * What one issuer says of one member in one topic, possibly several times over: by its tallies and acceptances, and by
 * attestations. Only what gives most points counts, and nothing is added up (OQX-STA-011).
 */
final class Word {
    private static final Quarters NOTHING = new Quarters();

    private record Said(Quarters sums, Set<Fact> facts) {}

    /** By {@link Fact#source()}. */
    private final Map<Optional<ObjectId>, Said> said = new HashMap<>();

    void add(Fact fact) {
        Said here = said.computeIfAbsent(fact.source(), source -> new Said(new Quarters(), new HashSet<>()));
        here.facts().add(fact);
        here.sums().add(fact.quarter(), fact.points());
    }

    void remove(Fact fact) {
        Said here = said.get(fact.source());
        if (here == null || !here.facts().remove(fact)) {
            throw new IllegalStateException("not stated: " + fact);
        }
        here.sums().add(fact.quarter(), -fact.points());
        if (here.facts().isEmpty()) {
            said.remove(fact.source());
        }
    }

    boolean isEmpty() {
        return said.isEmpty();
    }

    Quarters counting() {
        return most().map(Said::sums).orElse(NOTHING);
    }

    List<Fact> facts() {
        return most().map(said -> List.copyOf(said.facts())).orElse(List.of());
    }

    /** Most points; then tallies before attestations, and the lower id before others. */
    private Optional<Said> most() {
        return said.entrySet().stream()
                .min(Comparator.comparingLong((Map.Entry<Optional<ObjectId>, Said> one) ->
                                -one.getValue().sums().total())
                        .thenComparing(
                                one -> one.getKey().map(ObjectId::toString).orElse("")))
                .map(Map.Entry::getValue);
    }
}
