package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.guildhall.record.Multikey;
import org.junit.jupiter.api.Test;

class NonceMemoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final Multikey ONE = SigningKey.generate(new SecureRandom()).publicKey();
    private static final Multikey TWO = SigningKey.generate(new SecureRandom()).publicKey();

    @Test
    void knowsANonceForTenMinutes() {
        NonceMemory memory = new NonceMemory(10, 10);
        assertThat(memory.remember(ONE, "a", NOW)).isEqualTo(NonceMemory.Answer.FRESH);
        assertThat(memory.remember(ONE, "a", NOW.plusSeconds(600))).isEqualTo(NonceMemory.Answer.REPEATED);
        assertThat(memory.remember(ONE, "a", NOW.plusMillis(600_001))).isEqualTo(NonceMemory.Answer.FRESH);
    }

    @Test
    void keepsKeysApart() {
        NonceMemory memory = new NonceMemory(10, 10);
        memory.remember(ONE, "a", NOW);
        assertThat(memory.remember(TWO, "a", NOW)).isEqualTo(NonceMemory.Answer.FRESH);
    }

    @Test
    void letsNoKeyFillItForOthers() {
        NonceMemory memory = new NonceMemory(10, 3);
        for (int i = 0; i < 100; i++) {
            assertThat(memory.remember(ONE, "n" + i, NOW))
                    .isEqualTo(i < 3 ? NonceMemory.Answer.FRESH : NonceMemory.Answer.FULL);
        }
        assertThat(memory.remember(TWO, "n", NOW)).isEqualTo(NonceMemory.Answer.FRESH);
    }

    /** A31. */
    @Test
    void staysBoundedAndNeverForgetsTooEarly() {
        NonceMemory memory = new NonceMemory(10, 10);
        for (int i = 0; i < 1_000; i++) {
            memory.remember(SigningKey.generate(new SecureRandom()).publicKey(), "n", NOW);
        }
        assertThat(memory.size()).isEqualTo(10);
        assertThat(memory.remember(ONE, "n", NOW)).isEqualTo(NonceMemory.Answer.FULL);
        assertThat(memory.remember(ONE, "n", NOW.plusSeconds(601))).isEqualTo(NonceMemory.Answer.FRESH);
        assertThat(memory.size()).isEqualTo(1);
    }
}
