package org.guildhall.store;

import org.guildhall.log.Frame;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;

/**
 * A record that was admitted.
 *
 * @param index of its entry in its own node's log, whichever log it was read from
 * @param placed whether it was found there; else the index is what the owner of another log claims
 */
public record Taken(OqxRecord record, ObjectKey object, long index, boolean placed) {

    /** As a log has it at {@code index}, with the origin index that its frame gives. */
    public static Taken logged(OqxRecord record, long index, long origin) {
        boolean own = origin == Frame.OWN;
        return new Taken(record, record.object().key(), own ? index : origin, own);
    }

    public int revision() {
        return record.head().revision();
    }
}
