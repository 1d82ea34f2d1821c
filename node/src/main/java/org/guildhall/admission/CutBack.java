package org.guildhall.admission;

import java.util.Optional;
import org.guildhall.log.CompactRange;
import org.guildhall.record.NodeId;

/**
 * What is left of a followed log's copy when the end of it is of a history that its node gave up.
 *
 * @param from how many entries the copy has
 * @param kept the tree of those that stay
 * @param lastLoggedAt time of the last of them in milliseconds, 0 if none stays
 * @param checkpoint of the history that stands, which is still ahead
 * @param evidence that two histories were shown, if this is news
 */
public record CutBack(
        NodeId owner, long from, CompactRange kept, long lastLoggedAt, String checkpoint, Optional<byte[]> evidence) {}
