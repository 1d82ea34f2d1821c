package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.Cosignature;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors about cosignatures, proofs for third parties and evidence. */
class WitnessVectorsTest {
    private static final Verifier VERIFIER = Verifier.best();

    static Stream<SpecVectors.Case> cosignature() {
        return SpecVectors.of("cosignature").stream();
    }

    @ParameterizedTest
    @MethodSource("cosignature")
    void cosignatures(SpecVectors.Case vector) throws Exception {
        SignedNote note = SignedNote.parse(SpecVectors.bytes(vector.input().get("bytes")));
        var found = Cosignature.find(
                note,
                vector.input().get("name").textValue(),
                new Multikey(vector.input().get("key").textValue()),
                VERIFIER);

        assertThat(found.isPresent()).isEqualTo(vector.isValid());
        found.ifPresent(cosigned -> assertThat(cosigned.time().getEpochSecond())
                .isEqualTo(vector.output().get("time").longValue()));
    }

    static Stream<SpecVectors.Case> request() {
        return SpecVectors.of("add-checkpoint").stream();
    }

    @ParameterizedTest
    @MethodSource("request")
    void requests(SpecVectors.Case vector) {
        byte[] body = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            AddCheckpoint request = AddCheckpoint.read(body);
            code = "valid";
            assertThat(request.toBytes()).isEqualTo(body);
            assertThat(request.old()).isEqualTo(vector.output().get("old").longValue());
            assertThat(request.proof()).hasSize(vector.output().get("proof").size());
            assertThat(request.checkpoint().size())
                    .isEqualTo(vector.output().get("size").longValue());
        } catch (LogFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }

    static Stream<SpecVectors.Case> proof() {
        return SpecVectors.of("log-proof").stream();
    }

    @ParameterizedTest
    @MethodSource("proof")
    void proofs(SpecVectors.Case vector) {
        byte[] file = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            RecordProof proof = RecordProof.read(file);
            assertThat(proof.toBytes()).isEqualTo(file);
            RecordProof.Proven proven = proof.verify(VERIFIER);
            code = "valid";
            JsonNode output = vector.output();
            assertThat(proven.log().node().did()).isEqualTo(output.get("log").textValue());
            assertThat(proven.index()).isEqualTo(output.get("index").longValue());
            assertThat(proven.at().size()).isEqualTo(output.get("size").longValue());
            assertThat(proven.record().payload().digest().hex())
                    .isEqualTo(output.get("digest").textValue());
            assertThat(proven.recordSigner().node().did())
                    .isEqualTo(output.get("signer").textValue());
            assertThat(proven.witnesses()).hasSize(output.get("witnesses").size());
        } catch (LogFault fault) {
            code = fault.code();
        } catch (SignatureFault fault) {
            code = fault.code();
        } catch (RecordFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }

    @Test
    void noByteOfAProofCanBeChanged() throws Exception {
        byte[] file = SpecVectors.bytes(
                SpecVectors.read("log-proof/cosigned.json").path("input").path("bytes"));
        assertThat(RecordProof.read(file).verify(VERIFIER).witnesses()).hasSize(1);
        for (int i = 0; i < file.length; i++) {
            byte[] changed = file.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> RecordProof.read(changed).verify(VERIFIER))
                    .as("byte %d", i)
                    .isInstanceOfAny(LogFault.class, SignatureFault.class, RecordFault.class);
        }
    }

    static Stream<SpecVectors.Case> evidence() {
        return SpecVectors.of("evidence").stream();
    }

    @ParameterizedTest
    @MethodSource("evidence")
    void evidence(SpecVectors.Case vector) throws Exception {
        NodeId node = new NodeId(vector.input().get("node").textValue());
        byte[] bytes = SpecVectors.bytes(vector.input().get("bytes"));
        DataIntegrity proofs = new DataIntegrity(VERIFIER);
        List<byte[]> records = new ArrayList<>();
        vector.input().get("records").forEach(record -> records.add(SpecVectors.bytes(record)));
        Introductions known = Introductions.read(node, records, proofs);
        boolean proves;
        try {
            if (bytes[0] == TwoIntroductions.KIND) {
                assertThat(TwoIntroductions.read(bytes, known, proofs).toBytes())
                        .isEqualTo(bytes);
            } else {
                Contradiction found = Contradiction.read(bytes, node, known.everListed(), VERIFIER);
                assertThat(found.toBytes(node)).isEqualTo(bytes);
                assertThat(bytes.length).as("small").isLessThan(1_024);
            }
            proves = true;
        } catch (LogFault | SignatureFault nothing) {
            proves = false;
        }
        assertThat(proves).isEqualTo(vector.isValid());
    }
}
