package org.guildhall.admission;

import java.time.Instant;
import java.util.Optional;
import org.guildhall.store.LogVolume;

/**
 * Whether more of a peer's log may be stored (A31, OQX-FOL-044). Quotas bound what is taken of it; the copy of a log is kept
 * whatever becomes of its records, and so has a bound of its own.
 */
public final class StorageLimit {
    /** The code of the fault that following pauses with. */
    public static final String CODE = "storage-limit";

    private StorageLimit() {}

    /** Why nothing more of a log may be stored now, and what ends that; empty as long as something may. */
    public static Optional<String> reached(Policy policy, LogVolume stored, Instant now) {
        Policy.Storage most = policy.storage();
        if (stored.bytes() >= most.bytes()) {
            return Optional.of(stored.bytes() + " bytes of its log are stored, and its policy allows " + most.bytes()
                    + "; following goes on when \"bytes\" of \"storage\" is raised with `guildhall peer policy`");
        }
        if (stored.on(now) >= most.bytesPerDay()) {
            return Optional.of(stored.on(now) + " bytes of its log were stored today, and its policy allows "
                    + most.bytesPerDay() + " a day; following goes on at midnight UTC, or when \"bytesPerDay\" of"
                    + " \"storage\" is raised with `guildhall peer policy`");
        }
        return Optional.empty();
    }
}
