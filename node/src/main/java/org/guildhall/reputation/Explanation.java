package org.guildhall.reputation;

import java.util.List;
import java.util.Map;
import org.guildhall.record.NodeId;

/**
 * A standing opened down to the facts behind it: the lines of a group add up to its part (OQX-STA-050).
 *
 * @param home the facts that the member's own node states
 * @param groups for each share, in their order, its facts
 */
public record Explanation(Standing standing, List<Line> home, Map<NodeId, List<Line>> groups) {

    /** A fact and what age has left of it. */
    public record Line(Fact fact, int permille) {
        public long thousandths() {
            return fact.points() * permille;
        }
    }
}
