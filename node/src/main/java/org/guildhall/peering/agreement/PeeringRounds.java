package org.guildhall.peering.agreement;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about peerings now and then, on a thread of its own: a slow peer keeps nobody else waiting for long. */
public final class PeeringRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeeringRounds.class);
    private static final int SECONDS = 300;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "peering");
        named.setDaemon(true);
        return named;
    });

    /** Begins; the first round is soon. */
    public PeeringRounds(Proposals proposals, PeerReports reports) {
        var unused = thread.scheduleWithFixedDelay(() -> round(proposals, reports), 5, SECONDS, TimeUnit.SECONDS);
    }

    private static void round(Proposals proposals, PeerReports reports) {
        try {
            proposals.goOn();
            reports.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("A round of the peerings failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
