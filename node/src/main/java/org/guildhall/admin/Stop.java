package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code POST /stop}: the node ends in good order, after this was answered. */
public final class Stop implements AdminCommand {
    private final Runnable end;

    public Stop(Runnable end) {
        this.end = end;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/stop";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only();
        return JsonNodeFactory.instance.objectNode().put("stopping", true);
    }

    /** Only now, or the node could close the connection before its answer has left. */
    @Override
    public void answered() {
        end.run();
    }
}
