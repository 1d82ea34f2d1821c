package org.guildhall.admission;

import java.time.Duration;

/**
 * When votes are published as sums, so that no single one can be read off (spec, chapter Standing, section 9).
 *
 * @param window how long the first vote of a thread waits at least
 * @param voters how many members must have voted since the last tally of the thread, at least 1
 * @param rest for how long a member who was counted among these is not counted again in the same thread
 */
public record TallyTerms(Duration window, int voters, Duration rest) {
    /** What the specification recommends. */
    public static final TallyTerms STANDARD = new TallyTerms(Duration.ofDays(1), 3, Duration.ofDays(30));

    /** For how long who was counted rests: with one voter each vote is told by itself anyway, and nobody does. */
    public Duration resting() {
        return voters == 1 ? Duration.ZERO : rest;
    }

    /** Whether votes are told sooner than recommended: members must be told (OQX-STA-070). */
    public boolean isEarly() {
        return window.compareTo(STANDARD.window) < 0
                || voters < STANDARD.voters
                || resting().compareTo(STANDARD.rest) < 0;
    }
}
