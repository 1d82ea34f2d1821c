package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;

/**
 * {@code POST /peers/accept}: proposes peering to the node that invites. Body: {@code invitation}; optional {@code dryRun},
 * which only asks who invites, and the policy: {@code questions}, {@code answers}, {@code comments}, {@code tallies},
 * {@code topics}.
 */
public final class PeerAccept implements AdminCommand {
    private final Peerings peerings;

    public PeerAccept(Peerings peerings) {
        this.peerings = peerings;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/peers/accept";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only(
                "invitation",
                "dryRun",
                "questions",
                "answers",
                "comments",
                "tallies",
                "attestations",
                "voteWeight",
                "topics",
                "relay",
                "labels");
        String invitation = call.text("invitation");
        Policy policy = PeerView.changed(call, Policy.takeAll());
        try {
            if (call.flag("dryRun")) {
                ObjectNode offer = PeerView.of(peerings.look(invitation)).put("dryRun", true);
                offer.set("policy", PeerView.policy(policy.toJson()));
                return offer;
            }
            Peerings.Accepted accepted = peerings.accept(invitation, policy);
            ObjectNode answer = PeerView.of(accepted.offer())
                    .put("dryRun", false)
                    .put("state", accepted.state().label());
            answer.set("policy", PeerView.policy(policy.toJson()));
            return answer;
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
