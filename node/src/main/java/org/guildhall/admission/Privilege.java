package org.guildhall.admission;

import java.util.Optional;

/**
 * What a member of this node may do here once their standing suffices. Asking, answering, voting for and flagging need none, and what
 * moderators alone may do (hide, label, drop) nobody gets by standing. The order is the one in which pages and commands list them.
 */
public enum Privilege {
    /** Commenting in threads that others asked, on what others wrote. */
    COMMENT("comment", 0),
    /** Suggesting another text for what another member of this node wrote. */
    SUGGEST("suggest", 10),
    VOTE_DOWN("vote-down", 50),
    /** Closing a question of this node to further answers, and opening it again. */
    CLOSE("close", 200),
    /** Seeing what was flagged, held and suggested, and deciding on it. */
    MODERATE_QUEUE("moderate-queue", 500);

    private final String label;
    private final long points;

    Privilege(String label, long points) {
        this.label = label;
        this.points = points;
    }

    /** As it is written in commands, settings and addresses. */
    public String label() {
        return label;
    }

    /** The points it needs until an administrator says otherwise; why so many, docs/decisions/privileges.md says. */
    long points() {
        return points;
    }

    public static Optional<Privilege> ofLabel(String label) {
        for (Privilege privilege : values()) {
            if (privilege.label.equals(label)) {
                return Optional.of(privilege);
            }
        }
        return Optional.empty();
    }
}
