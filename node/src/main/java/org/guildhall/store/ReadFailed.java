package org.guildhall.store;

/** The store could not be read just now: no connection was free, or a statement took too long. Nothing was changed. */
public final class ReadFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReadFailed(Throwable cause) {
        super("the store could not be read: " + cause.getMessage(), cause);
    }
}
