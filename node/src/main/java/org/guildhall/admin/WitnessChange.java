package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.record.NodeId;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.Transaction;
import org.guildhall.store.WitnessTable;
import org.guildhall.store.Writer;

/** {@code POST /peers/PEER/witness} and {@code DELETE /peers/PEER/witness}: asks a peer to cosign our log, or no longer. */
public final class WitnessChange implements AdminCommand {
    private final Peerings peerings;
    private final Writer writer;
    private final String method;
    private final String refusal;
    private final Act act;

    private interface Act {
        boolean on(Transaction tx, NodeId node) throws SQLException;
    }

    private WitnessChange(Peerings peerings, Writer writer, String method, String refusal, Act act) {
        this.peerings = peerings;
        this.writer = writer;
        this.method = method;
        this.refusal = refusal;
        this.act = act;
    }

    public static WitnessChange add(Peerings peerings, Writer writer) {
        return new WitnessChange(
                peerings,
                writer,
                "POST",
                "this peer is a witness already, or there are " + WitnessTable.MOST + "; see `guildhall witness ls`",
                WitnessTable::add);
    }

    public static WitnessChange remove(Peerings peerings, Writer writer) {
        return new WitnessChange(
                peerings,
                writer,
                "DELETE",
                "this peer is no witness; see `guildhall witness ls`",
                WitnessTable::remove);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/peers/:peer/witness";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only();
        try {
            Peer peer = peerings.find(call.path("peer"));
            if (!Waiting.on(writer.submit(tx -> act.on(tx, peer.node())))) {
                throw Refusal.conflict(refusal);
            }
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("node", peer.node().did())
                    .put("name", peer.name().orElse(peer.address()));
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
