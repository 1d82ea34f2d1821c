package org.guildhall.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the disk below one embedded database: that it works, or the fault that ended its use. After a failed
 * write or force nobody can tell what reached the disk, and Linux may report success for a second force of pages that it
 * dropped. So the first fault is final.
 */
final class Disk {
    private final AtomicReference<@Nullable IOException> fault = new AtomicReference<>();

    @Nullable
    IOException fault() {
        return fault.get();
    }

    /** The fault in words. */
    String reason() {
        IOException known = fault.get();
        return known == null ? "no fault" : String.valueOf(known.getMessage());
    }

    /** The caller may go on to change a file. */
    void check() throws IOException {
        IOException earlier = fault.get();
        if (earlier != null) {
            throw new IOException("refused, because the disk has failed before", earlier);
        }
    }

    IOException failed(IOException e) {
        fault.compareAndSet(null, e);
        return e;
    }
}
