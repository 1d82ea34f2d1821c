package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.guildhall.record.Kind;
import org.guildhall.store.ErasureTable.Answer;
import org.guildhall.store.ErasureTable.Pending;

/** Erasures as the administrative API shows them. */
final class ErasureView {
    private ErasureView() {}

    /** Ours, and who has answered it or is to. A drop is answered by nobody. */
    static ObjectNode own(Pending one, List<Answer> answers) {
        ObjectNode item = item(one);
        ArrayNode list = item.putArray("nodes");
        for (Answer answer : answers) {
            ObjectNode node = list.addObject().put("node", answer.node()).put("name", answer.name());
            answer.askedAt().ifPresent(at -> node.put("asked", at.toString()));
            answer.answeredAt()
                    .ifPresent(at -> node.put("answered", at.toString()).put("payloads", answer.payloads()));
        }
        return item;
    }

    /** Another node's, and what became of our receipt. */
    static ObjectNode others(Pending one) {
        ObjectNode item = item(one).put("node", one.erase().node().did());
        one.receiptAt().ifPresent(at -> item.put("receipt", at.toString()));
        one.deliveredAt().ifPresent(at -> item.put("delivered", at.toString()));
        if (!one.fault().isEmpty()) {
            item.put("fault", one.fault()).put("tries", one.tries());
        }
        return item;
    }

    private static ObjectNode item(Pending one) {
        ObjectNode item = JsonNodeFactory.instance
                .objectNode()
                .put("object", one.about().text())
                .put("by", one.by().label().toLowerCase(Locale.ROOT))
                .put("kind", Kind.ofCode(one.kind()).map(Kind::label).orElse("?"))
                .put("payloads", one.payloads())
                .put("at", one.at().toString());
        one.purgedAt().ifPresent(at -> item.put("purged", at.toString()));
        return item;
    }
}
