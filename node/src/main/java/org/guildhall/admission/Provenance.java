package org.guildhall.admission;

import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;

/** Where a record comes to the gate from. */
public sealed interface Provenance {
    /** Written here, about to be signed by us. */
    record Local() implements Provenance {}

    /**
     * Read from a log whose root was verified.
     *
     * @param log our number of the log's owner
     * @param owner whose log it is: the author's node, or one that included the record
     * @param index the record's index in its own node's log
     * @param placed whether it was found there; else it is what the log's owner claims
     * @param signer the key the record's proof names; its signature was found good
     * @param beyondQuota whether the policy's bounds for the day were reached before it
     */
    record Logged(
            int log, NodeId owner, long index, boolean placed, Multikey signer, Policy policy, boolean beyondQuota)
            implements Provenance {
        /** As a person wants it, whatever the day has brought. */
        Logged under(Policy other) {
            return new Logged(log, owner, index, placed, signer, other, false);
        }
    }
}
