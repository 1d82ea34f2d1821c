package org.guildhall.store;

import org.guildhall.log.CompactRange;

/** The end of our own log: what is in it, as a compact range, and when the last entry was logged. */
record LogTip(CompactRange range, long lastLoggedAt) {
    LogTip copy() {
        return new LogTip(range.copy(), lastLoggedAt);
    }
}
