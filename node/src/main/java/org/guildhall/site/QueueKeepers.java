package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.Privilege;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.Role;

/**
 * Which members look after the queue by standing, for the frame of every page of theirs. To find out counts all that was said of them,
 * so the answer is kept for a minute. What they may by role is not kept here, and the queue and its acts ask anew.
 */
final class QueueKeepers {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MEMBERS = 10_000;

    private final Cache<ObjectKey, Boolean> known;

    QueueKeepers(Clock clock) {
        this.known = Caffeine.newBuilder()
                .maximumSize(MEMBERS)
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** Whether the member is one of them. */
    boolean include(Site site, ObjectKey member) {
        return known.get(member, key -> read(site, key));
    }

    private static boolean read(Site site, ObjectKey member) {
        try {
            return site.read(sql -> site.privileges()
                    .towards(sql, member, Role.MEMBER, Privilege.MODERATE_QUEUE)
                    .may(Privilege.MODERATE_QUEUE));
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }
}
