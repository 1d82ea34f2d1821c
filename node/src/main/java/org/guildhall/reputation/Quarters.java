package org.guildhall.reputation;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Points by the quarter that they age from: all that must be kept of facts to know what they are worth at any time. */
public final class Quarters {
    private final NavigableMap<Integer, Long> points = new TreeMap<>();

    public void add(int quarter, long more) {
        points.merge(quarter, more, Quarters::sumOrNothing);
    }

    public void add(Quarters more) {
        more.points.forEach(this::add);
    }

    public void subtract(Quarters less) {
        less.points.forEach((quarter, some) -> add(quarter, -some));
    }

    @SuppressWarnings("NullAway") // null takes the quarter out of the map
    private static Long sumOrNothing(Long some, Long more) {
        long sum = some + more;
        return sum == 0 ? null : sum;
    }

    /** All points, before they age. */
    public long total() {
        return points.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What they are worth, in thousandths of a point. */
    public long aged(int now) {
        return points.entrySet().stream()
                .mapToLong(entry -> entry.getValue() * Age.permille(entry.getKey(), now))
                .sum();
    }

    public NavigableMap<Integer, Long> byQuarter() {
        return Collections.unmodifiableNavigableMap(points);
    }

    @Override
    public String toString() {
        return points.toString();
    }
}
