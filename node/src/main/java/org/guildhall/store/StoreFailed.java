package org.guildhall.store;

/**
 * The store could not make a commit durable, or can no longer say whether it did. It stays failed: nothing is retried, and
 * the node has to end. What the last transaction wrote may or may not be there when the store is opened again.
 */
public final class StoreFailed extends RuntimeException {
    public StoreFailed(Throwable cause) {
        super("the store has failed: " + cause.getMessage(), cause);
    }
}
