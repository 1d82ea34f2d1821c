package org.guildhall.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NodeIdTest {

    @Test
    void hasAFingerprintThatPeopleCanCompare() throws Exception {
        byte[] key = HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        String hex = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key))
                .substring(0, 32);
        String fingerprint = NodeId.of(Multikey.ofPublicKey(key)).fingerprint();
        assertThat(fingerprint).matches("([0-9a-f]{4}-){7}[0-9a-f]{4}");
        assertThat(fingerprint.replace("-", "")).isEqualTo(hex);
    }
}
