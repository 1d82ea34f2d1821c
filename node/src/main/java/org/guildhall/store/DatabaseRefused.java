package org.guildhall.store;

import org.jspecify.annotations.Nullable;

/** The database can't be opened; the message tells the operator why and what to do. */
public final class DatabaseRefused extends Exception {
    public DatabaseRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
