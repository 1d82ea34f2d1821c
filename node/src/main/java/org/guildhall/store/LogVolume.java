package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.guildhall.log.Frame;

/**
 * How much of a followed log was stored. What was erased or dropped since counts on.
 *
 * @param bytes in all
 * @param day days since 1970 by our clock: the last one on which some was stored
 * @param dayBytes on that day
 */
public record LogVolume(long bytes, long day, long dayBytes) {
    /** What an entry takes beside its payload, in the table, its indexes and the tree. */
    private static final int ENTRY = 512;

    private static final long MILLIS = 86_400_000;
    private static final LogVolume NONE = new LogVolume(0, 0, 0);

    static LogVolume read(Sql sql, int log) throws SQLException {
        return sql.first(
                        "select bytes, on_day, day_bytes from log_volume where log = ?",
                        row -> new LogVolume(row.getLong("bytes"), row.getLong("on_day"), row.getLong("day_bytes")),
                        log)
                .orElse(NONE);
    }

    public static LogVolume read(Transaction tx, int log) throws SQLException {
        return read(tx.sql(), log);
    }

    /** How many bytes were stored on the day of {@code now}. */
    public long on(Instant now) {
        return dayOf(now) == day ? dayBytes : 0;
    }

    /** This much and these frames. */
    public LogVolume plus(List<Frame> frames, Instant now) {
        long more = 0;
        for (Frame frame : frames) {
            more += ENTRY + (frame.content() instanceof Frame.Content.Payload payload ? payload.bytes().length : 0);
        }
        return new LogVolume(bytes + more, dayOf(now), on(now) + more);
    }

    /** This much without so many entries and so many bytes of payloads. What was stored on a day was stored. */
    LogVolume without(long entries, long payloads) {
        return new LogVolume(Math.max(0, bytes - entries * ENTRY - payloads), day, dayBytes);
    }

    public void write(Transaction tx, int log) throws SQLException {
        int rows = tx.sql()
                .update(
                        "update log_volume set bytes = ?, on_day = ?, day_bytes = ? where log = ?",
                        bytes,
                        day,
                        dayBytes,
                        log);
        if (rows == 0) {
            tx.sql()
                    .update(
                            "insert into log_volume (bytes, on_day, day_bytes, log) values (?, ?, ?, ?)",
                            bytes,
                            day,
                            dayBytes,
                            log);
        }
    }

    private static long dayOf(Instant now) {
        return Math.floorDiv(now.toEpochMilli(), MILLIS);
    }
}
