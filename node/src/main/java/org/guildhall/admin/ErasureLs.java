package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.ErasureTable.Answer;
import org.guildhall.store.ErasureTable.Pending;

/** {@code GET /erasures}: what was erased, here and by other nodes, who has answered, and who has not yet. */
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
        for (Pending one : own) {
            ObjectNode item = item(one);
            ArrayNode list = item.putArray("nodes");
            for (Answer answer : answers.getOrDefault(one.erase().key(), List.of())) {
                ObjectNode node = list.addObject().put("node", answer.node()).put("name", answer.name());
                answer.askedAt().ifPresent(at -> node.put("asked", at.toString()));
                answer.answeredAt()
                        .ifPresent(at -> node.put("answered", at.toString()).put("payloads", answer.payloads()));
            }
            ours.add(item);
        }
        ArrayNode others = json.putArray("others");
        for (Pending one : erasures.others(SHOWN)) {
            ObjectNode item = item(one).put("node", one.erase().node().did());
            one.receiptAt().ifPresent(at -> item.put("receipt", at.toString()));
            one.deliveredAt().ifPresent(at -> item.put("delivered", at.toString()));
            if (!one.fault().isEmpty()) {
                item.put("fault", one.fault()).put("tries", one.tries());
            }
            others.add(item);
        }
        return json;
    }

    private static ObjectNode item(Pending one) {
        ObjectNode item = JsonNodeFactory.instance
                .objectNode()
                .put("object", one.about().text())
                .put("kind", Kind.ofCode(one.kind()).map(Kind::label).orElse("?"))
                .put("payloads", one.payloads())
                .put("at", one.at().toString());
        one.purgedAt().ifPresent(at -> item.put("purged", at.toString()));
        return item;
    }
}
