package org.guildhall.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.store.PeeringTable.Peer;

/**
 * {@code PUT /peers/PEER/policy}: what we do from now on with what a peer's log brings. Body: {@code text}, a whole policy as
 * its file has it; or what changes of {@code questions}, {@code answers}, {@code comments}, {@code tallies} and {@code topics}.
 * With {@code dryRun} nothing changes. The answer has the {@code policy} and its {@code changes}.
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
        call.only(
                "text",
                "questions",
                "answers",
                "comments",
                "tallies",
                "attestations",
                "voteWeight",
                "topics",
                "relay",
                "labels",
                "dryRun");
        boolean dryRun = call.flag("dryRun");
        try {
            Peer peer = peerings.find(call.path("peer"));
            Policy before = Policy.ofJson(peer.policy());
            Policy wanted = wanted(call, before);
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
            answer.set("policy", wanted.json());
            answer.set("changes", changes(before.json(), wanted.json()));
            if (!dryRun) {
                peerings.setPolicy(peer.node(), wanted);
            }
            return answer;
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }

    /** The policy that a body asks for: whole, or what differs from the present one. */
    static Policy wanted(Call call, Policy before) throws Refusal {
        Optional<String> text = call.optionalText("text");
        if (text.isEmpty()) {
            return PeerView.changed(call, before);
        }
        try {
            return Policy.ofJson(text.get());
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** The members that differ, each as it was and as it would be; what is missing was not there or will not be. */
    private static ArrayNode changes(ObjectNode before, ObjectNode after) {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        Set<String> members = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(members::add);
        after.fieldNames().forEachRemaining(members::add);
        for (String member : members) {
            JsonNode was = before.path(member);
            JsonNode is = after.path(member);
            if (!was.equals(is)) {
                ObjectNode change = changes.addObject().put("member", member);
                if (!was.isMissingNode()) {
                    change.set("before", was);
                }
                if (!is.isMissingNode()) {
                    change.set("after", is);
                }
            }
        }
        return changes;
    }
}
