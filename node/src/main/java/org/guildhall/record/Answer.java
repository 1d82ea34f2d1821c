package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/** An answer to a question, which may be of another node. */
public record Answer(UUID author, ObjectId thread, String text, String language, String licence, Origin origin)
        implements Body, Post {

    @Override
    public Kind kind() {
        return Kind.ANSWER;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.of(thread);
    }

    @Override
    public Optional<String> inLanguage() {
        return Optional.of(language);
    }

    @Override
    public Optional<String> license() {
        return Optional.of(licence);
    }

    @Override
    public void write(ObjectNode json) {
        json.put("author", author.toString()).put("text", text);
        Body.writeReference(json, "thread", thread);
        json.put("inLanguage", language).put("license", licence);
        origin.write(json);
    }

    static Answer read(Fields fields) throws RecordFault {
        return new Answer(
                fields.uuid("author"),
                fields.reference("thread"),
                fields.text("text", Limits.POST_TEXT),
                Language.required(fields),
                fields.text("license", Limits.LICENSE),
                Origin.read(fields));
    }
}
