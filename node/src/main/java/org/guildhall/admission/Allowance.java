package org.guildhall.admission;

import org.guildhall.store.Role;

/**
 * What one member may do here by role or standing, at one moment.
 *
 * @param points home and peers together, in all topics (OQX-STA-043)
 */
public record Allowance(Role role, long points, Thresholds thresholds) {

    /** Moderators and administrators may whatever a standing can bring. */
    public boolean may(Privilege privilege) {
        return role.atLeast(Role.MODERATOR) || points >= thresholds.of(privilege);
    }

    /** What is missing. */
    public Lacking lacking(Privilege privilege) {
        return new Lacking(privilege, thresholds.of(privilege), points);
    }
}
