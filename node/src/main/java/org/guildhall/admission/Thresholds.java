package org.guildhall.admission;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.guildhall.store.Settings;
import org.guildhall.store.Sql;

/** How many points each privilege needs at this node, as its administrator set it. Immutable. */
public final class Thresholds {
    /** What no number of points suffices for: moderators only. */
    public static final long NEVER = Long.MAX_VALUE;
    /** The largest number that can be asked for. */
    public static final long MOST = 1_000_000;

    private static final String NEVER_LABEL = "never";

    private final Map<Privilege, Long> points;

    private Thresholds(Map<Privilege, Long> points) {
        this.points = points;
    }

    /** As a node begins. */
    public static Thresholds standard() {
        Map<Privilege, Long> points = new EnumMap<>(Privilege.class);
        for (Privilege privilege : Privilege.values()) {
            points.put(privilege, privilege.points());
        }
        return new Thresholds(points);
    }

    /** As they are set: what is not set is as a node begins. */
    public static Thresholds read(Sql sql) throws SQLException {
        Thresholds thresholds = standard();
        Optional<String> set = new Settings(sql).get(Settings.PRIVILEGES);
        if (set.isPresent() && !set.get().isEmpty()) {
            for (String one : set.get().split(" ", -1)) {
                String[] parts = one.split("=", 2);
                thresholds = thresholds.with(parts[0], parts[1]);
            }
        }
        return thresholds;
    }

    /** Keeps what differs from how a node begins, so that better defaults reach who never chose. Inside the writer's transaction. */
    public void store(Sql sql) throws SQLException {
        StringBuilder text = new StringBuilder();
        points.forEach((privilege, needed) -> {
            if (needed != privilege.points()) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(privilege.label())
                        .append('=')
                        .append(text(privilege));
            }
        });
        new Settings(sql).set(Settings.PRIVILEGES, text.toString());
    }

    /**
     * The same with one changed.
     *
     * @param needed a whole number from 0 to {@value #MOST}, or {@code never}
     * @throws IllegalArgumentException that says what is wrong
     */
    public Thresholds with(String privilege, String needed) {
        Privilege named = Privilege.ofLabel(privilege)
                .orElseThrow(() -> new IllegalArgumentException("there is no privilege \"" + privilege + "\""));
        Map<Privilege, Long> changed = new EnumMap<>(points);
        changed.put(named, number(needed));
        return new Thresholds(changed);
    }

    private static long number(String needed) {
        if (needed.equals(NEVER_LABEL)) {
            return NEVER;
        }
        if (!needed.matches("[0-9]{1,7}") || Long.parseLong(needed) > MOST) {
            throw new IllegalArgumentException("\"" + needed + "\" is no number of points: give a number from 0 to "
                    + MOST + ", or " + NEVER_LABEL);
        }
        return Long.parseLong(needed);
    }

    /** The points that a privilege needs, {@link #NEVER} for moderators only. */
    public long of(Privilege privilege) {
        return points.getOrDefault(privilege, privilege.points());
    }

    /** The same as it is written. */
    public String text(Privilege privilege) {
        long needed = of(privilege);
        return needed == NEVER ? NEVER_LABEL : String.valueOf(needed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Thresholds thresholds && points.equals(thresholds.points);
    }

    @Override
    public int hashCode() {
        return points.hashCode();
    }

    @Override
    public String toString() {
        return points.toString();
    }
}
