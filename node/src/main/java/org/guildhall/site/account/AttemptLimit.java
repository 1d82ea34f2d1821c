package org.guildhall.site.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How often something may be tried, per name of whatever is counted. Names not tried for as long as it takes to be full again
 * are forgotten, and at most 100,000 are kept, so that visitors cannot fill the memory (A31).
 */
public final class AttemptLimit {

    private static final int NAMES = 100_000;

    private final LoadingCache<String, Bucket> buckets;

    /** Allows {@code burst} at once, and one more each {@code burst}th part of {@code period}. */
    public AttemptLimit(int burst, Duration period, Clock clock) {
        TimeMeter meter = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return Math.multiplyExact(clock.millis(), 1_000_000L);
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
        this.buckets = Caffeine.newBuilder()
                .maximumSize(NAMES)
                .expireAfterAccess(period)
                .ticker(meter::currentTimeNanos)
                .build(name -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(burst, period))
                        .withCustomTimePrecision(meter)
                        .build());
    }

    /** Counts one try; false when there have been too many. */
    public boolean tryOnce(String name) {
        return buckets.get(name).tryConsume(1);
    }

    /** Counts one try, or counts nothing and says how long it takes until the next is free. */
    public Optional<Duration> tryOrWait(String name) {
        ConsumptionProbe probe = buckets.get(name).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Gives back a try that turned out well. */
    public void forgive(String name) {
        buckets.get(name).addTokens(1);
    }
}
