package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.peering.witness.Quorum;
import org.guildhall.store.WitnessTable;

/** {@code PUT /witnesses/quorum}: shows or sets how many witnesses are to have cosigned the newest checkpoint. */
public final class WitnessQuorum implements AdminCommand {
    private final Quorum quorum;

    public WitnessQuorum(Quorum quorum) {
        this.quorum = quorum;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/witnesses/quorum";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("quorum", "dryRun");
        int before = quorum.wanted();
        int wanted = (int) call.integer("quorum", before, 0, WitnessTable.MOST);
        if (wanted != before && !call.flag("dryRun")) {
            Waiting.on(quorum.want(wanted));
        }
        Quorum.State state = quorum.state();
        return JsonNodeFactory.instance
                .objectNode()
                .put("quorum", wanted)
                .put("before", before)
                .put("cosigned", state.cosigned())
                .put("dryRun", call.flag("dryRun"));
    }
}
