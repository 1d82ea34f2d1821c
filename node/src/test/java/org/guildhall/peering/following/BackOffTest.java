package org.guildhall.peering.following;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = new BackOff(BackOff.Bounds.standard(), new Random(1));

    @Test
    void doublesUpToSixSecondsWithChance() {
        for (int failure = 0; failure < 100; failure++) {
            long doubled = Math.min(1_000L << Math.min(failure, 20), 4_800);
            long wait = backOff.next(Optional.empty()).toMillis();
            assertThat(wait).isBetween(Math.max(1_000, doubled * 3 / 4), doubled * 5 / 4);
        }
    }

    @Test
    void twoFollowersDoNotComeBackTogether() {
        BackOff other = new BackOff(BackOff.Bounds.standard(), new Random(2));
        int same = 0;
        for (int i = 0; i < 10; i++) {
            same += backOff.next(Optional.empty()).equals(other.next(Optional.empty())) ? 1 : 0;
        }
        assertThat(same).isLessThan(5);
    }

    @Test
    void beginsAnewAfterASuccess() {
        for (int i = 0; i < 10; i++) {
            backOff.next(Optional.empty());
        }
        backOff.succeeded();
        assertThat(backOff.next(Optional.empty())).isLessThanOrEqualTo(Duration.ofMillis(1_250));
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        assertThat(backOff.next(Optional.of(Duration.ofMinutes(10)))).isEqualTo(Duration.ofMinutes(10));
        assertThat(backOff.next(Optional.of(Duration.ofMillis(1)))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
}
