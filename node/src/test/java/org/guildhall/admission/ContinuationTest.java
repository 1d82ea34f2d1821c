package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Gone;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordReader;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.LogQueries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node showed two histories and goes on with one (OQX-WIT-052): who had read the other takes it back, and then has the same
 * tables as one who never read it.
 */
class ContinuationTest {
    @TempDir
    private Path directory;

    private final List<NodeInMemory> nodes = new ArrayList<>();
    private NodeInMemory author;
    private NodeInMemory misled;
    private ObjectId anna;
    private ObjectId question;

    private void start(DatabaseLocation location) throws Exception {
        misled = node("Misled", location);
        author = node("Author", embedded("author"));
        anna = author.join("anna");
        question = author.ask(anna, "Why does it stall");
        author.answer(anna, question, "Check the filter.");
        misled.follow(author);
    }

    private DatabaseLocation embedded(String name) {
        return new DatabaseLocation.Embedded(directory.resolve(name));
    }

    private NodeInMemory node(String name, DatabaseLocation location) throws Exception {
        NodeInMemory node = new NodeInMemory(name, location);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        nodes.forEach(NodeInMemory::close);
    }

    private long size() {
        return author.writer.current().size();
    }

    /** The history that stands grows a little, and the author says that it stands, with a new key. */
    private void goOn() throws Exception {
        author.ask(anna, "Asked where it stands");
        author.goOn();
        author.ask(anna, "Asked by the new key");
    }

    /** The copy is cut back to what both histories have, in pieces of so many entries. */
    private static void cutBack(NodeInMemory reader, NodeInMemory author, long common, int piece) throws Exception {
        List<Frame> held = frames(reader, author);
        for (long from = held.size(); from > common; ) {
            long to = Math.max(common, from - piece);
            reader.admission.cutBack(cut(author, held, from, to)).get();
            from = to;
        }
    }

    private static List<Frame> frames(NodeInMemory reader, NodeInMemory author) {
        LogQueries queries = new LogQueries(reader.database);
        int log = queries.number(author.id).orElseThrow();
        return queries.frames(
                log, 0, (int) queries.state(log).orElseThrow().range().size());
    }

    private static CutBack cut(NodeInMemory author, List<Frame> held, long from, long to) {
        CompactRange range = CompactRange.empty();
        held.subList(0, (int) to).forEach(frame -> range.append(frame.entry().leafHash()));
        byte[] note = SignedCheckpoint.sign(Checkpoint.of(author.id, to, range.root()), author.signing)
                .note();
        return new CutBack(
                author.id,
                from,
                range,
                held.get((int) to - 1).entry().time(),
                new String(note, StandardCharsets.UTF_8),
                Optional.empty());
    }

    private NodeInMemory fresh(String name) throws Exception {
        NodeInMemory fresh = node(name, embedded(name));
        fresh.follow(author);
        return fresh;
    }

    private OqxRecord erasure(ObjectId object, Kind kind, ObjectId thread) throws Exception {
        return erasure(object, kind, Optional.of(thread));
    }

    private OqxRecord erasure(ObjectId object, Kind kind, Optional<ObjectId> thread) throws Exception {
        byte[] asked = author.frames(0).stream()
                .filter(frame -> frame.entry().object().equals(object.key()))
                .map(frame -> ((Frame.Content.Payload) frame.content()).bytes())
                .findFirst()
                .orElseThrow();
        OqxRecord record = RecordReader.read(asked);
        Gone gone = new Gone(object, kind, record.head().dateCreated(), thread, Optional.empty());
        return author.sign(new ObjectId(author.id, NamedUuid.erase(object)), 1, new Erase(gone));
    }

