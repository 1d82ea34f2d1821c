package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One node's votes on a thread's objects, cumulative; who voted stays at that node. A later revision replaces all. */
public record Tally(ObjectId thread, List<Count> counts) implements Body {

    /** Votes up and down on one object, since ever. */
    public record Count(ObjectId about, long up, long down) {}

    @Override
    public Kind kind() {
        return Kind.TALLY;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.of(thread);
    }

    @Override
    public void write(ObjectNode json) {
        Body.writeReference(json, "thread", thread);
        ArrayNode items = json.putArray("counts");
        for (Count count : counts) {
            ObjectNode item = items.addObject();
            Body.writeReference(item, "about", count.about());
            item.put("up", count.up()).put("down", count.down());
        }
    }

    static Tally read(Head head, Fields fields) throws RecordFault {
        ObjectId thread = fields.reference("thread");
        Named.check(head, head.node(), NamedUuid.tally(head.node(), thread));
        List<Count> counts = new ArrayList<>();
        for (Fields item : fields.objects("counts", Limits.COUNTS)) {
            Count count = new Count(
                    item.reference("about"),
                    item.integer("up", 0, Integer.MAX_VALUE),
                    item.integer("down", 0, Integer.MAX_VALUE));
            if (!counts.isEmpty() && counts.get(counts.size() - 1).about().compareTo(count.about()) >= 0) {
                throw RecordFault.malformed("counts must be sorted by node and id, each object once");
            }
            counts.add(count);
        }
        if (counts.isEmpty()) {
            throw RecordFault.malformed("counts must have at least one item");
        }
        return new Tally(thread, List.copyOf(counts));
    }
}
