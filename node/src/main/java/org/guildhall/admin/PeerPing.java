package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.guildhall.peering.agreement.Discovered;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.DiscoveryFault;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.store.PeeringTable.Peer;

/** {@code POST /peers/PEER/ping}: asks a peer now who it is, and tells how long that took. Changes nothing. */
public final class PeerPing implements AdminCommand {
    private final Peerings peerings;
    private final Discovery discovery;
    private final Clock clock;

    public PeerPing(Peerings peerings, Discovery discovery, Clock clock) {
        this.peerings = peerings;
        this.discovery = discovery;
        this.clock = clock;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/peers/:peer/ping";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only();
        try {
            Peer peer = peerings.find(call.path("peer"));
            Instant begin = clock.instant();
            Discovered found = discovery.at(Origin.parse(peer.address()), Optional.of(peer.node()));
            return PeerView.of(Peerings.offer(found))
                    .put("millis", Duration.between(begin, clock.instant()).toMillis());
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        } catch (DiscoveryFault fault) {
            throw new Refusal(
                    502,
                    fault.isMisleading() ? "node-address" : "unreachable",
                    fault.getMessage() + ". Is it up, and is this its address still?");
        }
    }
}
