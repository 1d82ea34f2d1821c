package org.guildhall.admin.stackexchange;

import java.io.IOException;

/** A dump that cannot be read: a file that is missing, is no XML or has a row without what it needs. Names the place. */
public final class DumpFault extends IOException {

    DumpFault(String message) {
        super(message);
    }

    DumpFault(String message, Throwable cause) {
        super(message, cause);
    }
}
