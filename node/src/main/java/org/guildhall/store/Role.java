package org.guildhall.store;

import java.util.Locale;

/** What an account may do at this node, each including the one before. */
public enum Role {
    MEMBER,
    /** May hide posts, decide on held ones and describe topics. */
    MODERATOR,
    /** May also manage accounts. */
    ADMINISTRATOR;

    /** As in the table and in forms. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }

    /**
     * The role of a label.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Role ofLabel(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role " + label);
    }
}
