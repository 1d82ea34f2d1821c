package org.guildhall.admission;

import org.guildhall.log.Frame;
import org.guildhall.record.OqxRecord;

/** A frame of a followed log after the workers looked at it: decoded, signature checked against the key it names. */
public sealed interface Arrival {
    Frame frame();

    /** A record whose signature is good. Whether its signer may speak for the node is for the gate. */
    record Verified(Frame frame, OqxRecord record) implements Arrival {}

    /** Bytes that are no record, or no good signature. */
    record Unreadable(Frame frame, String code, String detail) implements Arrival {}

    /** A hole. */
    record Hole(Frame frame) implements Arrival {}
}
