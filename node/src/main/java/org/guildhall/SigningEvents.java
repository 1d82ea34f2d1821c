package org.guildhall;

import java.util.Optional;
import org.guildhall.admission.SigningPermit;
import org.guildhall.store.Events;
import org.guildhall.store.Writer;

/**
 * Notes that signing waits for something, and that it goes on: once each, however often the reason changes in between. A halt
 * notes itself.
 */
final class SigningEvents {
    private final SigningPermit permit;
    private final Writer writer;
    /** Guarded by this. */
    private boolean waiting;

    SigningEvents(SigningPermit permit, Writer writer) {
        this.permit = permit;
        this.writer = writer;
    }

    /** To be called after each change of the permit. */
    synchronized void changed() {
        if (permit.state() instanceof SigningPermit.State.Waiting now && !waiting) {
            waiting = true;
            note(Events.Kind.SIGNING_WAITING, now.reason());
        } else if (permit.isGranted() && waiting) {
            waiting = false;
            note(Events.Kind.SIGNING_GRANTED, "");
        } else if (permit.state() instanceof SigningPermit.State.Halted) {
            waiting = false;
        }
    }

    private void note(Events.Kind kind, String detail) {
        var unused = writer.submit(tx -> {
            Events.note(tx, kind, Optional.empty(), "", detail);
            return true;
        });
    }
}
