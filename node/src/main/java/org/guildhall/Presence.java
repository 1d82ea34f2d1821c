package org.guildhall;

import java.util.Optional;
import org.guildhall.store.Events;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes that the node began to serve, whether the process before it ended in good order, and that this one does. */
final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final Writer writer;
    private final String version;
    private boolean begun;

    Presence(Writer writer, String version) {
        this.writer = writer;
        this.version = version;
    }

    void begun() {
        begun = true;
        writer.submit(tx -> {
                    boolean inOrder = Events.endedInOrder(tx).orElse(true);
                    Events.note(
                            tx,
                            Events.Kind.STARTED,
                            Optional.empty(),
                            inOrder ? "" : "after-crash",
                            "version " + version
                                    + (inOrder ? "" : "; the process before this one was not stopped in good order"));
                    return true;
                })
                .join();
    }

    /** Before the writer closes. When the store has failed there is nobody to tell, and the next start says so. */
    @Override
    public void close() {
        if (!begun) {
            return;
        }
        var unused = writer.submit(tx -> {
                    Events.note(tx, Events.Kind.STOPPED, Optional.empty(), "", "");
                    return true;
                })
                .exceptionally(thrown -> {
                    LOG.warn("that the node stopped could not be noted: {}", thrown.getMessage());
                    return false;
                });
    }
}
