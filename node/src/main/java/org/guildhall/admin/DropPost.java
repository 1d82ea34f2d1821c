package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.guildhall.admission.Admission;
import org.guildhall.admission.TakingBack;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ModerationLog;

/**
 * {@code POST /drops}: this node stops keeping a post, whoever wrote it, and its mirrors with it (OQX-ERA-030). Body: {@code
 * post}, as people name one; {@code code}, {@code reason}, one or both; {@code dryRun}, which tells what it is and changes
 * nothing.
 */
public final class DropPost implements AdminCommand {
    private final Admission admission;

    public DropPost(Admission admission) {
        this.admission = admission;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/drops";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("post", "code", "reason", "dryRun");
        ObjectKey post = MeantPost.of(call.text("post"));
        String reason = Reasons.given(call);
        String code = Reasons.code(call, reason);
        boolean dryRun = call.flag("dryRun");
        TakingBack.Dropped dropped = Waiting.on(admission.publish(desk -> {
            TakingBack.Dropped found = TakingBack.look(desk, post);
            if (!dryRun) {
                TakingBack.drop(
                        desk,
                        post,
                        code,
                        Optional.of(reason).filter(words -> !words.isEmpty()),
                        ModerationLog.By.ADMINISTRATOR);
            }
            return found;
        }));
        return JsonNodeFactory.instance
                .objectNode()
                .put("post", post.text())
                .put("kind", dropped.gone().kind().label())
                .put("node", dropped.gone().about().node().did())
                .put("own", dropped.own())
                .put("entries", dropped.entries())
                .put("dryRun", dryRun);
    }
}
