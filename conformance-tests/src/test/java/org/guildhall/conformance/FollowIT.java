package org.guildhall.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.guildhall.conformance.follow.FollowCase;
import org.guildhall.conformance.follow.MirrorCase;
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

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void readsALogFromAPeerWhenItsNodeIsGone() throws Exception {
        try (NodeUnderTest author = new NodeUnderTest(directory.resolve("author"));
                NodeUnderTest peer = new NodeUnderTest(directory.resolve("peer"))) {
            author.command("import", "stackexchange", DUMP.toString());
            String root = follow(author).facts().get("root");
            String invitation = new ObjectMapper()
                    .readTree(author.command("peer", "invite", "--json"))
                    .path("invitation")
                    .textValue();
            peer.command("peer", "accept", invitation);
            while (!MirrorCase.run(peer.address(), author.node()).facts().containsValue(root)) {
                peer.command("peer", "ls");
            }
            author.close();
            Report mirrored = MirrorCase.run(peer.address(), author.node());
            assertThat(mirrored.findings())
                    .filteredOn(finding -> !finding.kept())
                    .isEmpty();
            assertThat(mirrored.findings()).hasSizeGreaterThan(8);
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
