package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.guildhall.admission.Policy;
import org.guildhall.admission.PolicyTrial;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.store.LabelQueries;
import org.guildhall.store.PeeringTable.Peer;

/**
 * {@code POST /peers/PEER/policy/trial}: what a policy would have done with all that the peer's log has brought, and what was
 * done; and what its labels on posts that are here would do. Body as of {@code PUT /peers/PEER/policy}; empty, the present policy is tried. Changes nothing. Progress: {@code done},
 * {@code all}, in entries.
 */
public final class PeerPolicyTrial implements AdminCommand {
    private final Peerings peerings;
    private final PolicyTrial trial;
    private final LabelQueries labels;

    public PeerPolicyTrial(Peerings peerings, PolicyTrial trial, LabelQueries labels) {
        this.peerings = peerings;
        this.trial = trial;
        this.labels = labels;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/peers/:peer/policy/trial";
    }

    @Override
    public boolean streams() {
        return true;
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
                "labels");
        try {
            Peer peer = peerings.find(call.path("peer"));
            Policy before = Policy.ofJson(peer.policy());
            Policy policy = PeerPolicy.wanted(call, before);
            PolicyTrial.Result result = trial.run(
                    peer.number(),
                    policy,
                    done -> call.progress()
                            .accept(JsonNodeFactory.instance
                                    .objectNode()
                                    .put("done", done)
                                    .put("all", peer.size())),
                    call.cancelled());
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("dryRun", true);
            answer.set("policy", policy.json());
            answer.set("would", json(result.would()));
            answer.set("did", json(result.did()));
            ArrayNode examples = answer.putArray("examples");
            result.examples()
                    .forEach(example -> examples.addObject()
                            .put("outcome", example.outcome())
                            .put("code", example.code())
                            .put("kind", example.kind())
                            .put("node", example.node())
                            .put("words", example.words()));
            ArrayNode labelled = answer.putArray("labels");
            labels.counts(peer.number())
                    .forEach((label, posts) -> labelled.addObject()
                            .put("label", label)
                            .put("posts", posts)
                            .put("would", policy.labels().on(label).label())
                            .put("does", before.labels().on(label).label()));
            return answer;
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }

    private static ObjectNode json(PolicyTrial.Fate fate) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("taken", fate.taken())
                .put("held", fate.heldInAll())
                .put("declined", fate.declinedInAll());
        put(json.putObject("heldByCode"), fate.held());
        put(json.putObject("declinedByCode"), fate.declined());
        return json;
    }

    private static void put(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }
}
