package org.guildhall.conformance.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.guildhall.conformance.follow.Report.Finding;
import org.guildhall.conformance.vectors.ScriptedNode;
import org.guildhall.conformance.vectors.ScriptedNode.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The black-box case itself: it finds nothing at a node that keeps the specification, and each flaw at one that does not. */
@Execution(ExecutionMode.CONCURRENT)
class FollowCaseTest {

    @Test
    void findsNothingAtANodeThatKeepsTheSpecification() throws Exception {
        try (ScriptedNode node = new ScriptedNode(Flaw.NONE)) {
            Report report = FollowCase.run(node.address() + "/", Optional.of(node.node()));

            assertThat(report.findings()).filteredOn(finding -> !finding.kept()).isEmpty();
            assertThat(report.findings()).hasSizeGreaterThan(50);
            assertThat(report.facts()).containsEntry("outcomes", "taken 300").containsEntry("node", node.node());
            assertThat(report.isGood()).isTrue();
        }
    }

    @Test
    void findsNothingAtAMirrorThatKeepsTheSpecification() throws Exception {
        try (ScriptedNode node = new ScriptedNode(Flaw.TAIL_AT_ONCE)) {
            Report report = MirrorCase.run(node.address(), node.node());

            assertThat(report.findings()).filteredOn(finding -> !finding.kept()).isEmpty();
            assertThat(report.findings()).hasSizeGreaterThan(8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CHECKPOINT_BY_ANOTHER_KEY, OQX-MIR-003",
        "ENTRY_ALTERED, OQX-MIR-003",
        "PAYLOAD_ALTERED, OQX-MIR-003",
        "PAGE_AS_OCTETS, OQX-MIR-004",
        "PAGE_WITHOUT_LAST_FRAME, OQX-MIR-004",
        "RANGE_IS_EMPTY, OQX-MIR-002",
        "PLAIN_ERRORS, OQX-MIR-002"
    })
    void findsTheFlawOfAMirror(Flaw flaw, String requirement) throws Exception {
        try (ScriptedNode node = new ScriptedNode(flaw)) {
            Report report = MirrorCase.run(node.address(), node.node());

            assertThat(report.findings())
                    .filteredOn(finding -> !finding.kept())
                    .extracting(Finding::requirement)
                    .contains(requirement);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DISCOVERY_AS_HTML, OQX-PEE-001",
        "DISCOVERY_OF_ANOTHER_ADDRESS, OQX-PEE-003",
        "DISCOVERY_ALTERED, OQX-PEE-003",
        "CHECKPOINT_REDIRECTED, OQX-LOG-050",
        "CHECKPOINT_BY_ANOTHER_KEY, OQX-FOL-010",
        "PAGE_AS_OCTETS, OQX-LOG-050",
        "PAGE_WITHOUT_LAST_FRAME, OQX-LOG-060",
        "PAYLOAD_ALTERED, OQX-FOL-014",
        "ENTRY_ALTERED, OQX-FOL-014",
        "PAGE_CUT, OQX-LOG-040",
        "PAGE_WITHOUT_ETAG, OQX-LOG-061",
        "PAGE_IMMUTABLE, OQX-LOG-061",
        "PAGE_ALWAYS_SENT, OQX-LOG-061",
        "PAGE_COMPRESSED_UNASKED, OQX-LOG-055",
        "PAGE_WITHOUT_VARY, OQX-LOG-055",
        "TAIL_STORED, OQX-LOG-072",
        "TAIL_AT_ONCE, OQX-LOG-070",
        "TAIL_FROM_ELSEWHERE, OQX-LOG-071",
        "TILE_ALTERED, OQX-LOG-062",
        "TILE_NOT_IMMUTABLE, OQX-LOG-064",
        "BUNDLE_WITHOUT_LENGTHS, OQX-LOG-062",
        "PLAIN_ERRORS, OQX-LIM-050",
        "RANGE_IS_EMPTY, OQX-LOG-073",
        "METHODS_ARE_NOT_LOOKED_AT, OQX-LOG-054",
        "PROPOSALS_ARE_ANSWERED, OQX-PEE-031",
        "LOGS_BAD_SIGNATURE, OQX-LOG-024",
        "LOGS_TWICE, OQX-LOG-021",
        "LOGS_REVISION_GAP, OQX-LOG-022",
        "LOGS_UNKNOWN_AUTHOR, OQX-LOG-023",
        "LOGS_UNDEFINED_MEMBER, OQX-REC-012",
        "TAKES_WHAT_IS_NOT_INCLUDED, OQX-INC-021",
        "ANSWERS_ENDLESSLY, OQX-LOG-050"
    })
    void namesTheRequirementThatAFlawBreaks(Flaw flaw, String requirement) throws Exception {
        try (ScriptedNode node = new ScriptedNode(flaw)) {
            Report report = FollowCase.run(node.address(), Optional.empty());

            assertThat(report.findings())
                    .filteredOn(finding -> !finding.kept())
                    .extracting(Finding::requirement)
                    .contains(requirement);
            assertThat(report.isGood()).isFalse();
        }
    }

    @Test
    void findsAnotherNodeThanExpected() throws Exception {
        try (ScriptedNode node = new ScriptedNode(Flaw.NONE)) {
            Report report = FollowCase.run(node.address(), Optional.of("did:key:z6MkOther"));

            assertThat(report.findings())
                    .filteredOn(finding -> !finding.kept())
                    .extracting(Finding::requirement)
                    .containsExactly("OQX-PEE-004");
        }
    }

    @Test
    void saysSoWhenNobodyAnswers() throws Exception {
        String address;
        try (ScriptedNode node = new ScriptedNode(Flaw.NONE)) {
            address = node.address();
        }

        Report report = FollowCase.run(address, Optional.empty());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report.print(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(report.isGood()).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("BROKEN  OQX-LOG-050  the node answers");
    }
}
