package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What is gone, as far as the mark in its place needs to be known by readers who never saw it: no words, no author.
 *
 * @param dated when its first revision was written
 * @param thread of a question (itself), an answer or a comment: the question
 * @param parent of a comment: what it is about
 */
public record Gone(ObjectId about, Kind kind, Instant dated, Optional<ObjectId> thread, Optional<ObjectId> parent) {

    void write(ObjectNode json) {
        Body.writeReference(json, "about", about);
        json.put("ofKind", kind.label()).put("ofDate", Timestamps.text(dated));
        thread.ifPresent(question -> Body.writeReference(json, "thread", question));
        parent.ifPresent(above -> Body.writeReference(json, "parent", above));
    }

    static Gone read(Fields fields) throws RecordFault {
        ObjectId about = fields.reference("about");
        String label = fields.text("ofKind", 40);
        Kind kind = switch (label) {
            case "Member" -> Kind.MEMBER;
            case "Question" -> Kind.QUESTION;
            case "Answer" -> Kind.ANSWER;
            case "Comment" -> Kind.COMMENT;
            case "Attestation" -> Kind.ATTESTATION;
            case "Label" -> Kind.LABEL;
            case "Link" -> Kind.LINK;
            default ->
                throw RecordFault.malformed(
                        "ofKind must be Member, Question, Answer, Comment, Attestation, Label or Link, not \"" + label
                                + "\"");
        };
        Gone gone = new Gone(
                about,
                kind,
                fields.timestamp("ofDate"),
                fields.optionalReference("thread"),
                fields.optionalReference("parent"));
        boolean post = kind == Kind.QUESTION || kind == Kind.ANSWER || kind == Kind.COMMENT;
        if (post != gone.thread().isPresent()) {
            throw RecordFault.malformed("thread belongs to a question, an answer and a comment, and to nothing else");
        }
        if (kind == Kind.QUESTION && !gone.thread().equals(Optional.of(about))) {
            throw RecordFault.malformed("the thread of a question is the question");
        }
        if ((kind == Kind.COMMENT) != gone.parent().isPresent()) {
            throw RecordFault.malformed("parent belongs to a comment, and to nothing else");
        }
        return gone;
    }
}
