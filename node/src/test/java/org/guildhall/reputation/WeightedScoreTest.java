package org.guildhall.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.reputation.WeightedScore.Share;
import org.guildhall.reputation.WeightedScore.Votes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What votes of members here and elsewhere come to on one post. */
class WeightedScoreTest {
    private final Invented invented = new Invented(7);
    private final NodeId self = invented.node();
    private final NodeId peer = invented.node();
    private final NodeId third = invented.node();
    private final NodeId stranger = invented.node();
    private final NodeId blocked = invented.node();

    private Weights weighing(int weight) {
        return new Weights(self, Map.of(peer, weight, blocked, 100), Map.of(third, Set.of(peer)), Set.of(blocked));
    }

    @Test
    void countsOwnVotesInFullAndAPeersByItsWeight() {
        WeightedScore score = WeightedScore.of(List.of(new Votes(peer, 9, 2), new Votes(self, 3, 1)), weighing(25));

        assertThat(score.hundredths()).isEqualTo(200 + 175);
        assertThat(score.shares()).extracting(Share::hundredths).containsExactlyInAnyOrder(200L, 175L);
        assertThat(WeightedScore.of(List.of(new Votes(peer, 0, 4)), weighing(25))
                        .hundredths())
                .isEqualTo(-100);
    }

    @Test
    void countsNodesThatAPeerIntroducesAsPartOfItAndOthersNot() {
        WeightedScore score = WeightedScore.of(
                List.of(
                        new Votes(third, 90, 0),
                        new Votes(peer, 30, 0),
                        new Votes(stranger, 500, 0),
                        new Votes(blocked, 500, 0)),
                weighing(50));

        assertThat(score.hundredths()).isEqualTo(5_000);
        assertThat(score.shares()).singleElement().satisfies(share -> {
            assertThat(share.isBounded()).isTrue();
            assertThat(share.votes()).extracting(Votes::node).containsExactly(peer, third);
        });
        assertThat(score.outside()).extracting(Votes::node).containsExactlyInAnyOrder(stranger, blocked);
    }

    @Test
    void boundsNoVotesOfOurOwn() {
        WeightedScore score = WeightedScore.of(List.of(new Votes(self, 400, 0)), weighing(50));

        assertThat(score.hundredths()).isEqualTo(40_000);
        assertThat(score.shares()).noneMatch(Share::isBounded);
    }

    @Test
    void letsVotesBeyondTheBoundDecideAmongEqualsOnly() {
        WeightedScore more = WeightedScore.of(List.of(new Votes(peer, 500, 0)), weighing(50));
        WeightedScore fewer = WeightedScore.of(List.of(new Votes(peer, 300, 0)), weighing(50));
        WeightedScore andOneOfOurs =
                WeightedScore.of(List.of(new Votes(peer, 300, 0), new Votes(self, 1, 0)), weighing(50));
        List<WeightedScore> scores = new ArrayList<>(List.of(fewer, more, andOneOfOurs));
        scores.sort(WeightedScore.GREATEST_FIRST);
        assertThat(scores).containsExactly(andOneOfOurs, more, fewer);

        WeightedScore unweighed = WeightedScore.of(List.of(new Votes(peer, 500, 0)), weighing(0));
        WeightedScore nothing = WeightedScore.of(List.of(), weighing(0));
        assertThat(WeightedScore.GREATEST_FIRST.compare(unweighed, nothing))
                .as("a peer that nobody gave a weight decides nothing")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 1000})
    void a37MovesNoPostByMoreThanThePeersWeightInVotesHoweverManyNodesItInvents(int nodes) {
        for (long seed = 1; seed <= 30; seed++) {
            Invented chance = new Invented(seed);
            int weight = chance.random.nextInt(101);
            Map<NodeId, Set<NodeId>> introducers = new HashMap<>();
            List<Votes> votes = new ArrayList<>(List.of(any(chance, peer)));
            chance.nodes(nodes).forEach(node -> {
                introducers.put(node, Set.of(peer));
                votes.add(any(chance, node));
            });
            List<Votes> honest = List.of(new Votes(self, 4, 1), new Votes(third, 2, 0));
            Weights weights = new Weights(self, Map.of(peer, weight, third, 60), introducers, Set.of());
            long without = WeightedScore.of(honest, weights).hundredths();
            votes.addAll(honest);

            assertThat(Math.abs(WeightedScore.of(votes, weights).hundredths() - without))
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(100L * weight);
        }
    }

    /** As many votes as a tally can tell, or a few. */
    private static Votes any(Invented chance, NodeId node) {
        int most = chance.random.nextBoolean() ? Integer.MAX_VALUE : 20;
        return new Votes(node, chance.random.nextInt(most), chance.random.nextInt(most));
    }
}
