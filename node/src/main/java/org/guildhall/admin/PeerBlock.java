package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.guildhall.peering.agreement.Blocks;
import org.guildhall.peering.agreement.Blocks.Target;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;

/**
 * {@code POST /blocks}: keeps nodes out. Body: {@code list}, a node id or a base address a line; or {@code peer}, as people name
 * one, a node id or an address; with {@code dryRun} nothing changes. The answer tells of each who it is.
 */
public final class PeerBlock implements AdminCommand {
    private final Blocks blocks;
    private final Peerings peerings;

    public PeerBlock(Blocks blocks, Peerings peerings) {
        this.blocks = blocks;
        this.peerings = peerings;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/blocks";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("list", "peer", "dryRun");
        boolean dryRun = call.flag("dryRun");
        try {
            List<Target> targets = call.optionalText("list").isPresent()
                    ? Blocks.read(call.text("list"))
                    : List.of(target(peerings, call.text("peer")));
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
            ArrayNode list = answer.putArray("blocks");
            blocks.look(targets).forEach(finding -> list.add(json(finding)));
            answer.put("fresh", dryRun ? 0 : blocks.block(targets));
            return answer;
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }

    private static ObjectNode json(Blocks.Finding finding) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("block", finding.target().text())
                .put("note", finding.target().note())
                .put("known", finding.known())
                .put("already", finding.already());
        finding.peer()
                .ifPresent(peer -> json.put("name", peer.name().orElse(peer.address()))
                        .put("state", peer.state().label()));
        return json;
    }

    /** A peer as people name it, or anybody's node id or address. */
    static Target target(Peerings peerings, String meant) throws PeeringFault {
        try {
            return Target.of(peerings.find(meant).node().did(), "");
        } catch (PeeringFault unknown) {
            if (!meant.startsWith("did:") && !meant.contains("://")) {
                throw unknown;
            }
        }
        try {
            return Target.of(meant, "");
        } catch (IllegalArgumentException e) {
            throw new PeeringFault("bad-list", String.valueOf(e.getMessage()));
        }
    }
}