    @EachDatabase
    void whoReadTheOtherHistoryEndsLikeWhoNeverDid(DatabaseLocation location) throws Exception {
        start(location);
        long fork = size();
        NodeInMemory third = node("Third", embedded("third"));
        ObjectId theirs = third.join("theo");
        third.ask(theirs, "Asked at a third node");
        ObjectId spam = author.fresh();
        ObjectId mallory = author.fresh();
        List<Frame> other = new ArrayList<>();
        other.add(NodeInMemory.frame(author.sign(
                mallory, 1, new MemberProfile("mallory", "Mallory", Optional.empty(), List.of(), Optional.empty()))));
        other.add(NodeInMemory.frame(author.sign(question, 2, NodeInMemory.questionBody(anna, "Buy our oil"))));
        other.add(NodeInMemory.frame(author.sign(spam, 1, NodeInMemory.questionBody(mallory, "Cheap oil"))));
        other.add(NodeInMemory.frame(
                author.sign(author.fresh(), 1, NodeInMemory.answerBody(mallory, question, "Only our oil helps."))));
        for (Frame frame : third.frames(0)) {
            other.add(new Frame(frame.entry(), other.size() - 4L, frame.content()));
        }
        misled.arrive(author, fork, other);
        assertThat(misled.select("select title from thread order by title"))
                .containsExactly("Asked at a third node", "Buy our oil", "Cheap oil");

        goOn();
        cutBack(misled, author, fork, 3);
        misled.follow(author);

        assertThat(FollowedRows.of(misled, author.id)).isEqualTo(FollowedRows.of(fresh("fresh"), author.id));
        assertThat(misled.select("select title from thread order by title"))
                .containsExactly("Asked by the new key", "Asked where it stands", "Why does it stall");
        assertThat(misled.select("select count(*) from payload p where not exists"
                        + " (select 1 from log_entry e where e.digest = p.digest)"))
                .containsExactly("0");
        List<String> before = ReplayTest.rows(misled);
        Replay.run(misled.writer, read -> {}).get();
        assertThat(ReplayTest.rows(misled)).isEqualTo(before);
    }

    @EachDatabase
    void whatAnotherLogHoldsAsWellStays(DatabaseLocation location) throws Exception {
        start(location);
        NodeInMemory third = node("Third", embedded("third"));
        ObjectId theirs = third.join("theo");
        third.ask(theirs, "Asked at a third node");
        misled.follow(third);
        long fork = size();
        List<Frame> other = new ArrayList<>();
        for (Frame frame : third.frames(0)) {
            other.add(new Frame(frame.entry(), other.size(), frame.content()));
        }
        misled.arrive(author, fork, other);

        goOn();
        cutBack(misled, author, fork, 100);
        misled.follow(author);

        assertThat(misled.select("select title from thread order by title"))
                .contains("Asked at a third node", "Why does it stall");
        List<String> before = ReplayTest.rows(misled);
        Replay.run(misled.writer, read -> {}).get();
        assertThat(ReplayTest.rows(misled)).isEqualTo(before);
    }

    @EachDatabase
    void whatWasErasedInTheOtherHistoryComesAgain(DatabaseLocation location) throws Exception {
        start(location);
        long fork = size();
        misled.arrive(author, fork, List.of(NodeInMemory.frame(erasure(question, Kind.QUESTION, question))));
        assertThat(misled.select("select body from post where erased = 0")).containsExactly("Check the filter.");

        goOn();
        LogQueries queries = new LogQueries(misled.database);
        long gone = queries.firstGoneSince(queries.number(author.id).orElseThrow(), fork)
                .orElseThrow();
        assertThat(gone).as("where the question was asked").isEqualTo(2);
        cutBack(misled, author, gone, 1);
        misled.follow(author);

        assertThat(FollowedRows.of(misled, author.id)).isEqualTo(FollowedRows.of(fresh("fresh"), author.id));
        assertThat(misled.select("select body from post order by body"))
                .contains("Check the filter.", "Why does it stall?");
    }

