package org.guildhall.reputation;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.NodeId;

/**
 * What one issuer says of one member in one topic, possibly several times over: by its tallies and acceptances, and by
 * attestations. Only the source that gives most points counts, and nothing is added up over sources (OQX-STA-011).
 */
public final class Word {
    /** The source of tallies and acceptances; that of an attestation is its id. */
    public static final String DERIVED = "";

    private final Map<String, Quarters> said = new HashMap<>();

    public void add(String source, int quarter, long points) {
        said.computeIfAbsent(source, unused -> new Quarters()).add(quarter, points);
    }

    /** Of these facts about one member in one topic those that count: of each issuer those of one source. */
    public static List<Fact> counting(Collection<Fact> facts) {
        Map<NodeId, Word> words = new HashMap<>();
        facts.forEach(fact -> words.computeIfAbsent(fact.issuer(), unused -> new Word())
                .add(fact.source(), fact.quarter(), fact.points()));
        Map<NodeId, String> sources = new HashMap<>();
        words.forEach((issuer, word) -> sources.put(issuer, word.most(word.said.keySet())));
        return facts.stream()
                .filter(fact -> fact.source().equals(sources.get(fact.issuer())))
                .toList();
    }

    /** The points of the source that counts. */
    public Quarters counting() {
        return of(most(said.keySet()));
    }

    /** Which of these sources counts: that with most points, then {@link #DERIVED}, then the lower id. */
    String most(Collection<String> sources) {
        return sources.stream()
                .min(Comparator.comparingLong((String source) -> -of(source).total())
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(DERIVED);
    }

    private Quarters of(String source) {
        return said.getOrDefault(source, new Quarters());
    }
}
