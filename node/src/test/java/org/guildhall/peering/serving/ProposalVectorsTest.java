package org.guildhall.peering.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.record.Digest;
import org.guildhall.signing.SecretToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors that are about the body of a proposal to peer. */
class ProposalVectorsTest {
    static Stream<SpecVectors.Case> proposal() {
        return SpecVectors.of("proposal").stream();
    }

    @ParameterizedTest
    @MethodSource("proposal")
    void proposals(SpecVectors.Case vector) {
        String code;
        try {
            Proposal read = Proposal.read(SpecVectors.bytes(vector.input().get("bytes")));
            code = "valid";
            assertThat(read.node().did()).isEqualTo(vector.output().path("node").textValue());
            assertThat(read.address().text())
                    .isEqualTo(vector.output().path("address").textValue());
            Optional<String> invitation =
                    Optional.ofNullable(vector.output().path("invitation").textValue());
            assertThat(read.secretHash().map(Digest::wrap))
                    .isEqualTo(invitation.map(SecretToken::hash).map(Digest::wrap));
        } catch (Refusal refusal) {
            code = refusal.problem().code();
        }
        assertThat(code).isIn(vector.codes());
    }
}
