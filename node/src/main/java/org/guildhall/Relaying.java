package org.guildhall;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.RelayBacklog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again for what is to be relayed and came before that was wanted. What comes now is relayed as it comes. */
final class Relaying implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relaying.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "relaying");
        thread.setDaemon(true);
        return thread;
    });

    Relaying(RelayBacklog backlog) {
        var unused = clock.scheduleWithFixedDelay(() -> work(backlog), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void work(RelayBacklog backlog) {
        try {
            backlog.work();
        } catch (RuntimeException e) {
            // The next round tries again; when the store has failed the node ends anyway.
            LOG.warn("relaying did not go on this time: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
