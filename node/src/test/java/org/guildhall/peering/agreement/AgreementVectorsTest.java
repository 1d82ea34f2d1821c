package org.guildhall.peering.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.Timestamps;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors that are about who a node is and how nodes agree to peer. */
class AgreementVectorsTest {
    private static final DataIntegrity PROOFS = new DataIntegrity(Verifier.best());

    static Stream<SpecVectors.Case> discovery() {
        return SpecVectors.of("discovery").stream();
    }

    @ParameterizedTest
    @MethodSource("discovery")
    void discoveryDocuments(SpecVectors.Case vector) {
        Origin from = Origin.parse(vector.input().get("address").textValue());
        Optional<NodeId> expected =
                Optional.ofNullable(vector.input().get("expectedNode")).map(node -> new NodeId(node.textValue()));
        String code;
        try {
            Discovered found = Discovered.read(SpecVectors.bytes(vector.input().get("bytes")), from, expected, PROOFS);
            code = "valid";
            if (vector.isValid()) {
                JsonNode output = vector.output();
                assertThat(found.node().did()).isEqualTo(output.get("node").textValue());
                assertThat(found.size()).isEqualTo(output.get("size").longValue());
                assertThat(found.address() + "/oqx/log")
                        .isEqualTo(output.get("log").textValue());
                assertThat(found.address() + "/oqx/peering")
                        .isEqualTo(output.get("peering").textValue());
                assertThat(found.keys().stream().map(Multikey::text).toList())
                        .isEqualTo(output.get("currentKeys")
                                .valueStream()
                                .map(JsonNode::textValue)
                                .toList());
            }
        } catch (DiscoveryFault fault) {
            code = fault.isMisleading() ? "node-address" : "unreachable";
        }
        assertThat(code).as(vector.json().get("comment").textValue()).isIn(vector.codes());
    }

    static Stream<SpecVectors.Case> guard() {
        return SpecVectors.of("guard").stream();
    }

    /** A19. */
    @ParameterizedTest
    @MethodSource("guard")
    void whereANodeMayConnectToOnAnothersWord(SpecVectors.Case vector) throws Exception {
        InetAddress address = InetAddress.getByName(vector.input().get("ip").textValue());
        assertThat(new AddressGuard(List.of()).permits(address, 443)).isEqualTo(vector.isValid());
    }

    static Stream<SpecVectors.Case> fingerprint() {
        return SpecVectors.of("fingerprint").stream();
    }

    @ParameterizedTest
    @MethodSource("fingerprint")
    void fingerprints(SpecVectors.Case vector) {
        assertThat(new NodeId(vector.input().get("node").textValue()).fingerprint())
                .isEqualTo(vector.output().get("fingerprint").textValue());
    }

    static Stream<SpecVectors.Case> invitation() {
        return SpecVectors.of("invitation").stream();
    }

    @ParameterizedTest
    @MethodSource("invitation")
    void invitations(SpecVectors.Case vector) {
        String text = vector.input().get("text").textValue();
        boolean valid;
        try {
            Invitation invitation = Invitation.parse(text);
            valid = true;
            JsonNode output = vector.output().path("invitation");
            assertThat(invitation.address().text())
                    .isEqualTo(output.path("address").textValue());
            assertThat(invitation.node().did()).isEqualTo(output.path("node").textValue());
            assertThat(invitation.secret()).isEqualTo(output.path("secret").textValue());
            assertThat(Timestamps.text(invitation.expires()))
                    .isEqualTo(output.path("expires").textValue());
            assertThat(invitation.text()).isEqualTo(text);
        } catch (IllegalArgumentException refused) {
            valid = false;
        }
        assertThat(valid).isEqualTo(vector.isValid());
    }

    static Stream<SpecVectors.Case> report() {
        return SpecVectors.of("report").stream();
    }

    @ParameterizedTest
    @MethodSource("report")
    void reports(SpecVectors.Case vector) {
        NodeId self = new NodeId(vector.input().get("self").textValue());
        String code;
        try {
            PeerReport report = PeerReport.read(SpecVectors.bytes(vector.input().get("bytes")), self);
            code = "valid";
            assertThat(report.size()).isEqualTo(vector.output().path("size").longValue());
            assertThat(report.taken()).isEqualTo(vector.output().path("taken").longValue());
            assertThat(report.state()).isEqualTo(vector.output().path("state").textValue());
        } catch (PeeringFault fault) {
            code = fault.code();
        }
        assertThat(code).as(vector.json().get("comment").textValue()).isIn(vector.codes());
    }
}
