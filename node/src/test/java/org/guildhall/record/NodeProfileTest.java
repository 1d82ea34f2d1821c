package org.guildhall.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.guildhall.record.NodeProfile.SigningKeyEntry;
import org.guildhall.signing.SigningKey;
import org.junit.jupiter.api.Test;

class NodeProfileTest {
    private final NodeProfile before = new NodeProfile(
            "Node",
            key(),
            digest(1),
            List.of(new SigningKeyEntry(key(), Optional.empty())),
            List.of("https://node.example"),
            Optional.of("ada@node.example"),
            Optional.of("CC-BY-SA-4.0"),
            Optional.of(key()),
            Optional.of(new NodeProfile.Continuation(7, digest(2))));

    @Test
    void keepsAllButTheKeysWhenTheyChange() {
        List<SigningKeyEntry> keys = List.of(new SigningKeyEntry(key(), Optional.empty()));

        NodeProfile after = before.withKeys(keys);

        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("signingKeys", "continues")
                .isEqualTo(before);
        assertThat(after.signingKeys()).isEqualTo(keys);
        assertThat(after.continues())
                .as("that is said once, by the record that goes on there")
                .isEmpty();
    }

    private static Multikey key() {
        return SigningKey.generate(new java.security.SecureRandom()).publicKey();
    }

    private static Digest digest(int first) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) first;
        return Digest.wrap(bytes);
    }
}
