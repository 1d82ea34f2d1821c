package org.guildhall.reputation;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;

/**
 * What one record says of one member.
 *
 * @param record the tally, acceptance or attestation
 * @param topics as this node calls them; {@link #ALL_TOPICS} among them
 * @param quarter from which it ages
 */
public record Fact(ObjectId record, ObjectId member, Set<String> topics, Basis basis, int quarter) {
    /** Stands for all topics together, where each answer counts once. */
    public static final String ALL_TOPICS = "";

    public Fact {
        topics = Set.copyOf(topics);
    }

    /**
     * Of votes on an answer, or of its acceptance.
     *
     * @param stated when the record says it was made
     * @param tags of the question, as this node calls them
     * @param answered the date of the answer: a fact is as old as that, and no younger than its record (OQX-STA-008)
     */
    public static Fact derived(
            ObjectId record, Instant stated, ObjectId member, Collection<String> tags, Basis basis, Instant answered) {
        Set<String> topics = new HashSet<>(tags);
        topics.add(ALL_TOPICS);
        return new Fact(record, member, topics, basis, Math.min(Age.quarterOf(answered), Age.quarterOf(stated)));
    }

    /** Of one period of an attestation; without a topic it is of all topics together. */
    public static Fact attested(
            ObjectId record, Instant stated, ObjectId member, Optional<String> topic, Basis.Attested period) {
        int quarter = Math.min(period.quarter(), Age.quarterOf(stated));
        return new Fact(record, member, Set.of(topic.orElse(ALL_TOPICS)), period, quarter);
    }

    /** The node whose word this is. */
    public NodeId issuer() {
        return record.node();
    }

    /** Whether it is the word of the member's own node, which others show and never count (OQX-STA-040). */
    public boolean isHome() {
        return issuer().equals(member.node());
    }

    public long points() {
        return basis.points();
    }

    /** Facts that count together: the id of the attestation it is of, or {@link Word#DERIVED} (OQX-STA-011). */
    public String source() {
        return basis instanceof Basis.Attested ? record.id().toString() : Word.DERIVED;
    }
}
