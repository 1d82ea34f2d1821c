package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Labelling;
import org.guildhall.record.Label;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ModerationLog;

/**
 * {@code PUT /labels}: sets this node's label on a post, or takes it back; signed and published. Body: {@code post}, as people
 * name one; {@code label}; {@code state}, on or off; {@code reason}, optional.
 */
public final class LabelChange implements AdminCommand {
    private final Admission admission;

    public LabelChange(Admission admission) {
        this.admission = admission;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/labels";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("post", "label", "state", "reason");
        ObjectKey post = MeantPost.of(call.text("post"));
        String label = call.text("label");
        if (!Label.REGISTERED.contains(label)) {
            throw Refusal.badRequest("\"label\" is one of " + String.join(", ", Label.REGISTERED) + ", not " + label);
        }
        Label.State state = switch (call.text("state")) {
            case "on" -> Label.State.ON;
            case "off" -> Label.State.OFF;
            default -> throw Refusal.badRequest("\"state\" is on or off");
        };
        Optional<String> reason = Optional.of(Reasons.given(call)).filter(words -> !words.isEmpty());
        Waiting.on(admission.publish(desk -> {
            Labelling.publish(desk, post, label, state, reason, ModerationLog.By.ADMINISTRATOR);
            return post;
        }));
        return JsonNodeFactory.instance
                .objectNode()
                .put("post", post.text())
                .put("label", label)
                .put("state", state.label());
    }
}
