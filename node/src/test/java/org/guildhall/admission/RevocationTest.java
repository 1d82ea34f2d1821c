package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Body;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Verdict;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signing key was stolen: what was taken with it, from the size on that its node names, is taken back (OQX-SIG-041, 043). */
class RevocationTest {
    @TempDir
    private Path directory;

    /** Whose key was stolen. */
    private NodeInMemory author;

    /** Who believed what was signed with it. */
    private NodeInMemory reader;

    private ObjectId anna;

    private void start(DatabaseLocation location) throws Exception {
        reader = new NodeInMemory("Reader", location);
        author = new NodeInMemory("Author", embedded("author"));
        anna = author.join("anna");
    }

    private DatabaseLocation embedded(String name) {
        return new DatabaseLocation.Embedded(directory.resolve(name));
    }

    @AfterEach
    void stop() {
        author.close();
        reader.close();
    }

    private long size() {
        return author.writer.current().size();
    }

    /** The author's node replaces its signing key and says from which size on the old one is not to be believed. */
    private Admission revoke(long from) throws Exception {
        SigningKey fresh = SigningKey.generate(new SecureRandom());
        NodeProfile after = author.profile()
                .withKeys(List.of(
                        new NodeProfile.SigningKeyEntry(author.signing.publicKey(), Optional.of(from)),
                        new NodeProfile.SigningKeyEntry(fresh.publicKey(), Optional.empty())));
        author.admission
                .publish(desk -> desk.publishNode(after, author.identity))
                .get();
        return new Admission(author.writer, fresh, author.permit, new SecureRandom());
    }

    private static Question question(ObjectId by, String text) {
        return new Question(by.id(), "Why does it stall", text, List.of("pumps"), "en", "CC0-1.0", Post.Origin.HERE);
    }

    private static List<String> projections(NodeInMemory node) throws Exception {
        List<String> rows = new ArrayList<>();
        for (String table : Replay.projections()) {
            for (String row : node.select("select * from " + table)) {
                rows.add(table + ": " + row);
            }
        }
        rows.sort(null);
        return rows;
    }

    /** What is there is what a rebuild makes, which passes over what was set back. */
    private static void assertRebuildMakesTheSame(NodeInMemory node) throws Exception {
        List<String> before = projections(node);
        Replay.run(node.writer, read -> {}).get();
        assertThat(projections(node)).isEqualTo(before);
    }

    private static List<String> setbacks(NodeInMemory node, NodeInMemory log) throws Exception {
        return node.select(
                "select s.idx, s.outcome, s.code from setback s join node n on n.nr = s.log where n.id = ? order by s.idx",
                log.id.did());
    }

    @EachDatabase
    void takesBackPostsEditsMembersAndWhatTheyDid(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId asked =
                author.publish(author.fresh(), question(anna, "It stalls.")).object();
        author.answer(anna, asked, "Check the filter.");
        long stolenAt = size();
        author.publish(asked, question(anna, "Buy oil."));
        ObjectId mallory = author.join("mallory");
        ObjectId spam = author.ask(mallory, "Cheap oil");
        author.comment(mallory, asked, asked, "Very cheap.");
        reader.follow(author);
        assertThat(reader.select("select body from post order by body"))
                .containsExactly("Buy oil.", "Cheap oil?", "Check the filter.", "Very cheap.");
        assertThat(setbacks(reader, author)).isEmpty();

        Admission fresh = revoke(stolenAt);
        reader.follow(author);

        assertThat(reader.select("select body, revision, latest from post order by body"))
                .containsExactly("Check the filter.|1|1", "It stalls.|1|1");
        assertThat(reader.select("select title from thread")).containsExactly("Why does it stall");
        assertThat(reader.select("select handle from member")).containsExactly("anna");
        assertThat(setbacks(reader, author))
                .containsExactly(
                        stolenAt + "|quarantined|key-revoked",
                        (stolenAt + 1) + "|quarantined|key-revoked",
                        (stolenAt + 2) + "|quarantined|key-revoked",
                        (stolenAt + 3) + "|quarantined|key-revoked");
        assertThat(reader.select("select count(*) from post where object_key = ?", spam.key()))
                .containsExactly("0");
        assertRebuildMakesTheSame(reader);

        fresh.publish(desk -> desk.publish(author.fresh(), answer(asked))).get();
        assertThat(reader.follow(author).taken())
                .as("what the new key signs is taken")
                .isEqualTo(1);
        try (NodeInMemory late = new NodeInMemory("Late", embedded("late"))) {
            late.follow(author);
            assertThat(late.select("select body, revision from post order by body"))
                    .as("who reads the log only now ends in the same state")
                    .isEqualTo(reader.select("select body, revision from post order by body"));
            assertThat(setbacks(late, author)).isEqualTo(setbacks(reader, author));
        }
    }

