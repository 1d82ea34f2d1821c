package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.record.NodeId;
import org.guildhall.store.PeeringTable.Peer;

/** {@code POST /peers/PEER/WORD}: {@code pause}, {@code resume} or {@code remove}. */
public final class PeerChange implements AdminCommand {
    private final Peerings peerings;
    private final String word;
    private final Act act;

    private interface Act {
        void on(NodeId peer) throws PeeringFault, InterruptedException;
    }

    private PeerChange(Peerings peerings, String word, Act act) {
        this.peerings = peerings;
        this.word = word;
        this.act = act;
    }

    /** Not followed for now. */
    public static PeerChange pause(Peerings peerings) {
        return new PeerChange(peerings, "pause", peerings::suspend);
    }

    /** Followed again, from where it was left; also after somebody has looked at a fault that ended following. */
    public static PeerChange resume(Peerings peerings) {
        return new PeerChange(peerings, "resume", peerings::resume);
    }

    /** No peer any more. What was taken stays. */
    public static PeerChange remove(Peerings peerings) {
        return new PeerChange(peerings, "remove", peerings::remove);
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/peers/:peer/" + word;
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only();
        try {
            Peer peer = peerings.find(call.path("peer"));
            act.on(peer.node());
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("node", peer.node().did())
                    .put("name", peer.name().orElse(peer.address()));
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
