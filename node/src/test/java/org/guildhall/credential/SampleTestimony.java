package org.guildhall.credential;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.Entry;
import org.guildhall.log.HashReader;
import org.guildhall.log.MerkleTree;
import org.guildhall.log.Multiproof;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Digest;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Multikey;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Tally;
import org.guildhall.signing.Cosignature;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;

/** An accepted answer in a log of 2^20 entries, of which the others are made up; voted on by members of two nodes. */
public final class SampleTestimony {
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    private static final int LEVELS = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A node with one signing key. */
    record Party(SigningKey identity, SigningKey signing, SigningKey cosigning, OqxRecord introduction) {
        static Party of(String name) throws RecordFault {
            SigningKey identity = SigningKey.generate(RANDOM);
            SigningKey signing = SigningKey.generate(RANDOM);
            SigningKey cosigning = SigningKey.generate(RANDOM);
            NodeProfile profile = new NodeProfile(
                    name,
                    identity.publicKey(),
                    Digest.of(SigningKey.generate(RANDOM).publicKey().publicKey()),
                    List.of(new NodeProfile.SigningKeyEntry(signing.publicKey(), Optional.empty())),
                    List.of("https://" + name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + ".example"),
                    Optional.of("people@example.org"),
                    Optional.of("CC-BY-SA-4.0"),
                    Optional.of(cosigning.publicKey()),
                    Optional.empty());
            NodeId node = NodeId.of(identity.publicKey());
            return new Party(
                    identity, signing, cosigning, record(new ObjectId(node, NodeProfile.ID), profile, identity));
        }

        NodeId node() {
            return introduction.head().node();
        }

        OqxRecord record(UUID id, Body body) throws RecordFault {
            return record(new ObjectId(node(), id), body, signing);
        }

        private static OqxRecord record(ObjectId object, Body body, SigningKey key) throws RecordFault {
            return DataIntegrity.sign(new Draft(Head.of(body.kind(), object, 1, NOW, RANDOM), body), key);
        }
    }

    final Party home = Party.of("Pumps and valves");
    final Party other = Party.of("Concrete people");
    final Party witness = Party.of("A third node");
    final Party secondWitness = Party.of("A fourth node");

    SampleTestimony() throws RecordFault {}

    /** A credential about a member whose record names this key. */
    public static byte[] credential(Multikey key) throws Exception {
        SampleTestimony sample = new SampleTestimony();
        return Credential.issue(sample.ofAnswer(20, Optional.of(key)), sample.home.signing(), NOW, Verifier.best())
                .bytes();
    }

    /** @param words of the question and of the answer each */
    Testimony ofAnswer(int words) throws RecordFault, IOException {
        return ofAnswer(words, Optional.empty());
    }

    /** @param key of the member's own */
    Testimony ofAnswer(int words, Optional<Multikey> key) throws RecordFault, IOException {
        UUID author = UUID.randomUUID();
        OqxRecord member = home.record(
                author,
                new MemberProfile("ben", "Ben Tester", Optional.of("Pumps Ltd"), List.of(), Optional.empty(), key));
        OqxRecord question = home.record(
                UUID.randomUUID(),
                new Question(
                        UUID.randomUUID(),
                        "Why does the boom drift under load when it is cold?",
                        prose(words),
                        List.of("concrete-pumps", "hydraulics"),
                        "en",
                        "CC-BY-SA-4.0",
                        Post.Origin.HERE));
        ObjectId thread = question.object();
        OqxRecord answer = home.record(
                UUID.randomUUID(), new Answer(author, thread, prose(words), "en", "CC-BY-SA-4.0", Post.Origin.HERE));
        List<Tally.Count> counts = List.of(new Tally.Count(answer.object(), 12, 1));
        Map<Long, OqxRecord> placed = new TreeMap<>();
        placed.put(101_000L, member);
        placed.put(404_444L, question);
        placed.put(404_499L, answer);
        placed.put(404_640L, home.record(NamedUuid.tally(home.node(), thread), new Tally(thread, counts)));
        placed.put(404_760L, other.record(NamedUuid.tally(other.node(), thread), new Tally(thread, counts)));
        placed.put(405_310L, home.record(NamedUuid.accept(thread), new Accept(thread, Optional.of(answer.object()))));
        return testimony(placed);
    }

    private Testimony testimony(Map<Long, OqxRecord> placed) throws IOException {
        List<Testimony.Logged> records = new ArrayList<>();
        Map<Long, TreeHash> leaves = new TreeMap<>();
        placed.forEach((index, record) -> {
            records.add(new Testimony.Logged(
                    index, NOW.toEpochMilli() + index, record.payload().bytes()));
            leaves.put(index, Entry.of(record, NOW.plusMillis(index)).leafHash());
        });
        HashReader tree = new Sparse(leaves);
        Checkpoint at = Checkpoint.of(home.node(), 1L << LEVELS, tree.node(LEVELS, 0));
        SignedNote note;
        try {
            note = SignedNote.parse(SignedCheckpoint.sign(at, home.signing()).note());
        } catch (org.guildhall.signing.SignatureFault e) {
            throw new IllegalStateException(e);
        }
        for (Party one : List.of(witness, secondWitness)) {
            note = note.with(Cosignature.sign(at.text(), Checkpoint.origin(one.node()), one.cosigning(), NOW)
                    .signature());
        }
        Multiproof proof = Multiproof.prove(List.copyOf(placed.keySet()), at.size(), tree);
        List<List<byte[]>> nodes = new ArrayList<>();
        for (Party one : List.of(home, other, witness, secondWitness)) {
            nodes.add(List.of(one.introduction().payload().bytes()));
        }
        return new Testimony(List.of(new Testimony.Log(note.bytes(), proof.hashes(), records)), nodes);
    }

    /** Different words, so that they can't be packed better than people's. */
    private static String prose(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(Long.toString(RANDOM.nextLong() >>> 34, Character.MAX_RADIX))
                    .append(' ');
        }
        return text.toString().strip();
    }

    /** A tree that knows some leaves; of every subtree without any it makes the hash up. */
    private record Sparse(Map<Long, TreeHash> leaves) implements HashReader {
        @Override
        public TreeHash node(int level, long index) throws IOException {
            long low = index << level;
            long high = (index + 1) << level;
            if (leaves.keySet().stream().noneMatch(leaf -> leaf >= low && leaf < high)) {
                return MerkleTree.leaf((level + "/" + index).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return level == 0
                    ? java.util.Objects.requireNonNull(leaves.get(index))
                    : MerkleTree.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
        }
    }
}
