package org.guildhall.record;

import java.util.UUID;

/** The rule for objects whose UUID follows from what they are about, and for those only a thread's home may sign. */
final class Named {
    private Named() {}

    /**
     * Checks the owner and the id.
     *
     * @param owner the node that alone may say this
     */
    static void check(Head head, NodeId owner, UUID expected) throws RecordFault {
        if (!head.node().equals(owner)) {
            throw new RecordFault("not-owner", "only " + owner + " may say this, not " + head.node());
        }
        if (!head.id().equals(expected)) {
            throw RecordFault.malformed("the id of this " + head.kind().label() + " must be " + expected);
        }
    }
}
