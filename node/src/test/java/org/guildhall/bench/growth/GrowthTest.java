package org.guildhall.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.guildhall.log.Frame;
import org.guildhall.reputation.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No more rows are looked at when there are more facts; a small form of the bench. */
class GrowthTest {
    @TempDir
    private Path directory;

    @Test
    void looksAtNoMoreRowsForANewFactAmongMoreFacts() throws Exception {
        try (GrowingNode node = new GrowingNode(directory)) {
            node.grow(1_000);
            long few = lookedAt(node);
            node.grow(4_000);

            assertThat(lookedAt(node)).isEqualTo(few);
        }
    }

    @Test
    void asksNothingOfStandingForAComment() throws Exception {
        try (GrowingNode node = new GrowingNode(directory)) {
            GrowingNode.Live one = node.live(0);
            node.arrive(node.tallies());
            Statements.Work comment =
                    () -> node.node().comment(one.member(), one.thread(), one.answer(), "Thanks to all.");

            assertThat(new Statements(node).of(comment, Map.of())).isEmpty();
        }
    }

    /** For a new tally, for the number that it changes, and for what that number opens into. */
    private static long lookedAt(GrowingNode node) throws Exception {
        GrowingNode.Live one = node.live(0);
        node.arrive(node.tallies());
        Frame tally = node.tally(one);
        List<Statements.Counted> counted = new Statements(node)
                .of(
                        () -> {
                            node.arrive(List.of(tally));
                            node.standing(one.member(), Fact.ALL_TOPICS);
                            node.explanation(one.member(), Fact.ALL_TOPICS);
                        },
                        Statements.values(one));
        assertThat(counted).anyMatch(statement -> statement.sql().startsWith("insert into standing_sum"));
        return counted.stream()
                .mapToLong(statement -> statement.scanned().orElse(0L))
                .sum();
    }
}
