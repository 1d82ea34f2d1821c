package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Frame;
import org.guildhall.record.Body;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Verdict;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub that does not relay what it read as it read it: that is set back, and nothing else stops. */
class HostileRelayTest {
    @TempDir
    private Path directory;

    private NodesInMemory nodes;
    private NodeInMemory reader;
    private NodeInMemory hub;
    private NodeInMemory author;
    private ObjectId anna;
    private final List<Frame> told = new ArrayList<>();

    private void start(DatabaseLocation location) throws Exception {
        nodes = new NodesInMemory(directory);
        reader = nodes.node("Reader", location);
        hub = nodes.node("Hub");
        author = nodes.node("Author");
        anna = author.join("anna");
        reader.follow(hub);
        told.addAll(hub.frames(0));
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private OqxRecord logged(int index) throws Exception {
        return record(author.frames(index).get(0));
    }

    /** The hub's log goes on with this, whatever the hub would say. */
    private void relay(OqxRecord record, long claimed) throws Exception {
        Frame frame = NodeInMemory.included(record, claimed);
        long from = told.size();
        told.add(frame);
        CompactRange range = CompactRange.empty();
        told.forEach(one -> range.append(one.entry().leafHash()));
        reader.admission
                .arrive(new Followed(hub.id, from, List.of(new Arrival.Verified(frame, record)), range, ""))
                .get();
    }

    private List<String> codes() throws Exception {
        return reader.select(
                "select s.code from setback s join node n on n.nr = s.log where n.id = ? order by s.idx", hub.id.did());
    }

    @EachDatabase
    void believesNoIndexThatTheOwnersLogContradicts(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId question = author.ask(anna, "Why does it stall");
        relay(logged(0), 7);
        assertThat(codes()).as("an introduction is the first entry").containsExactly("origin-index");
        assertThat(reader.select("select count(*) from node_profile")).containsExactly("2");

        reader.follow(author);
        author.answer(anna, question, "It was the filter.");
        relay(logged(3), 1);
        assertThat(codes()).as("another record is there").containsExactly("origin-index", "origin-index");
        assertThat(reader.select("select count(*) from post where kind = 4")).containsExactly("0");
        relay(logged(3), 3);
        assertThat(reader.select("select body from post where kind = 4"))
                .as("what is true is taken from the same hub")
                .containsExactly("It was the filter.");
    }

    /** OQX-SIG-042: else one bad hub could make a third node dumb, for good. */
    @EachDatabase
    void letsNoHubInventWhereANodeChangedItsKeys(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId question = author.ask(anna, "Why does it stall");
        SigningKey fresh = SigningKey.generate(new SecureRandom());
        OqxRecord late = author.sign(author.fresh(), 1, NodeInMemory.answerBody(anna, question, "By the old key."));
        author.admission
                .publish(desk -> desk.publishNode(author.profile(fresh.publicKey()), author.identity))
                .get();
        OqxRecord rotation = logged(3);
        OqxRecord renewed = sign(NodeInMemory.answerBody(anna, question, "By the new key."), fresh);
        for (int index = 0; index < 2; index++) {
            relay(logged(index), index);
        }

        relay(rotation, 1_000);
        relay(logged(2), 2);
        relay(renewed, 4);

        assertThat(codes()).isEmpty();
        assertThat(reader.select("select title from thread")).containsExactly("Why does it stall");

        reader.follow(author);
        assertThat(reader.select(
                        "select revision, idx from node_key k join node n on n.nr = k.node"
                                + " where n.id = ? order by revision",
                        author.id.did()))
                .as("its own log says where it is")
                .containsExactly("1|0", "2|3");
        assertThat(reader.select("select count(*) from setback")).containsExactly("0");
        assertThat(judged(late, 4)).as("retired, and in its own log").containsExactly("key-unknown");

        List<String> before = ReplayTest.rows(reader);
        Replay.run(reader.writer, read -> {}).get();
        assertThat(ReplayTest.rows(reader)).isEqualTo(before);
    }

    private OqxRecord sign(Body body, SigningKey key) throws Exception {
        Head head = Head.of(body.kind(), author.fresh(), 1, author.clock.instant(), new SecureRandom());
        return DataIntegrity.sign(new Draft(head, body), key);
    }

    /** What becomes of a record that the author's own log holds next. */
    private List<String> judged(OqxRecord record, long index) throws Exception {
        reader.arrive(author, index, List.of(NodeInMemory.frame(record)));
        return reader.select(
                "select s.code from setback s join node n on n.nr = s.log where n.id = ? order by s.idx",
                author.id.did());
    }

    @EachDatabase
    void waitsForNobodyWhomAHubForgotToIntroduce(DatabaseLocation location) throws Exception {
        start(location);
        author.ask(anna, "Why does it stall");
        relay(logged(2), 2);
        assertThat(codes()).containsExactly("key-unknown");
        relay(logged(0), 0);
        author.ask(anna, "And why does it whistle");
        relay(logged(3), 3);
        assertThat(reader.select("select title from thread"))
                .as("introduced, the next one flows")
                .containsExactly("And why does it whistle");
    }

    /** OQX-INC-054: verdicts in the wrong order, and one whose object was left out. */
    @EachDatabase
    void makesTheSameOfVerdictsInAnyOrder(DatabaseLocation location) throws Exception {
        start(location);
        NodeInMemory other = nodes.node("Other");
        ObjectId otto = other.join("otto");
        ObjectId question = author.ask(anna, "Why does it stall");
        other.follow(author);
        ObjectId answer = other.fresh();
        OqxRecord first = other.publish(answer, NodeInMemory.answerBody(otto, question, "The filter."));
        OqxRecord second = other.publish(answer, NodeInMemory.answerBody(otto, question, "Buy filters."));
        ObjectId word = new ObjectId(author.id, NamedUuid.verdict(author.id, answer));
        OqxRecord taken = author.sign(word, 1, verdict(question, first, Verdict.Ruling.TAKEN));
        OqxRecord declined = author.sign(word, 2, verdict(question, second, Verdict.Ruling.DECLINED));
        for (int index = 0; index < 3; index++) {
            relay(logged(index), index);
        }
        relay(declined, 4);
        relay(taken, 3);
        assertThat(reader.select("select ruling, shown, revision from verdict")).containsExactly("declined|1|2");
        List<Frame> theirs = other.frames(0);
        relay(record(theirs.get(0)), 0);
        relay(record(theirs.get(1)), 1);
        relay(second, 3);
        assertThat(reader.select("select count(*) from post where kind = 4 and visible"))
                .as("the revision that was taken has not come, and no other stands for it")
                .containsExactly("0");
        relay(first, 2);
        assertThat(reader.select("select body, revision from post where kind = 4 and visible"))
                .containsExactly("The filter.|1");
        assertThat(codes()).isEmpty();
        List<String> before = ReplayTest.rows(reader);
        Replay.run(reader.writer, read -> {}).get();
        assertThat(ReplayTest.rows(reader)).isEqualTo(before);
    }

    private static OqxRecord record(Frame frame) throws Exception {
        return RecordReader.read(((Frame.Content.Payload) frame.content()).bytes());
    }

    private static Verdict verdict(ObjectId thread, OqxRecord about, Verdict.Ruling ruling) {
        return new Verdict(
                thread,
                about.object(),
                ruling,
                about.head().revision(),
                about.payload().digest(),
                Optional.empty(),
                Optional.empty());
    }
}
