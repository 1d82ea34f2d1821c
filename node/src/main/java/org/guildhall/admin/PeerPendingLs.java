package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.store.PeeringTable.Peer;

/** {@code GET /proposals}: other nodes' proposals that wait for our people, oldest first. */
public final class PeerPendingLs implements AdminCommand {
    private final Proposals proposals;

    public PeerPendingLs(Proposals proposals) {
        this.proposals = proposals;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/proposals";
    }

    @Override
    public ObjectNode run(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("proposals");
        for (Peer peer : proposals.pending()) {
            ObjectNode one = list.addObject()
                    .put("node", peer.node().did())
                    .put("fingerprint", peer.node().fingerprint())
                    .put("name", peer.name().orElse(""))
                    .put("address", peer.address())
                    .put("since", peer.since().toString());
            peer.expires().ifPresent(at -> one.put("expires", at.toString()));
        }
        return answer;
    }
}
