package org.guildhall.admission;

import java.util.Optional;
import org.guildhall.record.ObjectKey;

/** Keeps true what this node attested of standing, in batches that are a transaction each. */
public final class KeptAttestations {
    private final Admission admission;

    public KeptAttestations(Admission admission) {
        this.admission = admission;
    }

    /** Goes through all of them once. */
    public void work() {
        Optional<ObjectKey> place = Optional.empty();
        do {
            Optional<ObjectKey> from = place;
            place = admission.publish(desk -> Attesting.keep(desk, from)).join();
        } while (place.isPresent());
    }
}
