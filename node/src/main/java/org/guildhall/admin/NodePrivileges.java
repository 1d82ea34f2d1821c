package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.guildhall.admission.Privilege;
import org.guildhall.admission.Thresholds;
import org.guildhall.store.Writer;

/**
 * {@code PUT /node/privileges}: shows or sets the points that privileges need. Body, optional: {@code set}, an object of privileges and
 * what each needs, a number as text or {@code never}; {@code dryRun}. The answer has all of them as they are then, and before.
 */
public final class NodePrivileges implements AdminCommand {
    private final Writer writer;

    public NodePrivileges(Writer writer) {
        this.writer = writer;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/node/privileges";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("set", "dryRun");
        Map<String, String> wanted = call.pairs("set");
        boolean dryRun = call.flag("dryRun");
        // What is wrong with a value is said before anything waits for the writer.
        changed(Thresholds.standard(), wanted);
        return Waiting.on(writer.submit(tx -> {
            Thresholds before = Thresholds.read(tx.sql());
            Thresholds after = changed(before, wanted);
            if (!dryRun && !after.equals(before)) {
                after.store(tx.sql());
            }
            return json(before, after).put("dryRun", dryRun);
        }));
    }

    private static Thresholds changed(Thresholds before, Map<String, String> wanted) throws Refusal {
        Thresholds after = before;
        try {
            for (Map.Entry<String, String> one : wanted.entrySet()) {
                after = after.with(one.getKey(), one.getValue());
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
        return after;
    }

    private static ObjectNode json(Thresholds before, Thresholds after) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("privileges");
        for (Privilege privilege : Privilege.values()) {
            list.addObject()
                    .put("privilege", privilege.label())
                    .put("points", after.text(privilege))
                    .put("before", before.text(privilege))
                    .put("standard", Thresholds.standard().text(privilege));
        }
        return json;
    }
}
