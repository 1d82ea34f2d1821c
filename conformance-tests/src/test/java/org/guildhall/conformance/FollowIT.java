package org.guildhall.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.guildhall.conformance.follow.FollowCase;
import org.guildhall.conformance.follow.Report;
import org.guildhall.conformance.follow.Report.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged node, followed by a stranger who has only the specification. */
class FollowIT {
    private static final Path DUMP = Path.of("..", "node", "src", "test", "resources", "stackexchange", "pumps");

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void findsNothingBrokenAtAnEmptyNodeAtOneWithContentAndAfterItWasKilled() throws Exception {
        try (NodeUnderTest node = new NodeUnderTest(directory.resolve("data"))) {
            Report empty = follow(node);
            assertThat(empty.facts()).containsEntry("fingerprint", node.fingerprint());
            assertThat(empty.facts().get("records")).isEqualTo("Member 1, Node 1");

            node.command("import", "stackexchange", DUMP.toString());
            Report filled = follow(node);
            assertThat(filled.facts().get("records")).contains("Question ", "Answer ", "Comment ", "Accept ", "Tally ");
            assertThat(filled.facts().get("outcomes")).matches("taken [0-9]+");

            node.killAndRestart();
            Report again = follow(node);
            assertThat(again.facts().get("root")).isEqualTo(filled.facts().get("root"));
        }
    }

    private static Report follow(NodeUnderTest node) {
        Report report = FollowCase.run(node.address(), Optional.of(node.node()));
        assertThat(report.findings())
                .filteredOn(finding -> !finding.kept())
                .extracting(Finding::requirement, Finding::what, Finding::detail)
                .isEmpty();
        assertThat(report.findings()).hasSizeGreaterThan(50);
        return report;
    }
}
