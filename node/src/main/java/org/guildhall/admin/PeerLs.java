package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.following.Followers;

/** {@code GET /peers}: all peers, and how following them goes. */
public final class PeerLs implements AdminCommand {
    private final Followers followers;

    public PeerLs(Followers followers) {
        this.followers = followers;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/peers";
    }

    @Override
    public ObjectNode run(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode peers = answer.putArray("peers");
        followers.all().forEach(status -> peers.add(PeerView.of(status)));
        return answer;
    }
}
