package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/** A remark on a question or an answer of the thread. */
public record Comment(
        UUID author,
        ObjectId thread,
        ObjectId parent,
        String text,
        Optional<String> inLanguage,
        Optional<String> license,
        Origin origin)
        implements Body, Post {

    @Override
    public Kind kind() {
        return Kind.COMMENT;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.of(thread);
    }

    @Override
    public void write(ObjectNode json) {
        json.put("author", author.toString()).put("text", text);
        Body.writeReference(json, "thread", thread);
        Body.writeReference(json, "parent", parent);
        inLanguage.ifPresent(language -> json.put("inLanguage", language));
        license.ifPresent(licence -> json.put("license", licence));
        origin.write(json);
    }

    static Comment read(Fields fields) throws RecordFault {
        return new Comment(
                fields.uuid("author"),
                fields.reference("thread"),
                fields.reference("parent"),
                fields.text("text", Limits.COMMENT_TEXT),
                Language.read(fields),
                fields.optionalText("license", Limits.LICENSE),
                Origin.read(fields));
    }
}
