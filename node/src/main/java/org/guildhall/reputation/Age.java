package org.guildhall.reputation;

import java.time.Duration;
import java.time.Instant;

/** Time, as standing counts it: in quarters of 91 days since 1970, UTC (OQX-STA-008 and 021). */
public final class Age {
    private static final Duration QUARTER = Duration.ofDays(91);
    private static final int FULL_FOR = 8;
    private static final int LOST_EACH = 25;
    private static final int FLOOR = 200;

    private Age() {}

    public static int quarterOf(Instant time) {
        return Math.toIntExact(Math.floorDiv(time.getEpochSecond(), QUARTER.toSeconds()));
    }

    /** The first moment of a quarter. */
    public static Instant beginOf(int quarter) {
        return Instant.EPOCH.plus(QUARTER.multipliedBy(quarter));
    }

    /** How many thousandths of a point are left: all for two years, then less, a fifth after ten. */
    public static int permille(int quarter, int now) {
        int beyond = Math.max(0, now - quarter - FULL_FOR);
        return Math.max(FLOOR, 1000 - LOST_EACH * beyond);
    }
}
