package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.guildhall.Shared;
import org.guildhall.record.Base58;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Multikey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Proof;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Sha256;
import org.junit.jupiter.api.Test;

class DataIntegrityTest {
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private static final Verifier VERIFIER = Verifier.best();
    private final DataIntegrity integrity = new DataIntegrity(VERIFIER);

    @Test
    void followsTheChainOfTheW3cVector() throws IOException {
        Path vectors = Shared.file("vectors/vc-di-eddsa/TestVectors/eddsa-jcs-2022");
        ObjectMapper json = new ObjectMapper();
        ObjectNode signed =
                (ObjectNode) json.readTree(vectors.resolve("signedJCS.json").toFile());
        ObjectNode options = (ObjectNode) signed.remove("proof");
        String proofValue = options.remove("proofValue").textValue();

        byte[] document = CanonicalJson.write(signed);
        assertThat(document).isEqualTo(Files.readAllBytes(vectors.resolve("canonDocJCS.txt")));
        byte[] canonicalOptions = CanonicalJson.write(options);
        assertThat(canonicalOptions).isEqualTo(Files.readAllBytes(vectors.resolve("proofCanonJCS.txt")));
        byte[] hashData = DataIntegrity.hashData(Sha256.of(canonicalOptions), document);
        assertThat(HexFormat.of().formatHex(hashData)).isEqualTo(text(vectors, "combinedHashJCS.txt"));

        JsonNode pair = json.readTree(
                Shared.file("vectors/vc-di-eddsa/TestVectors/keyPair.json").toFile());
        byte[] coded = Base58.decode(pair.get("privateKeyMultibase").textValue().substring(1));
        SigningKey sample = SigningKey.ofSeed(Arrays.copyOfRange(coded, 2, 34));
        assertThat(sample.publicKey().text())
                .isEqualTo(pair.get("publicKeyMultibase").textValue());
        byte[] signature = sample.sign(hashData);
        assertThat(HexFormat.of().formatHex(signature)).isEqualTo(text(vectors, "sigHexJCS.txt"));
        assertThat("z" + Base58.encode(signature)).isEqualTo(proofValue);
        assertThat(VERIFIER.verify(
                        Multikey.ofVerificationMethod(
                                options.get("verificationMethod").textValue()),
                        hashData,
                        signature))
                .isTrue();
    }

    @Test
    void verifiesTheRecordItSigned() throws RecordFault, SignatureFault {
        OqxRecord record = Records.question(key);
        integrity.verify(record, key.publicKey());
        integrity.verify(RecordReader.read(record.payload().bytes()), key.publicKey());
    }

    /** A01. */
    @Test
    void declinesARecordSignedByAnotherKeyBeforeComputingAnything() throws RecordFault {
        OqxRecord record = Records.question(key);
        DataIntegrity idle = new DataIntegrity(new Verifier() {
            @Override
            public boolean verify(Multikey publicKey, byte[] message, byte[] signature) {
                throw new AssertionError("asked to verify");
            }

            @Override
            public boolean isSound(Multikey publicKey) {
                throw new AssertionError("asked about the key");
            }
        });
        Multikey other = SigningKey.generate(new SecureRandom()).publicKey();
        assertThatThrownBy(() -> idle.verify(record, other))
                .isInstanceOfSatisfying(
                        SignatureFault.class, fault -> assertThat(fault.code()).isEqualTo("key-unknown"));
    }

    @Test
    void tellsAKeyThatIsNoneFromAFalseSignature() throws RecordFault {
        Multikey unsound = Multikey.ofPublicKey(Edwards.torsion().encode());
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("oqx", 1);
        document.set("proof", new Proof(unsound, new byte[64]).toJson());
        CanonicalJson.Document signed = CanonicalJson.read(CanonicalJson.write(document));
        assertThatThrownBy(() -> integrity.signer(signed))
                .isInstanceOfSatisfying(
                        SignatureFault.class, fault -> assertThat(fault.code()).isEqualTo("bad-key"));
    }

    /** A06: every published byte is under the signature, or is the signature. */
    @Test
    void noBitOfARecordCanBeChanged() throws RecordFault, SignatureFault {
        byte[] published = Records.question(key).payload().bytes();
        int read = 0;
        for (int i = 0; i < published.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = published.clone();
                changed[i] ^= (byte) (1 << bit);
                try {
                    OqxRecord record = RecordReader.read(changed);
                    read++;
                    assertThatThrownBy(() ->
                                    integrity.verify(record, record.proof().key()))
                            .as("bit %d of byte %d", bit, i)
                            .isInstanceOf(SignatureFault.class);
                } catch (RecordFault refused) {
                    // not even a record
                }
            }
        }
        assertThat(read).as("changes that left a well-formed record").isGreaterThan(100);
    }

    @Test
    void signsOtherDocumentsAndTellsWhoDid() throws RecordFault, SignatureFault {
        ObjectNode document =
                JsonNodeFactory.instance.objectNode().put("oqx", 1).put("log", "https://ask.example/oqx/log");
        byte[] signed = DataIntegrity.sign(document, key);
        assertThat(integrity.signer(CanonicalJson.read(signed))).isEqualTo(key.publicKey());
        assertThat(document.has("proof")).isFalse();
    }

    @Test
    void declinesADocumentThatWasChangedOrHasNoProof() throws RecordFault {
        ObjectNode document =
                JsonNodeFactory.instance.objectNode().put("oqx", 1).put("size", 7);
        String signed = new String(DataIntegrity.sign(document, key), StandardCharsets.UTF_8);
        CanonicalJson.Document changed = read(signed.replace("\"size\":7", "\"size\":8"));
        assertThatThrownBy(() -> integrity.signer(changed))
                .isInstanceOfSatisfying(
                        SignatureFault.class, fault -> assertThat(fault.code()).isEqualTo("bad-signature"));
        for (String other : new String[] {
            "{\"oqx\":1}",
            "{\"oqx\":1,\"proof\":[]}",
            signed.replace("eddsa-jcs-2022", "eddsa-rdfc-2022"),
            signed.replace("assertionMethod", "authentication"),
            signed.replace("{\"cryptosuite\"", "{\"created\":\"2023-02-24T23:36:38Z\",\"cryptosuite\"")
        }) {
            CanonicalJson.Document unproven = read(other);
            assertThatThrownBy(() -> integrity.signer(unproven))
                    .isInstanceOfSatisfying(
                            RecordFault.class, fault -> assertThat(fault.code()).isEqualTo("bad-proof"));
        }
    }

    private static CanonicalJson.Document read(String json) throws RecordFault {
        return CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Path folder, String name) throws IOException {
        return Files.readString(folder.resolve(name)).strip();
    }
}
