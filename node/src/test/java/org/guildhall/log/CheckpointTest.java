package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    private final TestLog log = TestLog.ofSize(5);
    private static final Verifier VERIFIER = Verifier.best();

    @Test
    void readsTheExampleOfTheStandard() throws LogFault {
        String text = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";
        Checkpoint checkpoint = Checkpoint.parse(text);
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(checkpoint.root().base64()).isEqualTo(ROOT);
        assertThat(checkpoint.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oqx/x\n5\n" + ROOT,
                "oqx/x\n5\n",
                "\n5\n" + ROOT + "\n",
                "oqx/x\n\n" + ROOT + "\n",
                "oqx/x\n0\n" + ROOT + "\n",
                "oqx/x\n05\n" + ROOT + "\n",
                "oqx/x\n+5\n" + ROOT + "\n",
                "oqx/x\n-5\n" + ROOT + "\n",
                "oqx/x\n5 \n" + ROOT + "\n",
                "oqx/x\n٥\n" + ROOT + "\n",
                "oqx/x\n9007199254740992\n" + ROOT + "\n",
                "oqx/x\n99999999999999999999\n" + ROOT + "\n",
                "oqx/x\n5\n" + ROOT + "\n\n",
                "oqx/x\n5\n" + ROOT + "\nextension",
                "oqx/x\n5\n" + ROOT + "\nextension\n\nanother\n",
                "oqx/x\r\n5\r\n" + ROOT + "\r\n",
                "oqx/x\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "oqx/x\n5\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
                "oqx/x\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "oqx/x\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n"
            })
    void refusesEveryOtherText(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text))
                .isInstanceOfSatisfying(
                        LogFault.class, fault -> assertThat(fault.code()).isEqualTo("checkpoint"));
    }

    @Test
    void passesOverExtensionLinesAndSignaturesOfOthers() throws LogFault, SignatureFault {
        SigningKey key = SigningKey.generate(new SecureRandom());
        NodeId node = NodeId.of(key.publicKey());
        String origin = Checkpoint.origin(node);
        SignedNote note = SignedNote.sign(origin + "\n5\n" + ROOT + "\nextension 1\nextension 2\n", origin, key)
                .with(new SignedNote.Signature("witness.example", 7, new byte[100]));
        SignedCheckpoint read = SignedCheckpoint.read(note.bytes(), node, List.of(key.publicKey()), VERIFIER);
        assertThat(read.size()).isEqualTo(5);
        assertThat(read.note()).isEqualTo(note.bytes());
    }

    @Test
    void refusesALongNote() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        NodeId node = NodeId.of(key.publicKey());
        String origin = Checkpoint.origin(node);
        byte[] note = SignedNote.sign(origin + "\n5\n" + ROOT + "\n" + "x".repeat(8_192) + "\n", origin, key)
                .bytes();
        assertThatThrownBy(() -> SignedCheckpoint.read(note, node, List.of(key.publicKey()), VERIFIER))
                .isInstanceOfSatisfying(
                        LogFault.class, fault -> assertThat(fault.code()).isEqualTo("checkpoint"));
    }

    @Test
    void isReadBackByWhoKnowsTheKey() throws LogFault, SignatureFault {
        SignedCheckpoint signed = log.checkpoint();
        SignedCheckpoint read = SignedCheckpoint.read(signed.note(), log.node(), log.keys(), VERIFIER);
        assertThat(read.checkpoint()).isEqualTo(signed.checkpoint());
        assertThat(read.size()).isEqualTo(5);
        assertThat(read.root()).isEqualTo(log.tree().root(5));
        assertThat(new String(signed.note(), StandardCharsets.UTF_8))
                .startsWith("oqx/" + log.node() + "\n5\n")
                .contains("\n\n— oqx/" + log.node() + " ");
    }

    /** A01, A02. */
    @Test
    void refusesAnotherNodesCheckpointAndAnotherKeys() {
        byte[] note = log.checkpoint().note();
        TestLog other = TestLog.ofSize(5);
        assertThatThrownBy(() -> SignedCheckpoint.read(note, other.node(), other.keys(), VERIFIER))
                .isInstanceOfSatisfying(
                        LogFault.class, fault -> assertThat(fault.code()).isEqualTo("checkpoint"));
        assertThatThrownBy(() -> SignedCheckpoint.read(note, log.node(), other.keys(), VERIFIER))
                .isInstanceOfSatisfying(
                        SignatureFault.class, fault -> assertThat(fault.code()).isEqualTo("checkpoint-key"));
        assertThatThrownBy(() -> SignedCheckpoint.read(note, log.node(), List.of(), VERIFIER))
                .isInstanceOf(SignatureFault.class);
    }

    @Test
    void refusesAnyNoteThatIsNoCheckpoint() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        NodeId node = NodeId.of(key.publicKey());
        byte[] note = SignedNote.sign("I owe you\nten\nentries\n", Checkpoint.origin(node), key)
                .bytes();
        assertThatThrownBy(() -> SignedCheckpoint.read(note, node, List.of(key.publicKey()), VERIFIER))
                .isInstanceOfSatisfying(
                        LogFault.class, fault -> assertThat(fault.code()).isEqualTo("checkpoint"));
    }

    @Test
    void noBitOfACheckpointCanBeChanged() {
        byte[] note = log.checkpoint().note();
        for (int i = 0; i < note.length * 8; i++) {
            byte[] changed = note.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> SignedCheckpoint.read(changed, log.node(), log.keys(), VERIFIER))
                    .as("bit %d", i)
                    .isInstanceOfAny(LogFault.class, SignatureFault.class);
        }
    }
}
