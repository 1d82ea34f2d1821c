package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.guildhall.log.Frame;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Records that want to be what they are not. Ids are those of docs/abuse.md. */
class HostileRecordsTest {
    @TempDir
    private Path directory;

    private NodeInMemory reader;
    private NodeInMemory author;
    private NodeInMemory other;
    private ObjectId anna;

    private void start(DatabaseLocation location) throws Exception {
        reader = new NodeInMemory("Reader", location);
        author = new NodeInMemory("Author", new DatabaseLocation.Embedded(directory.resolve("author")));
        other = new NodeInMemory("Other", new DatabaseLocation.Embedded(directory.resolve("other")));
        anna = author.join("anna");
    }

    @AfterEach
    void stop() {
        for (NodeInMemory node : new NodeInMemory[] {reader, author, other}) {
            node.close();
        }
    }

    private static Question question(ObjectId by, String title) {
        return new Question(by.id(), title, "Why?", List.of("pumps"), "en", "CC0-1.0", Post.Origin.HERE);
    }

    private Intake.Counts offer(NodeInMemory owner, Frame frame) throws Exception {
        return reader.arrive(owner, at(owner), List.of(frame));
    }

    private long at(NodeInMemory owner) throws Exception {
        return reader
                .select("select s.size from log_state s join node n on n.nr = s.log where n.id = ?", owner.id.did())
                .stream()
                .map(Long::parseLong)
                .findFirst()
                .orElse(0L);
    }

    /** What readers see, and who wrote it. */
    private List<String> shown() throws Exception {
        return reader.select("select p.title, p.body, p.revision, p.author, m.name from post p"
                + " left join member m on m.object_key = p.author order by p.object_key");
    }

    private List<String> codes(NodeInMemory log) throws Exception {
        return reader.select(
                "select s.code from setback s join node n on n.nr = s.log where n.id = ? order by s.idx", log.id.did());
    }

    /** That a record was verified once says nothing of other bytes with the same object and revision. */
    @EachDatabase
    void a10VerifiesAgainWhatLooksLikeSomethingThatIsHere(DatabaseLocation location) throws Exception {
        start(location);
        OqxRecord genuine = author.publish(author.fresh(), question(anna, "Why does it stall"));
        reader.follow(author);
        List<String> before = shown();
        ObjectNode json = CanonicalJson.read(genuine.payload().bytes()).root().put("name", "Buy oil");
        OqxRecord forged = RecordReader.read(CanonicalJson.write(json));
        assertThat(forged.proof()).isEqualTo(genuine.proof());
        offer(author, NodeInMemory.frame(forged));
        assertThat(shown()).isEqualTo(before);
        assertThat(codes(author)).containsExactly("bad-signature");
    }

    /** A member is known by node and id together: another node's member of the same id is somebody else. */
    @EachDatabase
    void a11TellsMembersOfOneIdAtTwoNodesApart(DatabaseLocation location) throws Exception {
        start(location);
        author.publish(author.fresh(), question(anna, "By the real one"));
        ObjectId twin = new ObjectId(other.id, anna.id());
        other.publish(twin, new MemberProfile("anna", "Mallory", Optional.empty(), List.of(), Optional.empty()));
        other.publish(other.fresh(), question(twin, "By the other one"));
        reader.follow(author);
        reader.follow(other);
        assertThat(reader.select(
                        "select p.title, m.name from post p join member m on m.object_key = p.author order by p.title"))
                .containsExactly("By the other one|Mallory", "By the real one|anna");
    }

    /** The node's key is good, the object another member's. */
    @EachDatabase
    void a13QuarantinesAnEditByAnotherMemberOfTheSameNode(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId mallory = author.join("mallory");
        ObjectId asked = author.publish(author.fresh(), question(anna, "Why does it stall"))
                .object();
        reader.follow(author);
        List<String> before = shown();
        offer(author, NodeInMemory.frame(author.sign(asked, 2, question(mallory, "Buy oil"))));
        assertThat(shown()).isEqualTo(before);
        assertThat(codes(author)).containsExactly("moved");
    }

