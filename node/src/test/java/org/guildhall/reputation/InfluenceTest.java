package org.guildhall.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that invents members and nodes, and lets them say what they like of each other and of others. */
class InfluenceTest {
    private static final int NOW = Age.quarterOf(Invented.NOW);

    @ParameterizedTest
    @CsvSource({"1,0", "1,1", "10,0", "10,10", "10000,0", "10000,10", "10000,1000"})
    void a37NeverExceedsTheCapHoweverManyMembersAndNodesAPeerInvents(int members, int nodes) {
        for (long seed = 1; seed <= (members > 1000 ? 1 : 50); seed++) {
            Invented invented = new Invented(seed);
            NodeId self = invented.node();
            NodeId peer = invented.node();
            NodeId bystander = invented.node();
            int weight = invented.random.nextInt(101);
            Map<NodeId, Set<NodeId>> introducers = new HashMap<>();
            List<NodeId> ring = new ArrayList<>(List.of(peer));
            invented.nodes(nodes).forEach(node -> {
                introducers.put(node, Set.of(peer));
                ring.add(node);
            });
            Weights weights = new Weights(self, Map.of(peer, weight, bystander, 100), introducers, Set.of());
            Set<ObjectId> favoured = new HashSet<>();
            List<NodeId> homes = new ArrayList<>(ring);
            homes.addAll(List.of(self, bystander));
            Ledger ledger = new Ledger();
            for (int i = 0; i < members; i++) {
                ObjectId member = invented.object(homes);
                favoured.add(member);
                say(invented, ledger, ring, member);
            }

            for (String topic : List.of("", "pumps", "seals", "hydraulics")) {
                Scales scales = Scales.of(ledger.toAll(topic), weights, NOW);
                long peers = favoured.stream()
                        .mapToLong(member -> scales.weigh(member.node(), ledger.toMember(member, topic))
                                .peers())
                        .sum();
                assertThat(peers).as("seed %s, topic %s", seed, topic).isLessThanOrEqualTo(100L * weight);
                if (members > 1000) {
                    // They do have more to give away than the cap: without it the sum would be far beyond.
                    assertThat(claimed(ledger, topic)).isGreaterThan(100_000L);
                    assertThat(peers).isGreaterThan(0);
                }
            }
        }
    }

    private static void say(Invented invented, Ledger ledger, List<NodeId> ring, ObjectId member) {
        for (int i = 0; i < 3; i++) {
            ObjectId tally = invented.object(ring);
            ledger.state(tally, List.of(invented.derived(tally, member)));
        }
        ObjectId attestation = invented.object(ring);
        Optional<String> topic =
                invented.random.nextBoolean() ? Optional.empty() : Optional.of(invented.one(Invented.TOPICS));
        ledger.state(
                attestation,
                List.of(
                        invented.attested(attestation, member, topic, NOW),
                        invented.attested(attestation, member, topic, NOW - 20)));
    }

    private static long claimed(Ledger ledger, String topic) {
        return ledger.toAll(topic).values().stream()
                        .mapToLong(given -> given.aged(NOW))
                        .sum()
                / 1000;
    }
}
