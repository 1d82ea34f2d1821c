package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.guildhall.record.Multikey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("concurrent")
class NonceMemoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final Multikey ONE = SigningKey.generate(new SecureRandom()).publicKey();
    private static final Multikey TWO = SigningKey.generate(new SecureRandom()).publicKey();

    @Test
    void knowsANonceForTenMinutes() {
        NonceMemory memory = new NonceMemory(10, 10);
        assertThat(remember(memory, ONE, "a", NOW)).isEqualTo(NonceMemory.Answer.FRESH);
        assertThat(remember(memory, ONE, "a", NOW.plusSeconds(600))).isEqualTo(NonceMemory.Answer.REPEATED);
        assertThat(remember(memory, ONE, "a", NOW.plusMillis(600_001))).isEqualTo(NonceMemory.Answer.FRESH);
    }

    @Test
    void keepsKeysApart() {
        NonceMemory memory = new NonceMemory(10, 10);
        remember(memory, ONE, "a", NOW);
        assertThat(remember(memory, TWO, "a", NOW)).isEqualTo(NonceMemory.Answer.FRESH);
    }

    @Test
    void letsNoKeyFillItForOthers() {
        NonceMemory memory = new NonceMemory(10, 3);
        for (int i = 0; i < 100; i++) {
            assertThat(remember(memory, ONE, "n" + i, NOW))
                    .isEqualTo(i < 3 ? NonceMemory.Answer.FRESH : NonceMemory.Answer.FULL);
        }
        assertThat(remember(memory, TWO, "n", NOW)).isEqualTo(NonceMemory.Answer.FRESH);
    }

    /** A31. */
    @Test
    void staysBoundedAndNeverForgetsTooEarly() {
        NonceMemory memory = new NonceMemory(10, 10);
        for (int i = 0; i < 1_000; i++) {
            remember(memory, SigningKey.generate(new SecureRandom()).publicKey(), "n", NOW);
        }
        assertThat(memory.size()).isEqualTo(10);
        assertThat(remember(memory, ONE, "n", NOW)).isEqualTo(NonceMemory.Answer.FULL);
        assertThat(remember(memory, ONE, "n", NOW.plusSeconds(601))).isEqualTo(NonceMemory.Answer.FRESH);
        assertThat(memory.size()).isEqualTo(1);
    }

    private static NonceMemory.Answer remember(NonceMemory memory, Multikey key, String nonce, Instant now) {
        return memory.remember(new HttpSignature.Signed(key, nonce), now);
    }
}
