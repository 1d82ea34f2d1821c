package org.guildhall.store;

import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;

/**
 * A record that was admitted.
 *
 * @param index of its entry in its own node's log, whichever log it was read from
 */
public record Taken(OqxRecord record, ObjectKey object, long index) {
    public Taken(OqxRecord record, long index) {
        this(record, record.object().key(), index);
    }

    public int revision() {
        return record.head().revision();
    }
}
