package org.guildhall.admission;

/** A member's standing does not suffice for what they asked for; nothing was done. */
public final class Lacking extends Refusal {
    /** The code of all these refusals. */
    public static final String CODE = "needs-points";

    private static final long serialVersionUID = 1L;

    private final Privilege privilege;
    private final long needed;
    private final long points;

    /** @param needed {@link Thresholds#NEVER} when it is for moderators only */
    Lacking(Privilege privilege, long needed, long points) {
        super(
                CODE,
                needed == Thresholds.NEVER
                        ? privilege.label() + " is for moderators"
                        : privilege.label() + " needs " + needed + " points, and there are " + points);
        this.privilege = privilege;
        this.needed = needed;
        this.points = points;
    }

    public Privilege privilege() {
        return privilege;
    }

    public long needed() {
        return needed;
    }

    public long points() {
        return points;
    }
}
