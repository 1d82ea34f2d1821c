package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.agreement.Blocks;
import org.guildhall.peering.agreement.Blocks.Target;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;

/** {@code POST /blocks/lift}: lifts a block. Body: {@code peer}, as people name one, a node id or an address. */
public final class PeerUnblock implements AdminCommand {
    private final Blocks blocks;
    private final Peerings peerings;

    public PeerUnblock(Blocks blocks, Peerings peerings) {
        this.blocks = blocks;
        this.peerings = peerings;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/blocks/lift";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("peer");
        try {
            String meant = call.text("peer");
            boolean isAddress =
                    blocks.all().stream().anyMatch(block -> block.what().equals(meant));
            Target target = isAddress ? Target.of(meant, "") : PeerBlock.target(peerings, meant);
            blocks.unblock(target);
            return JsonNodeFactory.instance.objectNode().put("lifted", target.text());
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        }
    }
}
