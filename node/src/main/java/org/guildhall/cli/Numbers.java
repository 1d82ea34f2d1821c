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

    /** A time of the last day by the clock, an older one with its date; both in UTC. */
    static String time(Instant then, Instant now) {
        String text = then.toString().replace('T', ' ');
        boolean today = Duration.between(then, now).compareTo(Duration.ofHours(20)) < 0;
        return text.substring(today ? 11 : 0, 16);
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

    /** The seconds in a span that a person wrote: 90s, 30m, 24h or 7d. */
    static long seconds(String option, String text) throws CommandFault {
        if (!text.matches("[1-9][0-9]{0,5}[smhd]")) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    option + " must be a number and s, m, h or d, for example 24h; not " + text);
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> number;
            case 'm' -> number * 60;
            case 'h' -> number * 3600;
            default -> number * 86_400;
        };
    }
}
