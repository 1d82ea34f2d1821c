package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.following.Followers;
import org.guildhall.record.NodeId;
import org.guildhall.store.BroughtNodes;
import org.guildhall.store.NodeNames;

/**
 * {@code GET /peers/PEER}: one peer, by node id, address, name or the beginning of its fingerprint; and which other nodes its log
 * brings.
 */
public final class PeerShow implements AdminCommand {
    private final Peerings peerings;
    private final Followers followers;
    private final BroughtNodes brought;
    private final NodeId self;

    public PeerShow(Peerings peerings, Followers followers, BroughtNodes brought, NodeId self) {
        this.peerings = peerings;
        this.followers = followers;
        this.brought = brought;
        this.self = self;
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
            for (NodeNames.Named other : brought.by(node, self)) {
                shown.withArray("brings")
                        .addObject()
                        .put("node", other.id())
                        .put("name", other.name())
                        .put("address", other.address().orElse(""));
            }
            return shown.put("evidence", peerings.evidence(node).size());
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
