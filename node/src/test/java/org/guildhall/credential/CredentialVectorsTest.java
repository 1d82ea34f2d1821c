package org.guildhall.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.log.Signatories;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors about credentials. */
class CredentialVectorsTest {
    private static final Verifier VERIFIER = Verifier.best();

    static Stream<SpecVectors.Case> credential() {
        return SpecVectors.of("credential").stream();
    }

    @ParameterizedTest
    @MethodSource("credential")
    void credentials(SpecVectors.Case vector) throws Exception {
        byte[] bytes = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            Credential read = Credential.read(bytes, VERIFIER);
            code = "valid";
            JsonNode output = vector.output();
            Established established = read.established();
            assertThat(established.issuer().node().did())
                    .isEqualTo(output.get("issuer").textValue());
            assertThat(read.signer().text()).isEqualTo(output.get("signer").textValue());
            assertThat(established.claim().member().object().id().toString())
                    .isEqualTo(output.path("member").path("id").textValue());
            JsonNode json = new ObjectMapper().readTree(bytes);
            assertThat(json.get("name")).isEqualTo(output.get("name"));
            assertThat(json.at("/credentialSubject/achievement/description")).isEqualTo(output.get("description"));
            assertThat(established.logs()).hasSameSizeAs(output.get("logs"));
            for (int i = 0; i < established.logs().size(); i++) {
                Established.Log log = established.logs().get(i);
                JsonNode expected = output.get("logs").get(i);
                assertThat(log.owner().node().did())
                        .isEqualTo(expected.get("node").textValue());
                assertThat(log.at().size()).isEqualTo(expected.get("size").longValue());
                assertThat(log.records()).isEqualTo(expected.get("records").intValue());
                assertThat(log.witnesses().stream()
                                .map(Signatories.Witnessed::node)
                                .map(node -> node.did()))
                        .containsExactlyElementsOf(expected.get("witnesses")
                                .valueStream()
                                .map(JsonNode::textValue)
                                .toList());
            }
        } catch (CredentialFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }
}
