package org.guildhall.reputation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;

/** Nodes, members and facts that follow from a seed. */
final class Invented {
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    static final List<String> TOPICS = List.of("pumps", "seals", "hydraulics");

    final Random random;

    Invented(long seed) {
        this.random = new Random(seed);
    }

    NodeId node() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return NodeId.of(Multikey.ofPublicKey(key));
    }

    List<NodeId> nodes(int count) {
        List<NodeId> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(node());
        }
        return nodes;
    }

    /** A member or a record, of one of the nodes. */
    ObjectId object(List<NodeId> nodes) {
        return new ObjectId(one(nodes), new UUID(random.nextLong(), random.nextLong()));
    }

    <T> T one(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** A vote or an acceptance, of an answer of the last twelve years. */
    Fact derived(ObjectId record, ObjectId member) {
        ObjectId answer = object(List.of(member.node()));
        Basis basis = random.nextInt(4) == 0
                ? new Basis.Accepted(answer)
                : new Basis.Votes(answer, random.nextInt(15), random.nextInt(6));
        Instant answered = NOW.minusSeconds(random.nextInt(12 * 31_557_600));
        return Fact.derived(record, NOW, member, List.of(one(TOPICS), one(TOPICS)), basis, answered);
    }

    /** A period of what an attestation claims, or of one that claims more than anybody could believe. */
    Fact attested(ObjectId record, ObjectId member, Optional<String> topic, int quarter) {
        boolean boasts = random.nextInt(4) == 0;
        int most = boasts ? 1_000_000 : 40;
        Basis.Attested basis = new Basis.Attested(
                quarter, random.nextInt(most), random.nextInt(most), random.nextInt(most), random.nextInt(most));
        return Fact.attested(record, NOW, member, topic, basis);
    }
}
