package org.guildhall.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.junit.jupiter.api.Test;

/** What comes in bit by bit is what it would be if it were computed at once from what is left. */
class LedgerTest {
    private static final List<String> ALL = List.of("", "pumps", "seals", "hydraulics");
    private static final int NOW = Age.quarterOf(Invented.NOW);

    /** A small place, where the same issuers speak of the same members again and again. */
    private static final class Town {
        final Invented invented;
        final List<NodeId> nodes;
        final Weights weights;
        final List<ObjectId> members = new ArrayList<>();
        final List<ObjectId> tallies = new ArrayList<>();
        /** Each is about one member in one topic for ever. */
        final Map<ObjectId, Optional<String>> attestations = new HashMap<>();

        final Map<ObjectId, List<Fact>> stated = new HashMap<>();

        Town(long seed) {
            invented = new Invented(seed);
            nodes = invented.nodes(4);
            weights = new Weights(
                    nodes.get(0),
                    Map.of(nodes.get(1), 100, nodes.get(2), invented.random.nextInt(101)),
                    Map.of(nodes.get(3), Set.of(nodes.get(1), nodes.get(2))),
                    Set.of());
            for (int i = 0; i < 4; i++) {
                members.add(invented.object(nodes));
            }
            for (int i = 0; i < 8; i++) {
                tallies.add(invented.object(nodes));
                attestations.put(
                        invented.object(nodes),
                        i % 3 == 0 ? Optional.empty() : Optional.of(invented.one(Invented.TOPICS)));
            }
        }

        /** Something is said, said anew or gone. */
        void happens(Ledger ledger) {
            List<Fact> facts = new ArrayList<>();
            ObjectId record;
            if (invented.random.nextBoolean()) {
                record = invented.one(tallies);
                for (int i = invented.random.nextInt(4); i > 0; i--) {
                    facts.add(invented.derived(record, invented.one(members)));
                }
            } else {
                record = invented.one(List.copyOf(attestations.keySet()));
                ObjectId member = members.get(Math.floorMod(record.hashCode(), members.size()));
                for (int i = invented.random.nextInt(4); i > 0; i--) {
                    facts.add(invented.attested(record, member, attestations.get(record), NOW - 4 * i));
                }
            }
            stated.put(record, facts);
            ledger.state(record, facts);
        }

        /** Those that count are found without sums as well. */
        void countsTheSame(Ledger ledger) {
            for (ObjectId member : members) {
                for (String topic : ALL) {
                    List<Fact> said = stated.values().stream()
                            .flatMap(facts -> facts.stream().distinct())
                            .filter(fact -> fact.member().equals(member))
                            .filter(fact -> fact.topics().contains(topic))
                            .toList();
                    assertThat(Word.counting(said)).containsExactlyInAnyOrderElementsOf(ledger.facts(member, topic));
                }
            }
        }

        List<Explanation> all(Ledger ledger) {
            List<Explanation> all = new ArrayList<>();
            for (ObjectId member : members) {
                for (String topic : ALL) {
                    Scales scales = Scales.of(ledger.toAll(topic), weights, NOW + 9);
                    Explanation explanation = scales.explain(member, ledger.facts(member, topic));
                    assertThat(scales.weigh(member.node(), ledger.toMember(member, topic)))
                            .isEqualTo(explanation.standing());
                    all.add(explanation);
                }
            }
            return all;
        }
    }

    @Test
    void equalsTheFullComputationAfterAThousandHistories() {
        for (long seed = 1; seed <= 1000; seed++) {
            Town town = new Town(seed);
            Ledger ledger = new Ledger();
            for (int i = 0; i < 30; i++) {
                town.happens(ledger);
            }
            List<ObjectId> records = new ArrayList<>(town.stated.keySet());
            Collections.shuffle(records, town.invented.random);
            Ledger full = new Ledger();
            records.forEach(record -> full.state(record, town.stated.getOrDefault(record, List.of())));

            List<Explanation> all = town.all(ledger);
            assertThat(all).as("seed %s", seed).isEqualTo(town.all(full));
            all.forEach(LedgerTest::addsUp);
            town.countsTheSame(full);
        }
    }

    /** A reader who follows the lines with a pencil comes to the number (OQX-STA-050). */
    private static void addsUp(Explanation explanation) {
        assertThat(sum(explanation.home()) / 1000)
                .isEqualTo(explanation.standing().home());
        long peers = 0;
        for (Standing.Share share : explanation.standing().shares()) {
            assertThat(sum(explanation.groups().getOrDefault(share.group(), List.of())))
                    .isEqualTo(share.part());
            assertThat(share.part()).isLessThanOrEqualTo(share.total());
            peers += share.gives();
        }
        assertThat(peers).isEqualTo(explanation.standing().peers());
    }

    private static long sum(List<Explanation.Line> lines) {
        return lines.stream().mapToLong(Explanation.Line::thousandths).sum();
    }

    @Test
    void a37CountsOnceWhatIsSaidAgain() {
        Town town = new Town(1);
        Ledger once = new Ledger();
        for (int i = 0; i < 30; i++) {
            town.happens(once);
        }
        List<Explanation> before = town.all(once);

        town.stated.forEach(once::state);

        assertThat(town.all(once)).isEqualTo(before);
    }

    @Test
    void isAsNewWhenAllIsGone() {
        Town town = new Town(2);
        Ledger ledger = new Ledger();
        for (int i = 0; i < 30; i++) {
            town.happens(ledger);
        }
        town.stated.keySet().forEach(record -> ledger.state(record, List.of()));

        assertThat(town.all(ledger)).isEqualTo(town.all(new Ledger()));
        assertThat(ledger.toAll("").values())
                .allMatch(given -> given.byQuarter().isEmpty());
    }

    @Test
    void refusesFactsUnderAnotherRecord() {
        Invented invented = new Invented(1);
        List<NodeId> nodes = invented.nodes(2);
        ObjectId record = invented.object(nodes);
        Fact fact = invented.derived(invented.object(nodes), invented.object(nodes));

        assertThatThrownBy(() -> new Ledger().state(record, new HashSet<>(List.of(fact))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
