package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.guildhall.admission.SigningPermit;
import org.guildhall.store.Events;
import org.guildhall.store.Writer;

/** {@code POST /log/resume}: a person has looked at why nothing was signed any more; the peers are asked anew. */
public final class LogResume implements AdminCommand {
    private final Writer writer;
    private final SigningPermit permit;
    private final Runnable askPeers;

    /** @param askPeers begins to ask the peers what they keep of our log, and grants when that is in order */
    public LogResume(Writer writer, SigningPermit permit, Runnable askPeers) {
        this.writer = writer;
        this.permit = permit;
        this.askPeers = askPeers;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/log/resume";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only();
        if (!(permit.state() instanceof SigningPermit.State.Halted halted)) {
            throw Refusal.conflict("signing is not halted; `guildhall status` tells how the node is");
        }
        Waiting.on(writer.submit(tx -> {
            Events.note(tx, Events.Kind.SIGNING_RESUMED, Optional.empty(), "", "was halted: " + halted.reason());
            return true;
        }));
        Waiting.on(permit.resume("the peers are asked what they keep of this node's log"));
        askPeers.run();
        return JsonNodeFactory.instance.objectNode().put("was", halted.reason());
    }
}
