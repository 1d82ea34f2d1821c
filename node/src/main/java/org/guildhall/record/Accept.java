package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The asker's choice of an answer, said by the thread's home. Without an answer: the choice is withdrawn. */
public record Accept(ObjectId thread, Optional<ObjectId> about) implements Body {

    @Override
    public Kind kind() {
        return Kind.ACCEPT;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.of(thread);
    }

    @Override
    public void write(ObjectNode json) {
        Body.writeReference(json, "thread", thread);
        about.ifPresent(answer -> Body.writeReference(json, "about", answer));
    }

    static Accept read(Head head, Fields fields) throws RecordFault {
        ObjectId thread = fields.reference("thread");
        Named.check(head, thread.node(), NamedUuid.accept(thread));
        return new Accept(thread, fields.optionalReference("about"));
    }
}
