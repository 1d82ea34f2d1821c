package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.witness.Quorum;
import org.guildhall.store.WitnessTable;

/** {@code GET /witnesses}: the peers that cosign our log, and how far each has. */
public final class WitnessLs implements AdminCommand {
    private final WitnessTable table;
    private final Quorum quorum;

    public WitnessLs(WitnessTable table, Quorum quorum) {
        this.table = table;
        this.quorum = quorum;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/witnesses";
    }

    @Override
    public ObjectNode run(Call call) {
        Quorum.State state = quorum.state();
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("quorum", state.wanted())
                .put("cosigned", state.cosigned());
        ArrayNode witnesses = answer.putArray("witnesses");
        for (WitnessTable.Witness witness : table.witnesses()) {
            ObjectNode item = witnesses
                    .addObject()
                    .put("node", witness.node().did())
                    .put("fingerprint", witness.node().fingerprint())
                    .put("size", witness.size());
            witness.name().ifPresent(name -> item.put("name", name));
            witness.cosignedAt().ifPresent(at -> item.put("cosignedAt", at.toString()));
            witness.fault().ifPresent(fault -> item.put("fault", fault));
        }
        return answer;
    }
}
