package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.record.NodeId;

/**
 * {@code POST /peers/propose}: proposes peering without an invitation. Body: {@code address}; {@code node}, the id of whom was
 * looked at there, without which it is only told who is there; and the policy: {@code questions}, {@code answers}, {@code
 * comments}, {@code tallies}, {@code topics}.
 */
public final class PeerPropose implements AdminCommand {
    private final Proposals proposals;

    public PeerPropose(Proposals proposals) {
        this.proposals = proposals;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/peers/propose";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only(
                "address",
                "node",
                "questions",
                "answers",
                "comments",
                "tallies",
                "attestations",
                "voteWeight",
                "topics",
                "relay",
                "labels");
        String address = call.text("address");
        Policy policy = PeerView.changed(call, Policy.takeAll());
        try {
            ObjectNode answer;
            if (call.optionalText("node").isEmpty()) {
                answer = PeerView.of(proposals.look(address)).put("dryRun", true);
            } else {
                Peerings.Accepted proposed = proposals.propose(address, new NodeId(call.text("node")), policy);
                answer = PeerView.of(proposed.offer())
                        .put("dryRun", false)
                        .put("state", proposed.state().label());
            }
            answer.set("policy", policy.json());
            return answer;
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"node\": " + e.getMessage());
        }
    }
}
