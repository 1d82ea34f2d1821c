package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.following.Followers;
import org.guildhall.record.NodeId;

/** {@code GET /peers/PEER}: one peer, by node id, address, name or the beginning of its fingerprint. */
public final class PeerShow implements AdminCommand {
    private final Peerings peerings;
    private final Followers followers;

    public PeerShow(Peerings peerings, Followers followers) {
        this.peerings = peerings;
        this.followers = followers;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/peers/:peer";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        try {
            NodeId node = peerings.find(call.path("peer")).node();
            ObjectNode shown = followers.all().stream()
                    .filter(status -> status.peer().node().equals(node))
                    .findFirst()
                    .map(PeerView::of)
                    .orElseThrow(() -> Refusal.notFound("the peer was removed just now"));
            return shown.put("evidence", peerings.evidence(node).size());
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
