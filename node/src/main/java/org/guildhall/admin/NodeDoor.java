package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.guildhall.peering.agreement.Door;
import org.guildhall.peering.agreement.Proposals;

/**
 * {@code PUT /node/peering}: who may propose peering without an invitation. Body: {@code peering}, that is closed, ask or open;
 * without it nothing changes. The answer has it as it is then.
 */
public final class NodeDoor implements AdminCommand {
    private final Proposals proposals;

    public NodeDoor(Proposals proposals) {
        this.proposals = proposals;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/node/peering";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("peering", "dryRun");
        Optional<String> wanted = call.optionalText("peering");
        Door before = proposals.door();
        try {
            Door door = wanted.map(Door::of).orElse(before);
            if (door != before && !call.flag("dryRun")) {
                proposals.setDoor(door);
            }
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("peering", door.label())
                    .put("before", before.label())
                    .put("dryRun", call.flag("dryRun"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
