package org.guildhall.site.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {
    private final Hand clock = new Hand();
    private final AttemptLimit limit = new AttemptLimit(3, Duration.ofMinutes(15), clock);

    @Test
    void stopsOneNameAndLeavesTheOthers() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.tryOnce("ada")).isTrue();
        }
        assertThat(limit.tryOnce("ada")).isFalse();
        assertThat(limit.tryOnce("bob")).isTrue();
    }

    @Test
    void letsOneMoreThroughAsTimePasses() {
        for (int i = 0; i < 3; i++) {
            limit.tryOnce("ada");
        }
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        assertThat(limit.tryOnce("ada")).isTrue();
        assertThat(limit.tryOnce("ada")).isFalse();
    }

    @Test
    void givesBackWhatTurnedOutWell() {
        for (int i = 0; i < 20; i++) {
            assertThat(limit.tryOnce("ada")).isTrue();
            limit.forgive("ada");
        }
    }

    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
