package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.store.PeeringTable.Peer;

/**
 * {@code PUT /peers/PEER/policy}: what we do from now on with what a peer's members write. Body: {@code take}, {@code hold} or
 * {@code decline} for each of {@code questions}, {@code answers}, {@code comments}, {@code tallies} that changes.
 */
public final class PeerPolicy implements AdminCommand {
    private final Peerings peerings;

    public PeerPolicy(Peerings peerings) {
        this.peerings = peerings;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/peers/:peer/policy";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("questions", "answers", "comments", "tallies", "topics");
        try {
            Peer peer = peerings.find(call.path("peer"));
            Policy changed = PeerView.changed(call, Policy.ofJson(peer.policy()));
            peerings.setPolicy(peer.node(), changed);
            return PeerView.policy(changed.toJson());
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
