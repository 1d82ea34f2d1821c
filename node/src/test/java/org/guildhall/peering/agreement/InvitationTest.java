package org.guildhall.peering.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SecretToken;
import org.guildhall.signing.SigningKey;
import org.junit.jupiter.api.Test;

class InvitationTest {
    private static final Invitation INVITATION = new Invitation(
            Origin.parse("https://ask.example"),
            NodeId.of(SigningKey.generate(new SecureRandom()).publicKey()),
            SecretToken.generate(new SecureRandom()).text(),
            Instant.parse("2026-12-01T00:00:00.000Z"));

    @Test
    void survivesBeingPastedFromAMail() {
        String text = INVITATION.text();
        assertThat(text).startsWith("oqx-invitation-").doesNotContain("=");
        assertThat(Invitation.parse(text)).isEqualTo(INVITATION);
        String wrapped = "  " + text.substring(0, 70) + "\r\n\t" + text.substring(70) + "\n";
        assertThat(Invitation.parse(wrapped)).isEqualTo(INVITATION);
    }

    @Test
    void isRefusedWhenALetterIsMissingOrWrong() {
        String text = INVITATION.text();
        for (int i = 0; i < text.length(); i++) {
            String without = text.substring(0, i) + text.substring(i + 1);
            assertThatIllegalArgumentException().isThrownBy(() -> Invitation.parse(without));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Invitation.parse(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Invitation.parse("oqx-invitation-"));
        assertThatIllegalArgumentException().isThrownBy(() -> Invitation.parse("x".repeat(100_000)));
    }

    @Test
    void hasNoOtherSpelling() {
        String json =
                new String(Base64.getUrlDecoder().decode(INVITATION.text().substring(15)), StandardCharsets.UTF_8);
        for (String other : new String[] {
            json.replace("\"oqx\":1", "\"oqx\":1,\"x\":1"),
            json.replace("https://ask.example", "https://ask.example/"),
            json.replace("https://ask.example", "https://ASK.example"),
            json.replace(".000Z", "Z"),
            json.replace("\"oqx\":1", "\"oqx\":2")
        }) {
            String text = "oqx-invitation-"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(other.getBytes(StandardCharsets.UTF_8));
            assertThat(other).isNotEqualTo(json);
            assertThatIllegalArgumentException().isThrownBy(() -> Invitation.parse(text));
        }
    }

    @Test
    void keepsItsSecretOutOfLogs() {
        assertThat(INVITATION.toString()).doesNotContain(INVITATION.secret());
    }
}
