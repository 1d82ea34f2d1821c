package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretTokenTest {
    private final SecretToken token = SecretToken.generate(new SecureRandom());

    @Test
    void matchesItsHashAndNoOther() {
        assertThat(SecretToken.matches(token.text(), token.hash())).isTrue();
        assertThat(SecretToken.matches(token.text() + "A", token.hash())).isFalse();
        assertThat(SecretToken.matches("", token.hash())).isFalse();
        assertThat(SecretToken.matches(SecretToken.generate(new SecureRandom()).text(), token.hash()))
                .isFalse();
        assertThat(SecretToken.matches(token.text(), new byte[0])).isFalse();
    }

    @Test
    void isSafeInAddressesAndHiddenInLogs() {
        assertThat(token.text()).matches("[A-Za-z0-9_-]{43}");
        assertThat(token.toString()).doesNotContain(token.text());
        assertThat(token.hash()).hasSize(32);
    }
}
