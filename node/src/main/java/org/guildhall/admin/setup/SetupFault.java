package org.guildhall.admin.setup;

/** Something about the installation is not as it must be. The message is for the administrator and says what to do. */
public final class SetupFault extends Exception {
    private static final long serialVersionUID = 1L;

    public SetupFault(String message) {
        super(message);
    }

    public SetupFault(String message, Throwable cause) {
        super(message, cause);
    }
}
