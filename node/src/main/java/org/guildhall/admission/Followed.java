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
public record Followed(NodeId owner, long from, List<Arrival> arrivals, CompactRange after, String checkpoint) {

    /** Whether everything that the checkpoint covers is stored with this: a mirror may show it then. */
    boolean isWhole() {
        String[] lines = checkpoint.split("\n", 3);
        return lines.length == 3 && lines[1].equals(String.valueOf(after.size()));
    }
}
