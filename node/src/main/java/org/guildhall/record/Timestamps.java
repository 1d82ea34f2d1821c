package org.guildhall.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The one spelling of a time in a record: {@code 2026-11-21T20:00:00.000Z}. */
public final class Timestamps {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int LENGTH = 24;

    private Timestamps() {}

    public static String text(Instant time) {
        return FORMAT.format(time);
    }

    public static Instant parse(String text) throws RecordFault {
        try {
            if (text.length() == LENGTH) {
                Instant time = Instant.parse(text);
                if (text(time).equals(text) && time.toEpochMilli() >= 0) {
                    return time;
                }
            }
        } catch (DateTimeException e) {
            // told below, in words a person who wrote the record can use
        }
        throw RecordFault.malformed("a time is written like 2026-11-21T20:00:00.000Z, not \"" + text + "\"");
    }
}
