package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.guildhall.peering.serving.ServedEvidence;
import org.guildhall.record.NodeId;

/** {@code GET /evidence/NODE}: the document that proves what a node did, for anybody to check. NODE is a node id. */
public final class EvidenceShow implements AdminCommand {
    private final ServedEvidence evidence;

    public EvidenceShow(ServedEvidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/evidence/:node";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        NodeId node;
        try {
            node = new NodeId(call.path("node"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("the node: " + e.getMessage() + "; see `guildhall evidence ls`");
        }
        byte[] document = evidence.against(node)
                .orElseThrow(() -> Refusal.notFound("nothing is proven against this node; see `guildhall evidence ls`"))
                .toBytes();
        return JsonNodeFactory.instance.objectNode().put("document", new String(document, StandardCharsets.UTF_8));
    }
}
