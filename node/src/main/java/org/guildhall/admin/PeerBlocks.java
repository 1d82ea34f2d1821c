package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.agreement.Blocks;

/** {@code GET /blocks}: all nodes and addresses that are kept out. */
public final class PeerBlocks implements AdminCommand {
    private final Blocks blocks;

    public PeerBlocks(Blocks blocks) {
        this.blocks = blocks;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/blocks";
    }

    @Override
    public ObjectNode run(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("blocks");
        blocks.all()
                .forEach(block -> list.addObject()
                        .put("block", block.what())
                        .put("note", block.note())
                        .put("since", block.at().toString()));
        return answer;
    }
}
