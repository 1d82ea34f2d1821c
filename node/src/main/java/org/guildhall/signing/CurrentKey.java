package org.guildhall.signing;

import java.util.function.Supplier;

/** The signing key of the moment. It is replaced while the node runs when keys are rotated; safe for many threads. */
public final class CurrentKey implements Supplier<SigningKey> {
    private volatile SigningKey key;

    public CurrentKey(SigningKey key) {
        this.key = key;
    }

    @Override
    public SigningKey get() {
        return key;
    }

    /** From now on the other key signs. On the writer's thread, once the record that introduces it is durable. */
    public void replace(SigningKey other) {
        key = other;
    }
}
