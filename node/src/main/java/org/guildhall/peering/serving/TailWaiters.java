package org.guildhall.peering.serving;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.guildhall.log.SignedCheckpoint;

/**
 * Followers who wait for our log to grow: an entry in a set each, no thread. Bounded by address and in all; who comes beyond
 * that is told to come back (A31).
 */
final class TailWaiters {
    private static final int RETRY_SECONDS = 5;

    private final int perVisitor;
    private final int most;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byVisitor = new ConcurrentHashMap<>();

    /** One that waits. Whatever ends the wait first, wins. */
    private record Waiter(Call call, long from, Runnable answer) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    TailWaiters(int perVisitor, int most) {
        this.perVisitor = perVisitor;
        this.most = most;
    }

    int perVisitor() {
        return perVisitor;
    }

    int waiting() {
        return waiting.size();
    }

    /**
     * Calls {@code answer} once on the call's event loop: when the log is larger than {@code from}, or the seconds are over.
     * Never, when the follower has gone.
     *
     * @param newest the newest checkpoint's size, looked at again once the wait has begun
     */
    void await(Call call, long from, int seconds, Supplier<Long> newest, io.vertx.core.Vertx vertx, Runnable answer)
            throws Refusal {
        enter(call.visitor());
        Waiter waiter = new Waiter(call, from, answer);
        waiting.add(waiter);
        long timer = vertx.setTimer(seconds * 1_000L, over -> end(waiter, true));
        call.request().response().closeHandler(gone -> {
            vertx.cancelTimer(timer);
            end(waiter, false);
        });
        if (newest.get() > from) {
            end(waiter, true);
        }
    }

    /** Wakes everybody who waits for what this checkpoint has. Any thread. */
    void published(SignedCheckpoint checkpoint) {
        for (Waiter waiter : waiting) {
            if (waiter.from() < checkpoint.size()) {
                waiter.call().onLoop(() -> end(waiter, true));
            }
        }
    }

    /** Answers everybody, when the node stops. */
    void release() {
        for (Waiter waiter : waiting) {
            waiter.call().onLoop(() -> end(waiter, true));
        }
    }

    private void end(Waiter waiter, boolean answer) {
        if (waiting.remove(waiter)) {
            byVisitor.computeIfPresent(waiter.call().visitor(), (visitor, count) -> count == 1 ? null : count - 1);
            if (answer) {
                waiter.answer().run();
            }
        }
    }

    private void enter(String visitor) throws Refusal {
        if (waiting.size() >= most) {
            throw Problem.BUSY.because("too many wait for this log already", RETRY_SECONDS);
        }
        if (byVisitor.merge(visitor, 1, Integer::sum) > perVisitor) {
            byVisitor.computeIfPresent(visitor, (key, count) -> count == 1 ? null : count - 1);
            throw Problem.RATE_LIMITED.because("an address may wait " + perVisitor + " times at once", RETRY_SECONDS);
        }
    }
}