    /** OQX-STA-007: the member's facts go with the erasure, and nobody says anew what others said of the answers. */
    @EachDatabase
    void whoWasErasedInTheOtherHistoryStandsAsBefore(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId ours = misled.ask(misled.join("mona"), "Asked at home");
        author.follow(misled);
        ObjectId answer = author.answer(anna, ours, "Check the valve.");
        misled.follow(author);
        misled.accept(ours, Optional.of(answer));
        List<String> standing = misled.select("select member_key, topic, points from standing_sum order by topic");
        assertThat(standing).hasSize(2);
        long fork = size();
        misled.arrive(author, fork, List.of(NodeInMemory.frame(erasure(anna, Kind.MEMBER, Optional.empty()))));
        assertThat(misled.select("select points from standing_sum")).isEmpty();
        assertThat(misled.select("select points from standing_fact f join standing_total t on t.issuer = f.issuer"))
                .isEmpty();

        goOn();
        LogQueries queries = new LogQueries(misled.database);
        long gone = queries.firstGoneSince(queries.number(author.id).orElseThrow(), fork)
                .orElseThrow();
        cutBack(misled, author, gone, 1);
        misled.follow(author);

        assertThat(misled.select("select member_key, topic, points from standing_sum order by topic"))
                .isEqualTo(standing);
        List<String> before = ReplayTest.rows(misled);
        Replay.run(misled.writer, read -> {}).get();
        assertThat(ReplayTest.rows(misled)).isEqualTo(before);
    }

    /** As a home, the misled has the answer and its erasure in its own log, too (OQX-ERA-013). */
    @EachDatabase
    void whatWasErasedInOurThreadInTheOtherHistoryComesAgain(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId ours = misled.ask(misled.join("mona"), "Asked at home");
        author.follow(misled);
        ObjectId answer = author.answer(anna, ours, "Answered from elsewhere.");
        misled.follow(author);
        long fork = size();
        misled.arrive(author, fork, List.of(NodeInMemory.frame(erasure(answer, Kind.ANSWER, ours))));
        assertThat(misled.select(
                        "select count(*) from log_entry where log = ? and kind = ?",
                        misled.writer.self(),
                        Kind.ERASE.code()))
                .containsExactly("1");
        assertThat(answersAtHome()).isEmpty();

        goOn();
        LogQueries queries = new LogQueries(misled.database);
        long gone = queries.firstGoneSince(queries.number(author.id).orElseThrow(), fork)
                .orElseThrow();
        cutBack(misled, author, gone, 1);
        misled.follow(author);

        assertThat(answersAtHome()).containsExactly("Answered from elsewhere.");
        List<String> before = ReplayTest.rows(misled);
        Replay.run(misled.writer, read -> {}).get();
        assertThat(ReplayTest.rows(misled)).isEqualTo(before);
    }

    private List<String> answersAtHome() throws Exception {
        return misled.select("select p.body from post p join thread t on t.thread_key = p.thread_key"
                + " where t.title = 'Asked at home' and p.parent_key is not null and p.erased = 0 and p.visible");
    }

    @EachDatabase
    void whatWasDroppedInTheOtherHistoryComesAgain(DatabaseLocation location) throws Exception {
        start(location);
        NodeInMemory third = node("Third", embedded("third"));
        ObjectId asked = third.ask(third.join("theo"), "Asked at a third node");
        List<Frame> included = new ArrayList<>();
        for (Frame frame : third.frames(0)) {
            included.add(new Frame(frame.entry(), included.size(), frame.content()));
        }
        long fork = size();
        misled.arrive(author, fork, included);
        Gone gone = new Gone(asked, Kind.QUESTION, third.clock.instant(), Optional.of(asked), Optional.empty());
        OqxRecord drop = author.sign(
                new ObjectId(author.id, NamedUuid.drop(author.id, asked)), 1, new Drop(gone, "spam", Optional.empty()));
        misled.arrive(author, fork + included.size(), List.of(NodeInMemory.frame(drop)));
        assertThat(misled.select("select count(*) from dropped")).containsExactly("1");

        goOn();
        cutBack(misled, author, fork, 100);
        misled.follow(author);

        assertThat(misled.select("select count(*) from dropped")).containsExactly("0");
        assertThat(FollowedRows.of(misled, author.id)).isEqualTo(FollowedRows.of(fresh("fresh"), author.id));
    }

