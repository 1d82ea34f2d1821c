package org.guildhall.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers and times as people read them in a terminal. */
final class Numbers {
    private Numbers() {}

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** How long ago, in the largest unit that is at least two: "3 min ago". */
    static String ago(Instant then, Instant now) {
        return span(Duration.between(then, now)) + " ago";
    }

    static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 2 * 86_400) {
            return seconds / 3600 + " h";
        }
        return seconds / 86_400 + " days";
    }
}
