package org.guildhall.peering.recovery;

/** Why our own log could not be brought back from mirrors now. */
public final class RecoveryFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean contradiction;

    private RecoveryFault(String message, boolean contradiction) {
        super(message, null, false, false);
        this.contradiction = contradiction;
    }

    static RecoveryFault unavailable(String message) {
        return new RecoveryFault(message, false);
    }

    /** Our own signature is under a history that is not the one we hold (OQX-MIR-016). */
    static RecoveryFault contradiction(String message) {
        return new RecoveryFault(message, true);
    }

    /** Whether there are two histories; otherwise it may go well another time. */
    public boolean isContradiction() {
        return contradiction;
    }
}
