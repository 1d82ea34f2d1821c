package org.guildhall.admission;

import java.util.List;
import org.guildhall.log.CompactRange;
import org.guildhall.record.NodeId;

/**
 * Frames of one log in order, already proven to be under a checkpoint its owner signed.
 *
 * @param from index of the first
 * @param after the log's compact range behind the last
 * @param checkpoint the signed note that proves them
 */
public record Followed(NodeId owner, long from, List<Arrival> arrivals, CompactRange after, String checkpoint) {}
