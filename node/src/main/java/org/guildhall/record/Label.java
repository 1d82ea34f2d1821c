package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A node's opinion on an object, its own or another's: spam, outdated, official. Who honours it, and for what, is each
 * reader's affair. The newest revision holds.
 *
 * @param thread the question it belongs to, if it belongs to one
 * @param label what is thought of it, see {@link #REGISTERED}
 */
public record Label(ObjectId about, Optional<ObjectId> thread, String label, State state, Optional<String> reason)
        implements Body {
    /** The registered labels (spec, chapter Limits and errors, section 4.1), as they are offered to people. */
    public static final List<String> REGISTERED =
            List.of("outdated", "official", "disputed", "off-topic", "unclear", "unsafe", "spam");

    /** What the home of a thread says of its question when it takes no more answers (OQX-INC-060). Nobody else's word does that. */
    public static final String CLOSED = "closed";

    /** Whether the node still thinks so. */
    public enum State {
        ON,
        OFF;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofLabel(String label) throws RecordFault {
            for (State state : values()) {
                if (state.label().equals(label)) {
                    return state;
                }
            }
            throw RecordFault.malformed("state must be on or off, not \"" + label + "\"");
        }
    }

    @Override
    public Kind kind() {
        return Kind.LABEL;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return thread;
    }

    @Override
    public Optional<ObjectId> opinionOn() {
        return Optional.of(about);
    }

    @Override
    public void write(ObjectNode json) {
        Body.writeReference(json, "about", about);
        thread.ifPresent(question -> Body.writeReference(json, "thread", question));
        json.put("label", label).put("state", state.label());
        reason.ifPresent(words -> json.put("reason", words));
    }

    static Label read(Head head, Fields fields) throws RecordFault {
        ObjectId about = fields.reference("about");
        String label = Verdict.code("label", fields.text("label", Limits.LABEL));
        Named.check(head, head.node(), NamedUuid.label(head.node(), about, label));
        return new Label(
                about,
                fields.optionalReference("thread"),
                label,
                State.ofLabel(fields.text("state", 10)),
                fields.optionalText("reason", Limits.REASON));
    }
}
