package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of one {@code <row …/>}, and where it stands for messages. */
record Row(Map<String, String> attributes, String place) {

    /** The attribute, or null if it is missing or blank. */
    @Nullable
    String text(String name) {
        String value = attributes.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** A whole number of 32 bits, as all identifiers and counts in a dump are. */
    int number(String name) throws DumpFault {
        return parse(name, need(name));
    }

    @Nullable
    Integer numberOrNull(String name) throws DumpFault {
        String value = text(name);
        return value == null ? null : parse(name, value);
    }

    /** Dumps write UTC without saying so, to the millisecond. */
    Instant time(String name) throws DumpFault {
        return parseTime(name, need(name));
    }

    @Nullable
    Instant timeOrNull(String name) throws DumpFault {
        String value = text(name);
        return value == null ? null : parseTime(name, value);
    }

    String need(String name) throws DumpFault {
        String value = text(name);
        if (value == null) {
            throw new DumpFault(place + ": the row has no " + name);
        }
        return value;
    }

    private int parse(String name, String value) throws DumpFault {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new DumpFault(place + ": " + name + " is no 32-bit number: " + shortened(value), e);
        }
    }

    private Instant parseTime(String name, String value) throws DumpFault {
        try {
            return LocalDateTime.parse(value.strip()).toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException e) {
            throw new DumpFault(place + ": " + name + " is no time: " + shortened(value), e);
        }
    }

    private static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
