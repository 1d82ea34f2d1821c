package org.guildhall.peering.agreement;

import java.util.Locale;

/** Who may propose peering without an invitation; the node says so in its discovery document (OQX-PEE-008). */
public enum Door {
    /** Nobody. */
    CLOSED,
    /** Anybody, and people decide. */
    ASK,
    /** Anybody, and the peering is active at once. */
    OPEN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads closed, ask or open.
     *
     * @throws IllegalArgumentException in words for whoever wrote it
     */
    public static Door of(String word) {
        for (Door door : values()) {
            if (door.label().equals(word)) {
                return door;
            }
        }
        throw new IllegalArgumentException("peering is closed, ask or open, not \"" + word + "\"");
    }
}