    /** Another node signs, well, what it says is an edit of somebody else's object. */
    @EachDatabase
    void a13NeverTakesAnEditOfAnotherNodesObject(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId asked = author.publish(author.fresh(), question(anna, "Why does it stall"))
                .object();
        reader.follow(author);
        reader.follow(other);
        List<String> before = shown();
        offer(other, NodeInMemory.frame(other.sign(asked, 2, question(anna, "Buy oil"))));
        OqxRecord included = other.sign(asked, 2, question(anna, "Buy oil"));
        offer(other, NodeInMemory.included(included, 100));
        assertThat(shown()).isEqualTo(before);
        assertThat(codes(other)).containsExactly("origin-index", "key-unknown");
    }

    /** What was refused stays out when others lean on it, and when it is offered again in another's log. */
    @EachDatabase
    void a15KeepsOutWhatWasRefusedWhenItComesAgain(DatabaseLocation location) throws Exception {
        start(location);
        OqxRecord stolen = other.sign(new ObjectId(author.id, author.fresh().id()), 1, question(anna, "Buy oil"));
        reader.follow(author);
        reader.follow(other);
        long place = at(author);
        offer(author, NodeInMemory.frame(stolen));
        assertThat(codes(author)).containsExactly("key-unknown");
        long size = reader.writer.current().size();
        offer(other, NodeInMemory.included(stolen, place));
        OqxRecord leaning =
                author.sign(author.fresh(), 1, NodeInMemory.answerBody(anna, stolen.object(), "Yes, buy it."));
        offer(author, NodeInMemory.frame(leaning));
        assertThat(reader.select("select count(*) from thread")).containsExactly("0");
        assertThat(reader.select("select count(*) from post where kind = 3")).containsExactly("0");
        assertThat(codes(other)).containsExactly("key-unknown");
        assertThat(reader.writer.current().size()).isEqualTo(size);
    }

    /** A form's words and a peer's record end at the same rules: what the one can't say, the other can't either. */
    @EachDatabase
    void a16RefusesTheSameOfMembersHereAndOfPeers(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId rita = reader.join("rita");
        ObjectNode good = CanonicalJson.read(author.publish(author.fresh(), question(anna, "Why does it stall"))
                        .payload()
                        .bytes())
                .root();
        good.remove("proof");
        List<String> before = shown();
        long size = reader.writer.current().size();
        for (Question bad : List.of(
                question(rita, "x".repeat(301)),
                question(rita, ""),
                question(rita, "two\nlines"),
                new Question(rita.id(), "Tag", "t", List.of("Pumps"), "en", "CC0-1.0", Post.Origin.HERE),
                new Question(rita.id(), "Tags", "t", List.of(), "en", "CC0-1.0", Post.Origin.HERE),
                new Question(rita.id(), "Zero", "a\u0000b", List.of("pumps"), "en", "CC0-1.0", Post.Origin.HERE),
                new Question(rita.id(), "Long", "x".repeat(65_537), List.of("p"), "en", "CC0-1.0", Post.Origin.HERE))) {
            ExecutionException here = catchThrowableOfType(
                    ExecutionException.class,
                    () -> reader.admission
                            .publish(desk -> desk.publish(reader.fresh(), bad))
                            .get());
            assertThat(here.getCause()).as(bad.name()).isInstanceOf(Refusal.class);
            ObjectNode theirs = good.deepCopy().put("name", bad.name()).put("text", bad.text());
            theirs.putArray("keywords");
            bad.keywords().forEach(theirs.withArray("keywords")::add);
            byte[] signed = DataIntegrity.sign(theirs, author.signing);
            RecordFault there = catchThrowableOfType(RecordFault.class, () -> RecordReader.read(signed));
            assertThat(there.code()).as(bad.name()).isEqualTo(((Refusal) here.getCause()).code());
        }
        assertThat(shown()).isEqualTo(before);
        assertThat(reader.writer.current().size()).isEqualTo(size);
    }
}
