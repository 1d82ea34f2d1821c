package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Multikey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Proof;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors that are about keys and signatures. */
class SigningVectorsTest {
    private static final Verifier VERIFIER = Verifier.best();

    static Stream<SpecVectors.Case> ed25519() {
        return SpecVectors.of("ed25519").stream();
    }

    @ParameterizedTest
    @MethodSource("ed25519")
    void everyVerifierAgrees(SpecVectors.Case vector) {
        Multikey key = Multikey.ofPublicKey(SpecVectors.hex(vector.input().get("publicKey")));
        byte[] message = SpecVectors.hex(vector.input().get("message"));
        byte[] signature = SpecVectors.hex(vector.input().get("signature"));
        Ed25519RuleTest.verifiers().forEach(verifier -> {
            assertThat(verifier.verify(key, message, signature))
                    .as(verifier.getClass().getSimpleName())
                    .isEqualTo(vector.isValid());
            assertThat(verifier.isSound(key))
                    .as(verifier.getClass().getSimpleName())
                    .isEqualTo(!vector.codes().contains("bad-key"));
        });
    }

    static Stream<SpecVectors.Case> proof() {
        return SpecVectors.of("proof").stream();
    }

    @ParameterizedTest
    @MethodSource("proof")
    void proofsAreBelievedOrRefusedAsTheSpecSays(SpecVectors.Case vector) throws RecordFault {
        OqxRecord record = RecordReader.read(SpecVectors.bytes(vector.input().get("bytes")));
        assertThat(codeOf(vector, record)).isIn(vector.codes());
        if (vector.isValid()) {
            byte[] options = CanonicalJson.write(Proof.options(record.proof().key()));
            assertThat(hex(Sha256.of(options)))
                    .isEqualTo(vector.output().get("proofHash").textValue());
            assertThat(hex(Sha256.of(record.signedPart())))
                    .isEqualTo(vector.output().get("documentHash").textValue());
            assertThat(hex(record.proof().signature()))
                    .isEqualTo(vector.output().get("signature").textValue());
        }
    }

    private static String codeOf(SpecVectors.Case vector, OqxRecord record) {
        DataIntegrity integrity = new DataIntegrity(VERIFIER);
        String code = "key-unknown";
        for (JsonNode key : vector.input().get("keys")) {
            try {
                integrity.verify(record, new Multikey(key.textValue()));
                return "valid";
            } catch (SignatureFault fault) {
                code = fault.code().equals("key-unknown") ? code : fault.code();
            }
        }
        return code;
    }

    static Stream<SpecVectors.Case> request() {
        return SpecVectors.of("request").stream();
    }

    @ParameterizedTest
    @MethodSource("request")
    void requestsAreBelievedOrRefusedAsTheSpecSays(SpecVectors.Case vector) {
        assertThat(codeOf(vector.input())).isIn(vector.codes());
    }

    private static String codeOf(JsonNode request) {
        Instant now = Instant.ofEpochSecond(request.get("now").longValue());
        HttpSignature signatures = new HttpSignature(VERIFIER, Clock.fixed(now, ZoneOffset.UTC));
        try {
            HttpSignature.Signed signed = signatures.verify(
                    request.get("method").textValue(),
                    request.get("address").textValue() + request.get("target").textValue(),
                    name -> values(request, name),
                    SpecVectors.bytes(request.get("body")));
            List<String> keys = new ArrayList<>();
            request.get("keys").forEach(key -> keys.add(key.textValue()));
            if (!keys.contains(signed.key().text())) {
                return "key-unknown";
            }
            NonceMemory memory = new NonceMemory(100, 100);
            request.get("seenNonces")
                    .forEach(nonce -> memory.remember(new HttpSignature.Signed(signed.key(), nonce.textValue()), now));
            return memory.remember(signed, now) == NonceMemory.Answer.FRESH ? "valid" : "signature-replayed";
        } catch (SignatureFault fault) {
            return fault.code();
        }
    }

    private static List<String> values(JsonNode request, String name) {
        List<String> values = new ArrayList<>();
        request.get("fields").forEach(field -> {
            if (field.get("name").textValue().toLowerCase(Locale.ROOT).equals(name)) {
                values.add(field.get("value").textValue());
            }
        });
        return values;
    }

    /** A12. */
    @Test
    void knowsTheSampleKeysOfTheVectors() {
        JsonNode keys = SpecVectors.read("sample-keys.json").get("keys");
        assertThat(keys).isNotEmpty();
        for (JsonNode key : keys) {
            SigningKey sample = SigningKey.ofSeed(SpecVectors.hex(key.get("seed")));
            assertThat(sample.publicKey().text()).isEqualTo(key.get("multikey").textValue());
            assertThat(SampleKeys.contains(sample.publicKey())).isTrue();
            assertThat(SampleKeys.contains(sample)).isTrue();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
