package org.guildhall.admission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves a millisecond each time it is read, so that nothing happens at the same time. */
public final class TickingClock extends Clock {
    private long now = Instant.parse("2026-11-01T08:00:00Z").toEpochMilli();

    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(now++);
    }

    public synchronized void advance(Duration by) {
        now += by.toMillis();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
