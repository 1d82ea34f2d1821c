package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.Invitation;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;

/**
 * {@code POST /peers/invite}: makes an invitation for one node. Body, all optional: {@code note}, {@code seconds} it is good
 * for (a day), and the policy: {@code questions}, {@code answers}, {@code comments}, {@code tallies},
 * {@code topics}.
 */
public final class PeerInvite implements AdminCommand {
    private final Peerings peerings;

    public PeerInvite(Peerings peerings) {
        this.peerings = peerings;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/peers/invite";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only(
                "note",
                "seconds",
                "questions",
                "answers",
                "comments",
                "tallies",
                "attestations",
                "voteWeight",
                "topics",
                "relay",
                "labels");
        Duration goodFor = Duration.ofSeconds(call.integer("seconds", 86_400, 60, Peerings.LONGEST.toSeconds()));
        try {
            Invitation invitation = peerings.invite(
                    call.optionalText("note").orElse(""), PeerView.changed(call, Policy.takeAll()), goodFor);
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("invitation", invitation.text())
                    .put("fingerprint", invitation.node().fingerprint())
                    .put("expires", invitation.expires().toString());
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
