package org.guildhall.peering.following;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: twice as long after each one, with chance in it so that followers who lost the same peer do
 * not come back together. Owned by one thread.
 */
public final class BackOff {
    /** The shortest and the longest wait; the protocol wants a second and at most 300 (OQX-FOL-041). */
    public record Bounds(Duration shortest, Duration longest) {
        public static Bounds standard() {
            // Longer would spare little, and whoever is back should be followed again within seconds.
            return new Bounds(Duration.ofSeconds(1), Duration.ofSeconds(6));
        }
    }

    private final Bounds bounds;
    private final RandomGenerator random;
    private int failures;

    BackOff(Bounds bounds, RandomGenerator random) {
        this.bounds = bounds;
        this.random = random;
    }

    Duration shortest() {
        return bounds.shortest();
    }

    void succeeded() {
        failures = 0;
    }

    /** The wait after one more failure, at least as long as the other side asked for. */
    Duration next(Optional<Duration> asked) {
        long longest = bounds.longest().toMillis();
        long doubled = Math.min(bounds.shortest().toMillis() << Math.min(failures, 20), longest * 4 / 5);
        failures++;
        // From three quarters to five quarters of it, and never below the shortest or above the longest.
        long spread = random.nextLong(doubled * 3 / 4, doubled * 5 / 4 + 1);
        Duration wait = Duration.ofMillis(
                Math.max(Math.min(spread, longest), bounds.shortest().toMillis()));
        return asked.filter(longer -> longer.compareTo(wait) > 0).orElse(wait);
    }
}
