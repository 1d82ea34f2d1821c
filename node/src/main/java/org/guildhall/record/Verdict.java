package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The word of a thread's home on another node's object in it. The newest revision holds. */
public record Verdict(
        ObjectId thread,
        ObjectId about,
        Ruling ruling,
        int ofRevision,
        Digest ofDigest,
        Optional<String> code,
        Optional<String> reason)
        implements Body {
    /** The registered codes (spec, chapter Limits and errors, section 4), as they are offered to people. */
    public static final List<String> CODES = List.of(
            "off-topic",
            "duplicate",
            "quality",
            "spam",
            "offensive",
            "language",
            "license",
            "unknown-author",
            "thread-closed",
            "rate",
            "node-policy",
            "author-request",
            "legal",
            "other");

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]*");

    /** What the home decided. Held is no ruling: nothing is said while nobody has decided. */
    public enum Ruling {
        TAKEN,
        DECLINED,
        EXCLUDED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Ruling ofLabel(String label) throws RecordFault {
            for (Ruling ruling : values()) {
                if (ruling.label().equals(label)) {
                    return ruling;
                }
            }
            throw RecordFault.malformed("verdict must be taken, declined or excluded, not \"" + label + "\"");
        }
    }

    @Override
    public Kind kind() {
        return Kind.VERDICT;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.of(thread);
    }

    @Override
    public void write(ObjectNode json) {
        Body.writeReference(json, "thread", thread);
        Body.writeReference(json, "about", about);
        json.put("verdict", ruling.label()).put("ofRevision", ofRevision).put("ofDigest", ofDigest.text());
        code.ifPresent(registered -> json.put("code", registered));
        reason.ifPresent(words -> json.put("reason", words));
    }

    static String code(String name, String code) throws RecordFault {
        if (!CODE.matcher(code).matches()) {
            throw RecordFault.malformed(name + " is a small letter, then small letters, digits and hyphens");
        }
        return code;
    }

    private static Optional<String> code(Fields fields) throws RecordFault {
        return fields.has("code") ? Optional.of(code("code", fields.text("code", Limits.CODE))) : Optional.empty();
    }

    static Verdict read(Head head, Fields fields) throws RecordFault {
        ObjectId thread = fields.reference("thread");
        ObjectId about = fields.reference("about");
        Named.check(head, thread.node(), NamedUuid.verdict(thread.node(), about));
        if (about.node().equals(head.node())) {
            throw new RecordFault("not-owner", "a verdict is about another node's object");
        }
        return new Verdict(
                thread,
                about,
                Ruling.ofLabel(fields.text("verdict", 20)),
                (int) fields.integer("ofRevision", 1, Integer.MAX_VALUE),
                fields.digest("ofDigest"),
                code(fields),
                fields.optionalText("reason", Limits.REASON));
    }
}
