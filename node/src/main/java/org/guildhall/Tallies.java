package org.guildhall;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.SigningPermit;
import org.guildhall.admission.TallyWindow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again for tallies that are due. */
final class Tallies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tallies.class);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tallies");
        thread.setDaemon(true);
        return thread;
    });

    /** @param window how long a thread's votes wait; it is looked at some times within it */
    Tallies(TallyWindow due, Duration window, SigningPermit permit) {
        Duration tenth = window.dividedBy(10);
        Duration pause = tenth.compareTo(SHORTEST) < 0 ? SHORTEST : tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
        var unused =
                clock.scheduleWithFixedDelay(() -> publish(due, permit), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void publish(TallyWindow due, SigningPermit permit) {
        if (!permit.isGranted()) {
            return;
        }
        try {
            due.publishDue().join();
        } catch (RuntimeException e) {
            // The next round tries again; when the store has failed the node ends anyway.
            LOG.warn("tallies were not published this time: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