    private Body answer(ObjectId thread) {
        return NodeInMemory.answerBody(anna, thread, "And the valve.");
    }

    /** A thief decides how much there is to take back: it is read in pieces, and projected in pieces. */
    @Test
    void takesBackWhatIsMoreThanAPiece() throws Exception {
        start(embedded("reader"));
        List<ObjectId> asked = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            asked.add(author.publish(author.fresh(), question(anna, "It stalls. " + "x".repeat(60_000)))
                    .object());
        }
        long stolenAt = size();
        for (ObjectId one : asked) {
            author.publish(one, question(anna, "Buy oil. " + "x".repeat(60_000)));
        }
        reader.follow(author);
        assertThat(bodies()).containsExactly("Buy oil.|2|150");

        revoke(stolenAt);
        reader.follow(author);

        assertThat(bodies()).containsExactly("It stall|1|150");
        assertThat(setbacks(reader, author)).hasSize(150);
        assertRebuildMakesTheSame(reader);
    }

    private List<String> bodies() throws Exception {
        return reader.select(
                "select substring(body from 1 for 8), latest, count(*) from post group by substring(body from 1 for 8), latest");
    }

    @EachDatabase
    void takesItOutOfThreadsOfOursAndSaysSo(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId rita = reader.join("rita");
        ObjectId asked = reader.ask(rita, "Why does it stall");
        author.follow(reader);
        ObjectId edited = author.answer(anna, asked, "Check the filter.");
        reader.follow(author);
        long stolenAt = size();
        ObjectId spam = author.answer(anna, asked, "Buy oil.");
        author.publish(edited, NodeInMemory.answerBody(anna, asked, "Buy filters."));
        reader.follow(author);
        assertThat(reader.select("select body from post where kind = 4 and visible order by body"))
                .containsExactly("Buy filters.", "Buy oil.");

        Admission fresh = revoke(stolenAt);
        reader.follow(author);

        assertThat(reader.select("select body, revision from post where kind = 4 and visible"))
                .as("the edit is taken back, and with it what it replaced is there again")
                .containsExactly("Check the filter.|1");
        assertThat(reader.select("select answers from thread")).containsExactly("1");
        assertThat(reader.select("select ruling, code from verdict where object_key = ?", spam.key()))
                .containsExactly("excluded|key-revoked");
        assertThat(reader.select("select ruling, of_revision, shown from verdict where object_key = ?", edited.key()))
                .containsExactly("taken|1|1");
        assertRebuildMakesTheSame(reader);

        try (NodeInMemory third = new NodeInMemory("Third", embedded("third"))) {
            third.follow(reader);
            assertThat(third.select("select body from post where kind = 4 and visible"))
                    .as("a follower of the home alone, who has not heard of the revocation")
                    .containsExactly("Check the filter.");
            fresh.publish(desk -> desk.publish(author.fresh(), answer(asked))).get();
            reader.follow(author);
            third.follow(reader);
            assertThat(third.select("select body from post where kind = 4 and visible order by body"))
                    .as("now it has, and of the old key's records it knows no index but what the home claims")
                    .containsExactly("And the valve.");
            third.follow(author);
            assertThat(third.select("select body from post where kind = 4 and visible order by body"))
                    .as("in the author's own log the first answer is below the size")
                    .containsExactly("And the valve.", "Check the filter.");
            assertRebuildMakesTheSame(third);
        }
    }

    @EachDatabase
    void doesNotLetAModeratorTakeWhatWasHeld(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId rita = reader.join("rita");
        ObjectId asked = reader.ask(rita, "Why does it stall");
        Policy holding = new Policy(Policy.Stance.TAKE, Policy.Stance.HOLD, Policy.Stance.TAKE, Policy.Stance.TAKE);
        reader.peer(author.id, holding);
        author.follow(reader);
        long stolenAt = size();
        OqxRecord spam = author.publish(author.fresh(), NodeInMemory.answerBody(anna, asked, "Buy oil."));
        reader.follow(author);
        assertThat(setbacks(reader, author)).containsExactly(stolenAt + "|held|policy");

        revoke(stolenAt);
        reader.follow(author);

        assertThat(setbacks(reader, author)).containsExactly(stolenAt + "|quarantined|key-revoked");
        assertThat(reader.select("select kind, times from event where kind = 'key-revoked'"))
                .containsExactly("key-revoked|1");
        long size = reader.writer.current().size();
        assertThatThrownBy(() -> reader.decide(spam, Verdict.Ruling.TAKEN, "", ""))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("not-held"));
        assertThat(setbacks(reader, author)).containsExactly(stolenAt + "|quarantined|key-revoked");
        assertThat(reader.select("select count(*) from verdict")).containsExactly("0");
        assertThat(reader.select("select count(*) from post where kind = 4")).containsExactly("0");
        assertThat(reader.writer.current().size()).isEqualTo(size);
    }

    /** The theft, the spam and the revocation come in one batch: nothing of it is logged, and nobody is told. */
    @EachDatabase
    void neverShowsWhatComesWithItsRevocation(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId rita = reader.join("rita");
        ObjectId asked = reader.ask(rita, "Why does it stall");
        author.follow(reader);
        long stolenAt = size();
        author.answer(anna, asked, "Buy oil.");
        revoke(stolenAt);
        long logged = reader.writer.current().size();
        reader.follow(author);
        assertThat(setbacks(reader, author)).containsExactly(stolenAt + "|quarantined|key-revoked");
        assertThat(reader.writer.current().size()).isEqualTo(logged);
        assertThat(reader.select("select count(*) from post where kind = 4")).containsExactly("0");
        assertRebuildMakesTheSame(reader);
    }

    private void introduce(SigningKey key) throws Exception {
        NodeProfile after =
                author.profile().withKeys(List.of(new NodeProfile.SigningKeyEntry(key.publicKey(), Optional.empty())));
        author.admission
                .publish(desk -> desk.publishNode(after, author.identity))
                .get();
    }

    /** A key that was retired and is listed again: whatever is made of it, each reader makes the same (OQX-FOL-018). */
    @EachDatabase
    void doesNotDependOnHowALogWasCutWhenAKeyComesBack(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory often = new NodeInMemory("Often", embedded("often"))) {
            introduce(SigningKey.generate(new SecureRandom()));
            often.follow(author);
            introduce(author.signing);
            often.follow(author);
            author.ask(anna, "By the key that came back");
            often.follow(author);
            reader.follow(author);
            assertThat(setbacks(reader, author)).isEqualTo(setbacks(often, author));
            assertThat(reader.select("select title from thread")).isEqualTo(often.select("select title from thread"));
        }
    }

    /** OQX-FOL-027: an author nobody introduced. */
    @EachDatabase
    void takesWhatAnUnknownMemberOfAKnownNodeWrote(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId stranger = new ObjectId(author.id, java.util.UUID.randomUUID());
        ObjectId asked = author.fresh();
        OqxRecord record = author.sign(asked, 1, question(stranger, "Who am I?"));
        reader.follow(author);
        Intake.Counts counts = reader.arrive(author, size(), List.of(NodeInMemory.frame(record)));
        assertThat(counts).isEqualTo(new Intake.Counts(1, 0, 0, 0, 0, 0));
        assertThat(reader.select("select title from thread")).containsExactly("Why does it stall");
        assertThat(setbacks(reader, author)).isEmpty();
    }
}
