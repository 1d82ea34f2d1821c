package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A question: opens a thread whose home is the node that signs. */
public record Question(
        UUID author, String name, String text, List<String> keywords, String language, String licence, Origin origin)
        implements Body, Post {

    @Override
    public Kind kind() {
        return Kind.QUESTION;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.of(self);
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
        json.put("author", author.toString()).put("name", name).put("text", text);
        ArrayNode tags = json.putArray("keywords");
        keywords.forEach(tags::add);
        json.put("inLanguage", language).put("license", licence);
        origin.write(json);
    }

    static Question read(Fields fields) throws RecordFault {
        List<String> keywords = fields.texts("keywords", Limits.TAGS, Limits.TAG);
        if (keywords.isEmpty()) {
            throw RecordFault.malformed("keywords must name at least one tag");
        }
        for (String tag : keywords) {
            Tag.check(tag);
        }
        if (new HashSet<>(keywords).size() != keywords.size()) {
            throw RecordFault.malformed("keywords names a tag twice");
        }
        return new Question(
                fields.uuid("author"),
                fields.text("name", Limits.TITLE),
                fields.text("text", Limits.POST_TEXT),
                keywords,
                Language.required(fields),
                fields.text("license", Limits.LICENSE),
                Origin.read(fields));
    }
}
