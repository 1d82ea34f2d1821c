package org.guildhall.peering.agreement;

/** Why a discovery document, or the want of one, says nothing about a node (problem {@code node-address}). */
public final class DiscoveryFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean misleading;

    DiscoveryFault(boolean misleading, String message) {
        // No stack trace: others decide how often this happens.
        super(message, null, false, false);
        this.misleading = misleading;
    }

    /** There is no document that can be had now. */
    static DiscoveryFault unreachable(String message) {
        return new DiscoveryFault(false, message);
    }

    /** There is one, and it is not in order. */
    static DiscoveryFault misleading(String message) {
        return new DiscoveryFault(true, message);
    }

    /** Whether something answered that is not the node, rather than nothing at all. */
    public boolean isMisleading() {
        return misleading;
    }
}
