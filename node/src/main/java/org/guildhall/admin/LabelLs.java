package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.admission.Policy;
import org.guildhall.record.NodeId;
import org.guildhall.store.LabelQueries;
import org.guildhall.store.LabelQueries.Labelled;

/** {@code GET /labels}: what nodes, this one included, think of posts that are here; newest first, at most {@value #MOST}. */
public final class LabelLs implements AdminCommand {
    private static final int MOST = 500;

    private final LabelQueries labels;
    private final NodeId self;

    public LabelLs(LabelQueries labels, NodeId self) {
        this.labels = labels;
        this.self = self;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/labels";
    }

    @Override
    public ObjectNode run(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("labels");
        labels.newest(MOST).forEach(one -> list.add(shown(one)));
        return answer;
    }

    private ObjectNode shown(Labelled one) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("label", one.label())
                .put("node", one.nodeId())
                .put("name", one.nodeName())
                .put("own", one.nodeId().equals(self.did()))
                .put("post", one.post().text())
                .put("thread", one.thread().text())
                .put("title", one.title())
                .put("at", one.at().toString())
                .put("effect", effect(one).label());
        return one.reason().isEmpty() ? json : json.put("reason", one.reason());
    }

    /** What it does here; the labels of nodes without a peering of their own are shown. */
    private static Policy.Effect effect(Labelled one) {
        return one.policy()
                .map(policy -> Policy.ofJson(policy).labels().on(one.label()))
                .orElse(Policy.Effect.SHOW);
    }
}
