package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The members of a record that belong to its kind. */
public sealed interface Body
        permits NodeProfile,
                MemberProfile,
                Question,
                Answer,
                Comment,
                Accept,
                Verdict,
                Tally,
                Attestation,
                Label,
                Link,
                Erase,
                Drop,
                Receipt {

    Kind kind();

    /** The thread this record belongs to, given the object it is a revision of; empty for nodes and members. */
    Optional<ObjectId> thread(ObjectId self);

    /** The object that this is an opinion on, whoever owns it: when that is erased, so is this (OQX-ERA-001). */
    default Optional<ObjectId> opinionOn() {
        return Optional.empty();
    }

    /** Puts this kind's members beside those of the head. */
    void write(ObjectNode json);

    /** Reads the members of {@code head.kind()} and checks them against the head. */
    static Body read(Head head, Fields fields) throws RecordFault {
        return switch (head.kind()) {
            case NODE -> NodeProfile.read(fields);
            case MEMBER -> MemberProfile.read(fields);
            case QUESTION -> Question.read(fields);
            case ANSWER -> Answer.read(fields);
            case COMMENT -> Comment.read(fields);
            case ACCEPT -> Accept.read(head, fields);
            case VERDICT -> Verdict.read(head, fields);
            case TALLY -> Tally.read(head, fields);
            case ATTESTATION -> Attestation.read(head, fields);
            case LABEL -> Label.read(head, fields);
            case LINK -> Link.read(head, fields);
            case ERASE -> Erase.read(head, fields);
            case DROP -> Drop.read(head, fields);
            case RECEIPT -> Receipt.read(head, fields);
        };
    }

    /** Writes a reference to an object as {@code {"id": …, "node": …}}. */
    static void writeReference(ObjectNode json, String name, ObjectId object) {
        json.putObject(name)
                .put("node", object.node().did())
                .put("id", object.id().toString());
    }
}
