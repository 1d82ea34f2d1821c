package org.guildhall.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.log.Entry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors that are about the bytes of a record. */
class RecordVectorsTest {
    static Stream<SpecVectors.Case> json() {
        return SpecVectors.of("json").stream();
    }

    @ParameterizedTest
    @MethodSource("json")
    void readsCanonicalJsonAndNothingElse(SpecVectors.Case vector) {
        byte[] bytes = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            assertThat(CanonicalJson.write(CanonicalJson.read(bytes).root())).isEqualTo(bytes);
            code = "valid";
        } catch (RecordFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }

    static Stream<SpecVectors.Case> jcs() {
        return SpecVectors.of("jcs").stream();
    }

    @ParameterizedTest
    @MethodSource("jcs")
    void writesTheOneSpelling(SpecVectors.Case vector) throws IOException {
        JsonNode anySpelling =
                new ObjectMapper().readTree(SpecVectors.bytes(vector.input().get("bytes")));
        assertThat(CanonicalJson.write(anySpelling))
                .isEqualTo(SpecVectors.bytes(vector.output().get("canonical")));
    }

    static Stream<SpecVectors.Case> multikey() {
        return SpecVectors.of("multikey").stream();
    }

    @ParameterizedTest
    @MethodSource("multikey")
    void readsKeys(SpecVectors.Case vector) {
        String text = vector.input().get("multikey").textValue();
        boolean sound;
        try {
            Multikey key = new Multikey(text);
            sound = org.guildhall.signing.Verifier.best().isSound(key);
            if (vector.isValid()) {
                assertThat(HexFormat.of().formatHex(key.publicKey()))
                        .isEqualTo(vector.output().get("publicKey").textValue());
                assertThat(NodeId.of(key).did())
                        .isEqualTo(vector.output().get("did").textValue());
                assertThat(key.verificationMethod())
                        .isEqualTo(vector.output().get("verificationMethod").textValue());
                assertThat(Multikey.ofPublicKey(key.publicKey())).isEqualTo(key);
            }
        } catch (IllegalArgumentException e) {
            sound = false;
        }
        assertThat(sound).isEqualTo(vector.isValid());
    }

    static Stream<SpecVectors.Case> namedId() {
        return SpecVectors.of("named-id").stream();
    }

    @ParameterizedTest
    @MethodSource("namedId")
    void derivesIdsFromWhatTheyName(SpecVectors.Case vector) {
        List<String> parts = new ArrayList<>();
        vector.input().get("parts").forEach(part -> parts.add(part.textValue()));
        NodeId node = new NodeId(vector.input().get("node").textValue());
        String purpose = vector.input().get("purpose").textValue();
        UUID expected = UUID.fromString(vector.output().get("id").textValue());
        assertThat(NamedUuid.of(purpose, node, parts.toArray(String[]::new))).isEqualTo(expected);
        assertThat(asTheRoomsCallIt(purpose, node, parts)).isEqualTo(expected);
    }

    private static UUID asTheRoomsCallIt(String purpose, NodeId node, List<String> parts) {
        return switch (purpose) {
            case "accept" -> NamedUuid.accept(object(parts, 0));
            case "verdict" -> NamedUuid.verdict(node, object(parts, 0));
            case "tally" -> NamedUuid.tally(node, object(parts, 0));
            case "link" ->
                NamedUuid.link(
                        new ObjectId(node, UUID.fromString(parts.get(0))),
                        relation(parts.get(1)),
                        parts.size() == 4
                                ? new Link.Target.OfThread(object(parts, 2))
                                : new Link.Target.Page(parts.get(2)));
            case "import" -> NamedUuid.imported(node, parts.get(0), parts.get(1), parts.get(2));
            case "label" -> NamedUuid.label(node, object(parts, 0), parts.get(2));
            case "attestation" ->
                NamedUuid.attestation(
                        node,
                        object(parts, 0),
                        new Attestation.Standing(Optional.of(parts.get(3)), Instant.EPOCH, List.of()));
            case "erase" -> NamedUuid.erase(new ObjectId(node, UUID.fromString(parts.get(0))));
            case "drop" -> NamedUuid.drop(node, object(parts, 0));
            case "receipt" -> NamedUuid.receipt(node, object(parts, 0));
            default -> throw new AssertionError("no room makes ids for " + purpose);
        };
    }

