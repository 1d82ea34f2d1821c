package org.guildhall.peering.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Counts requests by address: so many in a period, all at once if need be. Remembers a bounded number of addresses for a
 * bounded time (A31).
 */
final class Visitors {
    private static final int REMEMBERED = 50_000;

    private final Cache<String, Bucket> buckets;
    private final int requests;
    private final Duration period;

    Visitors(int requests, Duration period) {
        this.requests = requests;
        this.period = period;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterAccess(period.multipliedBy(2))
                .build();
    }

    int requests() {
        return requests;
    }

    /** Counts one request of this visitor, or refuses it with {@code rate-limited}. */
    void count(String visitor) throws Refusal {
        Bucket bucket = buckets.get(
                visitor,
                first -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, period))
                        .build());
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            throw Problem.RATE_LIMITED.because(
                    "this address may ask " + requests + " times in " + period.toSeconds() + " seconds", (int) seconds);
        }
    }
}
