package org.guildhall.peering.agreement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Fetched;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.NodeId;
import org.guildhall.signing.DataIntegrity;

/**
 * Fetches discovery documents. Strangers can make us do it (by a proposal), so a failure is remembered for a while, and only a
 * few fetches run at once (A23).
 */
public final class Discovery {
    private static final Expect DOCUMENT = new Expect("application/json", Discovered.LARGEST, Duration.ofSeconds(15));
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;

    private final Reading http;
    private final DataIntegrity proofs;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Cache<Origin, DiscoveryFault> failures = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    public Discovery(Reading http, DataIntegrity proofs) {
        this.http = http;
        this.proofs = proofs;
    }

    /**
     * The node at an address, asked now. What was refused changes nothing that is known of any node.
     *
     * @param expected refused is every other node
     */
    public Discovered at(Origin address, Optional<NodeId> expected) throws DiscoveryFault, InterruptedException {
        free.acquire();
        try {
            Fetched fetched = http.get(address, "/.well-known/oqx", Map.of(), DOCUMENT);
            return Discovered.read(fetched.body(), address, expected, proofs);
        } catch (FetchFault fault) {
            throw DiscoveryFault.unreachable("no discovery document at " + address + ": " + fault.getMessage());
        } finally {
            free.release();
        }
    }

    /** The same for strangers: refused at once while the last failure at this address is young, or too many others ask. */
    public Discovered forStranger(Origin address, NodeId expected) throws DiscoveryFault, InterruptedException {
        DiscoveryFault before = failures.getIfPresent(address);
        if (before != null) {
            throw before;
        }
        if (free.availablePermits() == 0) {
            throw DiscoveryFault.unreachable("too many addresses are looked at already; try again in a minute");
        }
        try {
            return at(address, Optional.of(expected));
        } catch (DiscoveryFault fault) {
            failures.put(address, fault);
            throw fault;
        }
    }
}
