package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A thread points to another: said by the home of the thread it starts from. */
public record Link(ObjectId about, Target target, Relation relation) implements Body {

    /** What a link leads to. */
    public sealed interface Target {
        /** A question, here or at another node. */
        record OfThread(ObjectId id) implements Target {}

        /** A page of the web, for what no node has. */
        record Page(String url) implements Target {}
    }

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
        if (target instanceof Target.OfThread question) {
            Body.writeReference(json, "target", question.id());
        } else if (target instanceof Target.Page page) {
            json.put("targetUrl", page.url());
        }
        json.put("relation", relation.label());
    }

    static Link read(Head head, Fields fields) throws RecordFault {
        ObjectId about = fields.reference("about");
        if (fields.has("target") == fields.has("targetUrl")) {
            throw RecordFault.malformed("a link has either target or targetUrl");
        }
        Target target = fields.has("target")
                ? new Target.OfThread(fields.reference("target"))
                : new Target.Page(WebAddress.check("targetUrl", fields.text("targetUrl", Limits.ADDRESS)));
        Relation relation = Relation.ofLabel(fields.text("relation", 20));
        Named.check(head, about.node(), NamedUuid.link(about, relation, target));
        return new Link(about, target, relation);
    }
}
