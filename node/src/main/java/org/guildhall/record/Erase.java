package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The owner takes an object back, in all its revisions, past and later: whoever has its bytes drops them. */
public record Erase(Gone gone) implements Body {
    @Override
    public Kind kind() {
        return Kind.ERASE;
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
    }

    static Erase read(Head head, Fields fields) throws RecordFault {
        Gone gone = Gone.read(fields);
        Named.check(head, gone.about().node(), NamedUuid.erase(gone.about()));
        return new Erase(gone);
    }
}
