package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.store.PeeringTable.Peer;

/**
 * {@code POST /proposals/PEER/accept} or {@code …/decline}: a person's word on a proposal that waits. To accept, the body may
 * have the policy: {@code questions}, {@code answers}, {@code comments}, {@code tallies}, {@code topics}.
 */
public final class PeerPendingDecision implements AdminCommand {
    private final Peerings peerings;
    private final Proposals proposals;
    private final boolean accepts;

    private PeerPendingDecision(Peerings peerings, Proposals proposals, boolean accepts) {
        this.peerings = peerings;
        this.proposals = proposals;
        this.accepts = accepts;
    }

    /** Peers with it. */
    public static PeerPendingDecision accept(Peerings peerings, Proposals proposals) {
        return new PeerPendingDecision(peerings, proposals, true);
    }

    /** Does not. */
    public static PeerPendingDecision decline(Peerings peerings, Proposals proposals) {
        return new PeerPendingDecision(peerings, proposals, false);
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/proposals/:peer/" + (accepts ? "accept" : "decline");
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only(
                "questions",
                "answers",
                "comments",
                "tallies",
                "attestations",
                "voteWeight",
                "topics",
                "relay",
                "labels");
        try {
            Peer peer = peerings.find(call.path("peer"));
            ObjectNode answer = JsonNodeFactory.instance
                    .objectNode()
                    .put("node", peer.node().did())
                    .put("name", peer.name().orElse(peer.address()));
            if (accepts) {
                boolean told = proposals.accept(peer.node(), PeerView.changed(call, Policy.takeAll()));
                return answer.put("state", "active").put("told", told);
            }
            proposals.decline(peer.node());
            return answer.put("state", "removed");
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
