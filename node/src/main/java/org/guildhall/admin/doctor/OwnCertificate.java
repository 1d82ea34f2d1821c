package org.guildhall.admin.doctor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The certificate that others see at this node's address, looked at now and then while the node runs: the proxy in front of it
 * renews certificates, or forgets to. Where no TLS is spoken there is nothing to look at.
 */
public final class OwnCertificate {
    private final URI address;
    private final AddressLook look;
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

    /** Looks once. */
    public void look() throws InterruptedException {
        if ("https".equals(address.getScheme())) {
            seen = look.certificate(address);
        }
    }

    public Seen seen() {
        return seen;
    }

    /** Whether it should have been renewed by now. */
    public static boolean endsSoon(Instant ends, Instant now) {
        return Duration.between(now, ends).compareTo(AddressLook.CERTIFICATE_ENDS) < 0;
    }
}
