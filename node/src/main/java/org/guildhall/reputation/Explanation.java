package org.guildhall.reputation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/**
 * A standing opened down to the facts behind it: the lines of a group add up to its part (OQX-STA-050).
 *
 * @param home the facts that the member's own node states
 * @param groups for each share, in their order, its facts
 */
public record Explanation(Standing standing, List<Line> home, Map<NodeId, List<Line>> groups) {

    /** All lines, those of the member's own node first. */
    public List<Line> lines() {
        List<Line> all = new ArrayList<>(home);
        groups.values().forEach(all::addAll);
        return all;
    }

    /** The answers that they are about. */
    public Set<ObjectKey> answers() {
        return lines().stream()
                .flatMap(line -> line.fact().basis().onAnswer().stream())
                .map(ObjectId::key)
                .collect(Collectors.toSet());
    }

    /** The same with so many lines at most of each group and of the member's own node: those that give most, in that order. */
    public Explanation greatest(int count) {
        Map<NodeId, List<Line>> most = new LinkedHashMap<>();
        groups.forEach((group, lines) -> most.put(group, greatest(lines, count)));
        return new Explanation(standing, greatest(home, count), most);
    }

    private static List<Line> greatest(List<Line> lines, int count) {
        return lines.stream()
                .sorted(Comparator.comparingLong((Line line) -> -line.thousandths()))
                .limit(count)
                .toList();
    }

    /** A fact and what age has left of it. */
    public record Line(Fact fact, int permille) {
        public long thousandths() {
            return fact.points() * permille;
        }
    }
}