    @EachDatabase
    void whatALabelOfTheOtherHistoryHidIsShownAgain(DatabaseLocation location) throws Exception {
        start(location);
        misled.peer(
                author.id,
                new Policy(
                        Policy.Stance.TAKE,
                        Policy.Stance.TAKE,
                        Policy.Stance.TAKE,
                        Policy.Stance.TAKE,
                        Policy.Topics.ALL,
                        100,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Policy.Storage.STANDARD,
                        Policy.Labels.of(Map.of("spam", Policy.Effect.HIDE)),
                        Policy.Attestations.TAKEN));
        long fork = size();
        Label label = new Label(question, Optional.of(question), "spam", Label.State.ON, Optional.empty());
        ObjectId id = new ObjectId(author.id, NamedUuid.label(author.id, question, "spam"));
        misled.arrive(author, fork, List.of(NodeInMemory.frame(author.sign(id, 1, label))));
        assertThat(misled.select("select title from thread")).isEmpty();

        goOn();
        cutBack(misled, author, fork, 100);

        assertThat(misled.select("select title from thread")).containsExactly("Why does it stall");
    }

    @EachDatabase
    void aPieceIsAsSmallAsItsPayloadsAreLarge(DatabaseLocation location) throws Exception {
        start(location);
        LogQueries queries = new LogQueries(misled.database);
        int log = queries.number(author.id).orElseThrow();
        long size = size();
        assertThat(queries.pieceBefore(log, size, 2, Long.MAX_VALUE)).isEqualTo(size - 2);
        assertThat(queries.pieceBefore(log, size, 2_048, Long.MAX_VALUE)).isZero();
        assertThat(queries.pieceBefore(log, size, 2_048, 1))
                .as("one at least, or it would never end")
                .isEqualTo(size - 1);
    }

    @EachDatabase
    void aCutThatWasMadeBeforeChangesNothing(DatabaseLocation location) throws Exception {
        start(location);
        long fork = size();
        misled.arrive(
                author,
                fork,
                List.of(NodeInMemory.frame(
                        author.sign(author.fresh(), 1, NodeInMemory.questionBody(anna, "Cheap oil")))));
        List<Frame> held = frames(misled, author);
        CutBack cut = cut(author, held, fork + 1, fork);
        misled.admission.cutBack(cut).get();
        goOn();
        misled.follow(author);
        List<String> before = FollowedRows.of(misled, author.id);

        misled.admission.cutBack(cut).get();

        assertThat(FollowedRows.of(misled, author.id)).isEqualTo(before);
        assertThat(misled.select("select count(*) from event where kind = 'fork-continued'"))
                .containsExactly("1");
    }

    /** OQX-WIT-051: no record lists the retired key any more, and yet it is given up with the others. */
    @EachDatabase
    void whatARetiredKeySignedInAnothersLogIsTakenBack(DatabaseLocation location) throws Exception {
        start(location);
        NodeInMemory third = node("Third", embedded("third"));
        OqxRecord forged = author.sign(author.fresh(), 1, NodeInMemory.questionBody(anna, "Buy our oil"));
        author.rotate();
        misled.follow(author);
        misled.follow(third);
        misled.arrive(third, 1, List.of(NodeInMemory.included(forged, 99)));
        assertThat(misled.select("select title from thread order by title"))
                .containsExactly("Buy our oil", "Why does it stall");

        goOn();
        misled.follow(author);

        assertThat(misled.select("select title from thread order by title"))
                .containsExactly("Asked by the new key", "Asked where it stands", "Why does it stall");
        assertThat(misled.select("select outcome, code from setback")).containsExactly("quarantined|key-revoked");
        List<String> before = ReplayTest.rows(misled);
        Replay.run(misled.writer, read -> {}).get();
        assertThat(ReplayTest.rows(misled)).isEqualTo(before);
    }

    @EachDatabase
    void repliesInOurThreadsAreExcludedWhenTheirKeyIsGivenUp(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId member = misled.join("mona");
        ObjectId ours = misled.ask(member, "Asked at home");
        long fork = size();
        misled.arrive(
                author,
                fork,
                List.of(NodeInMemory.frame(
                        author.sign(author.fresh(), 1, NodeInMemory.answerBody(anna, ours, "Buy our oil.")))));
        assertThat(misled.select("select body from post where visible and body like 'Buy%'"))
                .hasSize(1);

        goOn();
        cutBack(misled, author, fork, 100);
        misled.follow(author);

        assertThat(misled.select("select body from post where visible and body like 'Buy%'"))
                .isEmpty();
        assertThat(misled.select("select ruling, code from verdict")).containsExactly("excluded|key-revoked");
    }
}
