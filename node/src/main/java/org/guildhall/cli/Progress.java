package org.guildhall.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How far long work has come, told on the error stream so that the output stays clean: a line that is drawn over on a
 * terminal, a line every few seconds elsewhere.
 */
final class Progress implements AutoCloseable {
    private static final Duration LIVE = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final Console console;
    private final Clock clock;
    private Instant next;
    private boolean drawn;

    Progress(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        // What is done at once needs no progress.
        this.next = clock.instant().plus(console.live() ? LIVE : ELSEWHERE);
    }

    void tell(String text) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(console.live() ? LIVE : ELSEWHERE);
        if (console.live()) {
            console.err().print(CLEAR_LINE + text);
            console.err().flush();
            drawn = true;
        } else {
            console.err().println(text);
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (drawn) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
            drawn = false;
        }
    }
}
