package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The owner of a log drops an object's bytes from it, whoever owns the object: mirrors of that log drop them too.
 *
 * @param code why, as in a verdict
 */
public record Drop(Gone gone, String code, Optional<String> reason) implements Body {
    @Override
    public Kind kind() {
        return Kind.DROP;
    }

    public ObjectId about() {
        return gone.about();
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return gone.thread();
    }

    @Override
    public void write(ObjectNode json) {
        gone.write(json);
        json.put("code", code);
        reason.ifPresent(words -> json.put("reason", words));
    }

    static Drop read(Head head, Fields fields) throws RecordFault {
        Gone gone = Gone.read(fields);
        Named.check(head, head.node(), NamedUuid.drop(head.node(), gone.about()));
        return new Drop(
                gone,
                Verdict.code("code", fields.text("code", Limits.CODE)),
                fields.optionalText("reason", Limits.REASON));
    }
}
