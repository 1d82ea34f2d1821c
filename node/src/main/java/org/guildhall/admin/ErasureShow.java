package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.ErasureTable.Pending;

/** {@code GET /erasures/OBJECT}: one object that was taken back: by whom, what is done here, who has answered and who has not. */
public final class ErasureShow implements AdminCommand {
    private final ErasureTable erasures;

    public ErasureShow(ErasureTable erasures) {
        this.erasures = erasures;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/erasures/:object";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only();
        ObjectKey object = MeantPost.of(call.path("object"));
        List<Pending> found = erasures.about(object);
        if (found.isEmpty()) {
            throw Refusal.notFound("nothing with the key " + object.text()
                    + " was erased or dropped here; see `guildhall erasure ls`");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("erasures");
        for (Pending one : found) {
            list.add(
                    one.own()
                            ? ErasureView.own(
                                    one, erasures.answers(List.of(one.erase().key())))
                            : ErasureView.others(one));
        }
        return answer;
    }
}
