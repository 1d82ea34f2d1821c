package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A node's answer to another node's erasure: the bytes are gone here.
 *
 * @param about the {@link Erase} object
 * @param payloads how many payloads of what it covers the node held
 */
public record Receipt(ObjectId about, long payloads) implements Body {
    @Override
    public Kind kind() {
        return Kind.RECEIPT;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.empty();
    }

    @Override
    public void write(ObjectNode json) {
        Body.writeReference(json, "about", about);
        json.put("payloads", payloads);
    }

    static Receipt read(Head head, Fields fields) throws RecordFault {
        ObjectId about = fields.reference("about");
        Named.check(head, head.node(), NamedUuid.receipt(head.node(), about));
        if (about.node().equals(head.node())) {
            throw new RecordFault("not-owner", "a receipt answers another node's erasure");
        }
        return new Receipt(about, fields.integer("payloads", 0, Integer.MAX_VALUE));
    }
}
