package org.guildhall.admission;

import java.util.Optional;
import org.guildhall.record.ObjectKey;

/** What becomes of a record. Every followed entry ends in exactly one of these, and the counts add up. */
public sealed interface Outcome {
    /**
     * It is shown here as far as its home allows.
     *
     * @param include whether we are the thread's home and log it beside our own, with our verdict
     */
    record Taken(boolean include) implements Outcome {}

    /** Nobody has decided yet, or something it needs has not come yet. */
    record Held(String code, String detail, Optional<ObjectKey> waitsFor) implements Outcome {}

    /**
     * Well made, but not wanted here.
     *
     * @param verdict we are the home and say so to everybody
     * @param follows the object whose fate it shares: should that be taken later, this is judged again
     */
    record Declined(String code, String detail, boolean verdict, Optional<ObjectKey> follows) implements Outcome {
        Declined(String code, String detail, boolean verdict) {
            this(code, detail, verdict, Optional.empty());
        }
    }

    /** It is here already. */
    record Duplicate() implements Outcome {}

    /** It breaks a rule; its hash is kept and the next one flows. */
    record Quarantined(String code, String detail) implements Outcome {}

    /** Its bytes are gone: erased by its owner or dropped by the log's. */
    record Gone() implements Outcome {}
}
