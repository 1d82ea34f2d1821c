package org.guildhall.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Timestamps;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only the member of a credential hands it in, at one node and as one member (OQX-STA-081 to 083). */
class MoveTest {
    private static final Verifier VERIFIER = Verifier.best();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SigningKey own = SigningKey.generate(RANDOM);
    private final NodeId newNode = NodeId.of(SigningKey.generate(RANDOM).publicKey());
    private final ObjectId to = new ObjectId(newNode, UUID.randomUUID());

    static Stream<SpecVectors.Case> move() {
        return SpecVectors.of("move").stream();
    }

    private static ObjectId member(com.fasterxml.jackson.databind.JsonNode json) {
        return new ObjectId(
                new NodeId(json.path("node").textValue()),
                UUID.fromString(json.path("id").textValue()));
    }

    @ParameterizedTest
    @MethodSource("move")
    void statements(SpecVectors.Case vector) throws Exception {
        String code;
        try {
            Move.read(SpecVectors.bytes(vector.input().get("bytes")), VERIFIER)
                    .requireFor(
                            member(vector.input().get("about")),
                            Optional.of(new Multikey(vector.input().get("key").textValue())),
                            member(vector.input().get("member")),
                            Timestamps.parse(vector.input().get("now").textValue()));
            code = "valid";
        } catch (CredentialFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }

    private Credential credential(Optional<Multikey> key) throws Exception {
        SampleTestimony sample = new SampleTestimony();
        return Credential.issue(sample.ofAnswer(20, key), sample.home.signing(), SampleTestimony.NOW, VERIFIER);
    }

    private static ObjectId of(Credential credential) {
        return credential.established().claim().member().object();
    }

    @Test
    void handsACredentialToTheMemberThatItNames() throws Exception {
        Credential credential = credential(Optional.of(own.publicKey()));
        byte[] statement = Move.sign(of(credential), to, SampleTestimony.NOW, own);
        Move move = Move.read(statement, VERIFIER);
        move.requireFor(credential, to, SampleTestimony.NOW.plus(Duration.ofDays(1)));

        ObjectId thief = new ObjectId(newNode, UUID.randomUUID());
        assertThatThrownBy(() -> move.requireFor(credential, thief, SampleTestimony.NOW))
                .as("another member hands it in")
                .isInstanceOfSatisfying(
                        CredentialFault.class, fault -> assertThat(fault.code()).isEqualTo("move"));
        ObjectId namesake = new ObjectId(NodeId.of(own.publicKey()), to.id());
        assertThatThrownBy(() -> move.requireFor(credential, namesake, SampleTestimony.NOW))
                .as("the same id at another node")
                .hasMessageContaining("another member");
        assertThatThrownBy(() -> move.requireFor(credential(Optional.of(own.publicKey())), to, SampleTestimony.NOW))
                .as("with another member's credential")
                .hasMessageContaining("another member");
    }

    @Test
    void takesNoOtherKeyThanTheRecordNames() throws Exception {
        Credential credential = credential(Optional.of(own.publicKey()));
        SigningKey other = SigningKey.generate(RANDOM);
        Move forged = Move.read(Move.sign(of(credential), to, SampleTestimony.NOW, other), VERIFIER);
        assertThatThrownBy(() -> forged.requireFor(credential, to, SampleTestimony.NOW))
                .hasMessageContaining("not signed with the key");
        Credential without = credential(Optional.empty());
        Move move = Move.read(Move.sign(of(without), to, SampleTestimony.NOW, own), VERIFIER);
        assertThatThrownBy(() -> move.requireFor(without, to, SampleTestimony.NOW))
                .hasMessageContaining("not signed with the key");
    }

    @Test
    void noBitOfAStatementCanBeChanged() throws Exception {
        byte[] statement = Move.sign(new ObjectId(newNode, UUID.randomUUID()), to, SampleTestimony.NOW, own);
        for (int bit = 0; bit < statement.length * 8; bit++) {
            byte[] changed = statement.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> Move.read(changed, VERIFIER)).isInstanceOf(CredentialFault.class);
        }
    }
}
