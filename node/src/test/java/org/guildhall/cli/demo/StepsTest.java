package org.guildhall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepsTest {

    private final StringWriter said = new StringWriter();
    private final AtomicLong clock = new AtomicLong();
    private final Steps steps = new Steps(new PrintWriter(said), () -> clock.getAndAdd(250_000_000));

    @Test
    void printsEachStepWithItsTime() throws Exception {
        assertThat(steps.step("count", () -> 3)).isEqualTo(3);
        assertThat(said.toString().strip()).isEqualTo("1    0.250 s  count");
    }

    @Test
    void namesTheStepThatFailedAndWhy() {
        assertThatThrownBy(() -> steps.step("ask", () -> {
                    throw new IllegalStateException("no form /ask");
                }))
                .isInstanceOf(Steps.Failed.class)
                .hasMessage("step 1, \"ask\": no form /ask");
        assertThat(said.toString()).contains("FAILED: ask");
    }

    @Test
    void waitsUntilTheConditionHolds() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        steps.until("third look", Duration.ofSeconds(5), () -> looks.incrementAndGet() == 3);
        assertThat(looks).hasValue(3);
    }

    @Test
    void givesUpWaitingAtTheDeadline() {
        assertThatThrownBy(() -> steps.until("never", Duration.ofSeconds(1), () -> false))
                .hasMessage("step 1, \"never\": not so within 1 s");
    }
}
