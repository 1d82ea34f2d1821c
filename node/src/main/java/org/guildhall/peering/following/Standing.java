package org.guildhall.peering.following;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How following one peer goes.
 *
 * @param size entries of its log that are verified and stored here
 * @param remoteSize the largest size it signed, as far as was seen
 * @param seenAt when it last answered in good order
 * @param heardAt when a checkpoint of its was last verified, whether all of it was read then or not
 * @param oldestMissing when the oldest entry was logged that was missing here as the last checkpoint came, as the peer says
 * @param fault what is wrong now
 * @param faults how many began since this process began to follow it
 * @param requests made since this process began to follow it
 * @param bytes of answers, as they crossed the network, since then
 */
public record Standing(
        long size,
        long remoteSize,
        Optional<Instant> seenAt,
        Optional<Instant> heardAt,
        Optional<Instant> oldestMissing,
        Optional<Fault> fault,
        long faults,
        long requests,
        long bytes) {

    /**
     * What is wrong.
     *
     * @param code of the protocol (chapter 07), or a word of ours for what lies before it, such as {@code unreachable}
     * @param since when it began; failures that follow each other are one fault
     * @param isFinal nothing is tried any more until an administrator resumes the peering
     */
    public record Fault(String code, String detail, Instant since, boolean isFinal) {}

    /** How many entries are missing here. Not known, and not zero, while anything is wrong (OQX-FOL-042). */
    public OptionalLong behind() {
        return fault.isPresent() || seenAt.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, remoteSize - size));
    }
}
