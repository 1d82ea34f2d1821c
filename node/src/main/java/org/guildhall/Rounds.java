package org.guildhall;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again, on a thread of its own, until this is closed. A round that fails is logged, and the next one
 * comes all the same: when the store has failed, the node ends anyway.
 */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Round round;
    private final ScheduledExecutorService thread;

    /** What is done in each round. It may block. */
    public interface Round {
        void run() throws InterruptedException;
    }

    private Rounds(String name, Round round) {
        this.name = name;
        this.round = round;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, name);
            named.setDaemon(true);
            return named;
        });
    }

    /**
     * Begins.
     *
     * @param name of the thread, and of the work in the log
     * @param first before the first round
     * @param pause from the end of a round to the next
     */
    public static Rounds begin(String name, Duration first, Duration pause, Round round) {
        Rounds rounds = new Rounds(name, round);
        var unused = rounds.thread.scheduleWithFixedDelay(
                rounds::once, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return rounds;
    }

    private void once() {
        try {
            round.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A round of {} failed", name, e);
        }
    }

    /** No further round; one that is under way is interrupted. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
