package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.record.NodeId;
import org.guildhall.store.BroughtNodes;
import org.guildhall.store.NodeNames;
import org.guildhall.store.PeerFigures;

/**
 * {@code GET /peers/PEER}: one peer, by node id, address, name or the beginning of its fingerprint; and which other nodes its log
 * brings.
 */
public final class PeerShow implements AdminCommand {
    private final Peerings peerings;
    private final Followers followers;
    private final PeerFigures figures;
    private final BroughtNodes brought;
    private final NodeId self;
    private final Clock clock;

    public PeerShow(
            Peerings peerings,
            Followers followers,
            PeerFigures figures,
            BroughtNodes brought,
            NodeId self,
            Clock clock) {
        this.peerings = peerings;
        this.followers = followers;
        this.figures = figures;
        this.brought = brought;
        this.self = self;
        this.clock = clock;
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
            PeerStatus status = followers.all().stream()
                    .filter(one -> one.peer().node().equals(node))
                    .findFirst()
                    .orElseThrow(() -> Refusal.notFound("the peer was removed just now"));
            ObjectNode shown = PeerView.of(status, clock.instant());
            int number = status.peer().number();
            PeerFigures.Figures known = figures.all().get(number);
            if (known != null) {
                PeerView.addFigures(shown, known);
            }
            ArrayNode reasons = shown.putArray("reasons");
            figures.reasons(number)
                    .forEach(reason -> reasons.addObject()
                            .put("outcome", reason.outcome())
                            .put("code", reason.code())
                            .put("records", reason.records()));
            for (NodeNames.Named other : brought.by(node, self)) {
                shown.withArray("brings")
                        .addObject()
                        .put("node", other.id())
                        .put("name", other.name())
                        .put("address", other.address().orElse(""));
            }
            return shown;
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
