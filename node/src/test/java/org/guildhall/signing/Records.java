package org.guildhall.signing;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.guildhall.record.Answer;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;

/** Signed records for tests that care for bytes and signatures and not for what is asked. */
public final class Records {
    public static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    private static final SecureRandom RANDOM = new SecureRandom();

    private Records() {}

    /** A new question of the node that {@code key} is the identity of. */
    public static OqxRecord question(SigningKey key) throws RecordFault {
        Question question = new Question(
                UUID.randomUUID(),
                "Why does the pump stall?",
                "It stalls at −5 °C.",
                List.of("pump"),
                "en",
                "CC-BY-SA-4.0",
                Post.Origin.HERE);
        ObjectId object = new ObjectId(NodeId.of(key.publicKey()), UUID.randomUUID());
        return DataIntegrity.sign(new Draft(Head.of(Kind.QUESTION, object, 1, NOW, RANDOM), question), key);
    }

    /** A revision of an answer in a thread. */
    public static OqxRecord answer(SigningKey key, ObjectId thread, UUID id, int revision) throws RecordFault {
        Answer answer = new Answer(
                UUID.randomUUID(),
                thread,
                "Warm it, revision " + revision + ".",
                "en",
                "CC-BY-SA-4.0",
                Post.Origin.HERE);
        ObjectId object = new ObjectId(NodeId.of(key.publicKey()), id);
        return DataIntegrity.sign(new Draft(Head.of(Kind.ANSWER, object, revision, NOW, RANDOM), answer), key);
    }
}
