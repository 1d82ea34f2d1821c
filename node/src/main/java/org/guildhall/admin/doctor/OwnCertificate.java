package org.guildhall.admin.doctor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The certificate that others see at this node's address, looked at now and then while the node runs: the proxy in front of it
 * renews certificates, or forgets to. Where no TLS is spoken there is nothing to look at.
 */
public final class OwnCertificate implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofHours(1);

    private final URI address;
    private final AddressLook look;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "certificate");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Seen seen = new Seen(Optional.empty(), Optional.empty());

    /**
     * What was seen last.
     *
     * @param ends when the certificate ends; empty while none was seen
     * @param fault why it is not to be trusted; empty when it is, and when nothing answered
     */
    public record Seen(Optional<Instant> ends, Optional<String> fault) {}

    public OwnCertificate(URI address, Clock clock) {
        this.address = address;
        this.look = new AddressLook(clock);
    }

    /** Begins to look. */
    public void start() {
        if ("https".equals(address.getScheme())) {
            var unused = clock.scheduleWithFixedDelay(this::look, 0, PAUSE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    public Seen seen() {
        return seen;
    }

    /** Whether it should have been renewed by now. */
    public static boolean endsSoon(Instant ends, Instant now) {
        return Duration.between(now, ends).compareTo(AddressLook.CERTIFICATE_ENDS) < 0;
    }

    private void look() {
        try {
            seen = look.certificate(address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
