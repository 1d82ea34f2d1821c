package org.guildhall.site;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.guildhall.signing.PasswordHash;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;

/** Argon2id, a few at a time: each takes a core for tens of milliseconds and 19 MiB. Who must wait too long is turned away. */
final class Passwords {
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long PATIENCE_S = 5;

    private final PasswordHash hash;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    Passwords(SecureRandom random) {
        this.hash = new PasswordHash(random);
    }

    private interface Work<T> {
        T run();
    }

    String hash(String password) throws InterruptedException {
        return inTurn(() -> hash.hash(password));
    }

    /** Whether the password is the stored one. Takes as long when there is none, so that the time tells nothing. */
    boolean matches(String password, Optional<String> stored) throws InterruptedException {
        return inTurn(() -> stored.isPresent() ? hash.matches(password, stored.get()) : hash.matchesNobody(password));
    }

    private <T> T inTurn(Work<T> work) throws InterruptedException {
        if (!places.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new RequestFault(Reason.UNAVAILABLE);
        }
        try {
            return work.run();
        } finally {
            places.release();
        }
    }
}
