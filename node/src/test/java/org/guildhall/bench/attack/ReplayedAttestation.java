package org.guildhall.bench.attack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.admission.Intake;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.admission.Standings;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.record.Attestation;
import org.guildhall.record.Body;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Digest;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Sha256;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Fact;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.Sql;

/**
 * The log of an issuer, in which stand an honest attestation and what somebody made of it: said again, taken back and said again,
 * altered, signed by another. A node in memory reads it through its gate.
 */
public final class ReplayedAttestation implements AutoCloseable {
    private static final Attestation.Standing CLAIM = new Attestation.Standing(
            Optional.empty(),
            HonestFederation.NOW,
            List.of(new Attestation.Period(HonestFederation.QUARTER, 9, 4, 30, 2)));
    private static final Basis BASIS = new Basis.Attested(HonestFederation.QUARTER, 9, 4, 30, 2);

    private final SecureRandom random = new SecureRandom();
    private final SigningKey identity = SigningKey.generate(random);
    private final SigningKey signing = SigningKey.generate(random);
    private final SigningKey another = SigningKey.generate(random);
    private final NodeId issuer = NodeId.of(identity.publicKey());
    private final CompactRange log = CompactRange.empty();
    private final NodeInMemory reader;

    public ReplayedAttestation(Path directory) throws Exception {
        this.reader = new NodeInMemory("Reader", new DatabaseLocation.Embedded(directory));
        NodeProfile profile = new NodeProfile(
                "Issuer",
                identity.publicKey(),
                Digest.wrap(Sha256.of(another.publicKey().publicKey())),
                List.of(new NodeProfile.SigningKeyEntry(signing.publicKey(), Optional.empty())),
                List.of("http://127.0.0.1:1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        reader.peer(issuer, new Policy(Stance.TAKE, Stance.TAKE, Stance.TAKE, Stance.TAKE));
        read(List.of(NodeInMemory.frame(sign(new ObjectId(issuer, NodeProfile.ID), 1, profile, identity))));
    }

    /** Ways to say an attestation that its issuer does not say. */
    public enum Way {
        REPLAYED("attestation replayed"),
        REVIVED("attestation taken back, then replayed"),
        ALTERED("attestation with larger numbers"),
        RESIGNED("attestation signed by another key"),
        RENAMED("attestation once more under another id");

        private final String text;

        Way(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * What came of it.
     *
     * @param gained points of the member at the reader, more than by what the issuer says
     * @param plain what the frames claim, added up as they come
     * @param counts how the frames ended at the gate
     */
    public record Outcome(long gained, long plain, Intake.Counts counts) {}

    /** Of a new member: the issuer's honest words, then so many frames made in this way. */
    public Outcome of(Way way, int times) throws Exception {
        ObjectId member = new ObjectId(NodeId.of(another.publicKey()), UUID.randomUUID());
        ObjectId object = new ObjectId(issuer, NamedUuid.attestation(issuer, member, CLAIM));
        Body body = new Attestation(member, Label.State.ON, CLAIM, Optional.empty());
        OqxRecord said = sign(object, 1, body, signing);
        List<Frame> honest = new ArrayList<>(List.of(NodeInMemory.frame(said)));
        if (way == Way.REVIVED) {
            Body off = new Attestation(member, Label.State.OFF, CLAIM, Optional.empty());
            honest.add(NodeInMemory.frame(sign(object, 2, off, signing)));
        }
        read(honest);
        long before = points(member);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            frames.add(frame(way, said, 31 + i));
        }
        Intake.Counts counts = read(frames);
        return new Outcome(points(member) - before, times * HonestFederation.plain(BASIS), counts);
    }

    private Intake.Counts read(List<Frame> frames) throws Exception {
        return reader.arrive(issuer, signing, log.size(), log, frames);
    }

    private OqxRecord sign(ObjectId object, int revision, Body body, SigningKey key) throws Exception {
        return DataIntegrity.sign(
                new Draft(Head.of(body.kind(), object, revision, HonestFederation.NOW, random), body), key);
    }

    private Frame frame(Way way, OqxRecord said, int votes) throws Exception {
        byte[] bytes = said.payload().bytes();
        return switch (way) {
            case REPLAYED, REVIVED -> NodeInMemory.frame(said);
            case ALTERED ->
                forged(
                        said,
                        new String(bytes, StandardCharsets.UTF_8)
                                .replace("\"up\":30", "\"up\":" + votes)
                                .getBytes(StandardCharsets.UTF_8));
            case RESIGNED -> NodeInMemory.frame(sign(said.object(), said.head().revision(), said.body(), another));
            case RENAMED -> {
                ObjectNode json = CanonicalJson.read(bytes).root().deepCopy();
                json.put("id", UUID.randomUUID().toString());
                yield forged(said, DataIntegrity.sign(json, signing));
            }
        };
    }

    private static Frame forged(OqxRecord like, byte[] payload) {
        return new Frame(Entry.of(like, Instant.EPOCH), Frame.OWN, new Frame.Content.Payload(payload));
    }

    private long points(ObjectId member) throws Exception {
        try (Connection connection = reader.database.reads().getConnection()) {
            Standings standings = new Standings(new Sql(connection), reader.id, HonestFederation.NOW);
            return Objects.requireNonNull(
                            standings.of(List.of(member.key()), Fact.ALL_TOPICS).get(member.key()))
                    .peers();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
