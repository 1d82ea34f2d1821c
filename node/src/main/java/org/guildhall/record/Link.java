package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A thread points to another: said by the home of the thread it starts from. */
public record Link(ObjectId about, ObjectId target, Relation relation) implements Body {

    /** How the two are related. */
    public enum Relation {
        DUPLICATE_OF("duplicate-of"),
        SAME_AS("same-as"),
        SEE_ALSO("see-also");

        private final String label;

        Relation(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static Relation ofLabel(String label) throws RecordFault {
            for (Relation relation : values()) {
                if (relation.label.equals(label)) {
                    return relation;
                }
            }
            throw RecordFault.malformed("relation must be duplicate-of, same-as or see-also, not \"" + label + "\"");
        }
    }

    @Override
    public Kind kind() {
        return Kind.LINK;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.of(about);
    }

    @Override
    public void write(ObjectNode json) {
        Body.writeReference(json, "about", about);
        Body.writeReference(json, "target", target);
        json.put("relation", relation.label());
    }

    static Link read(Head head, Fields fields) throws RecordFault {
        ObjectId about = fields.reference("about");
        ObjectId target = fields.reference("target");
        Relation relation = Relation.ofLabel(fields.text("relation", 20));
        Named.check(head, about.node(), NamedUuid.link(about, relation, target));
        return new Link(about, target, relation);
    }
}
