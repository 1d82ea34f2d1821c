package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.ErasureTable.Answer;
import org.guildhall.store.ErasureTable.Pending;

/** {@code GET /erasures}: what was erased or dropped, here and by other nodes, who has answered, and who has not yet. */
public final class ErasureLs implements AdminCommand {
    private static final int SHOWN = 500;

    private final ErasureTable erasures;

    public ErasureLs(ErasureTable erasures) {
        this.erasures = erasures;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/erasures";
    }

    @Override
    public ObjectNode run(Call call) {
        List<Pending> own = erasures.own(SHOWN);
        Map<ObjectKey, List<Answer>> answers =
                erasures.answers(own.stream().map(one -> one.erase().key()).toList()).stream()
                        .collect(Collectors.groupingBy(Answer::erase));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode ours = json.putArray("own");
        own.forEach(one ->
                ours.add(ErasureView.own(one, answers.getOrDefault(one.erase().key(), List.of()))));
        ArrayNode others = json.putArray("others");
        erasures.others(SHOWN).forEach(one -> others.add(ErasureView.others(one)));
        return json;
    }
}