    private static Link.Relation relation(String label) {
        try {
            return Link.Relation.ofLabel(label);
        } catch (RecordFault fault) {
            throw new AssertionError(fault);
        }
    }

    private static ObjectId object(List<String> parts, int from) {
        return new ObjectId(new NodeId(parts.get(from)), UUID.fromString(parts.get(from + 1)));
    }

    static Stream<SpecVectors.Case> objectKey() {
        return SpecVectors.of("object-key").stream();
    }

    @ParameterizedTest
    @MethodSource("objectKey")
    void keysObjects(SpecVectors.Case vector) {
        ObjectId object = new ObjectId(
                new NodeId(vector.input().get("node").textValue()),
                UUID.fromString(vector.input().get("id").textValue()));
        assertThat(object.key().hex()).isEqualTo(vector.output().get("key").textValue());
        assertThat(object.key().text()).isEqualTo(vector.output().get("text").textValue());
    }

    static Stream<SpecVectors.Case> record() {
        return SpecVectors.of("record").stream();
    }

    @ParameterizedTest
    @MethodSource("record")
    void readsRecordsOfEveryKind(SpecVectors.Case vector) {
        byte[] bytes = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            OqxRecord record = RecordReader.read(bytes);
            code = "valid";
            if (vector.isValid()) {
                isAsDescribed(record, vector);
                isWrittenAsItWasRead(record, bytes);
            }
        } catch (RecordFault fault) {
            code = fault.code();
        }
        assertThat(code).as(vector.json().get("comment").textValue()).isIn(vector.codes());
    }

    private static void isAsDescribed(OqxRecord record, SpecVectors.Case vector) {
        JsonNode expected = vector.output();
        assertThat(record.head().kind().label()).isEqualTo(expected.get("kind").textValue());
        assertThat(record.head().node().did()).isEqualTo(expected.get("node").textValue());
        assertThat(record.head().id()).hasToString(expected.get("id").textValue());
        assertThat(record.head().revision()).isEqualTo(expected.get("revision").intValue());
        assertThat(record.payload().digest().hex())
                .isEqualTo(expected.get("digest").textValue());
        assertThat(record.object().key().hex())
                .isEqualTo(expected.get("objectKey").textValue());
        assertThat(record.thread().map(ObjectId::key).orElse(ObjectKey.ZERO).hex())
                .isEqualTo(expected.get("threadKey").textValue());
        assertThat(record.proof().key().text()).isEqualTo(expected.get("key").textValue());
        Instant loggedAt = Instant.ofEpochMilli(vector.input().path("loggedAt").longValue());
        Entry entry = Entry.of(record, loggedAt);
        assertThat(HexFormat.of().formatHex(entry.toBytes()))
                .isEqualTo(expected.get("entry").textValue());
        assertThat(entry.describes(record)).isTrue();
    }

    /** What the model knows of a record, written by the model, is the record: nothing was lost in reading. */
    private static void isWrittenAsItWasRead(OqxRecord record, byte[] bytes) {
        com.fasterxml.jackson.databind.node.ObjectNode written =
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        record.head().write(written);
        record.body().write(written);
        try {
            JsonNode read = CanonicalJson.read(bytes).root();
            containsAllOf(read, written);
        } catch (RecordFault fault) {
            throw new AssertionError(fault);
        }
    }

    /** Members that no version of this model knows may be there beside those it wrote. */
    private static void containsAllOf(JsonNode read, JsonNode written) {
        if (written.isObject()) {
            written.properties().forEach(member -> containsAllOf(read.path(member.getKey()), member.getValue()));
        } else if (written.isArray()) {
            assertThat(read).hasSameSizeAs(written);
            for (int i = 0; i < written.size(); i++) {
                containsAllOf(read.get(i), written.get(i));
            }
        } else {
            assertThat(read.asText()).isEqualTo(written.asText());
        }
    }
}
