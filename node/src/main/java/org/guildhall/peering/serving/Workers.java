package org.guildhall.peering.serving;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes work off the event loop, and refuses instead of queueing without end. */
final class Workers {
    private static final int RETRY_SECONDS = 2;

    private final Executor executor;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param most pieces of work that run or wait at one time */
    Workers(Executor executor, int most) {
        this.executor = executor;
        this.most = most;
    }

    /** Completes on a worker; fails with what the work threw, or with a {@code busy} refusal. */
    <T> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            done.completeExceptionally(busy());
            return done;
        }
        try {
            executor.execute(() -> {
                try {
                    done.complete(work.call());
                } catch (Exception | Error e) {
                    done.completeExceptionally(e);
                } finally {
                    underWay.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            underWay.decrementAndGet();
            done.completeExceptionally(busy());
        }
        return done;
    }

    private static Refusal busy() {
        return Problem.BUSY.because("too much is asked of this node at the moment", RETRY_SECONDS);
    }
}
