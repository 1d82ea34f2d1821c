package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration SOON = Duration.ofMillis(1);

    @Test
    void goesOnAfterARoundThatFailed() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        try (Rounds unused = Rounds.begin("failing", SOON, SOON, () -> {
            rounds.countDown();
            throw new IllegalStateException("as the test wants it");
        })) {
            assertThat(rounds.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void interruptsTheRoundThatIsUnderWayWhenClosedAndBeginsNoOther() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger rounds = new AtomicInteger();
        Rounds waiting = Rounds.begin("waiting", Duration.ZERO, SOON, () -> {
            rounds.incrementAndGet();
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.close();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(rounds).hasValue(1);
    }
}
