package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.guildhall.admission.Policy.Stance.HOLD;
import static org.guildhall.admission.Policy.Stance.TAKE;

import java.nio.file.Path;
import org.guildhall.record.Accept;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Verdict;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.HeldReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The main job without the network: the thread at its home, the answer from another node, the same at both. */
class TwoNodesTest {
    @TempDir
    private Path directory;

    private NodeInMemory vendor;
    private NodeInMemory association;

    private void start(DatabaseLocation location) throws Exception {
        vendor = new NodeInMemory("Vendor", location);
        association = new NodeInMemory("Association", new DatabaseLocation.Embedded(directory.resolve("association")));
    }

    @AfterEach
    void stop() {
        for (NodeInMemory node : new NodeInMemory[] {vendor, association}) {
            if (node != null) {
                node.close();
            }
        }
    }

    private void exchange() throws Exception {
        for (int i = 0; i < 2; i++) {
            association.follow(vendor);
            vendor.follow(association);
        }
        association.follow(vendor);
    }

    @EachDatabase
    void takesAForeignAnswerIntoTheThreadAndSaysSo(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        ObjectId anna = association.join("anna");
        ObjectId question = vendor.ask(vera, "Why does it stall");
        association.follow(vendor);
        assertThat(association.select("select title, answers from thread")).containsExactly("Why does it stall|0");

        ObjectId answer = association.answer(anna, question, "Check the suction line.");
        assertThat(association.select("select visible from post where kind = 4"))
                .as("its author's node shows it at once")
                .containsExactly("true");
        Intake.Counts counts = vendor.follow(association);

        assertThat(counts).isEqualTo(new Intake.Counts(3, 0, 0, 0, 0, 0));
        assertThat(vendor.select("select body, visible from post where kind = 4"))
                .containsExactly("Check the suction line.|true");
        assertThat(vendor.select("select answers from thread")).containsExactly("1");
        assertThat(vendor.select("select kind, origin from log_entry where log = ? order by idx", vendor.writer.self()))
                .as("Node, Member, Question, then Node, Member and Answer included with their origin, then the verdict")
                .containsExactly("1|-1", "2|-1", "3|-1", "1|0", "2|1", "4|2", "7|-1");

        Intake.Counts back = association.follow(vendor);
        assertThat(back).isEqualTo(new Intake.Counts(1, 3, 0, 0, 0, 0));
        assertThat(association.select("select ruling, shown from verdict")).containsExactly("taken|1");

        vendor.publish(
                new ObjectId(vendor.id, NamedUuid.accept(question)),
                new Accept(question, java.util.Optional.of(answer)));
        exchange();
        assertThat(association.select("select accepted from thread"))
                .containsExactly(answer.key().hex());
    }

    @EachDatabase
    void givesAThirdNodeTheWholeThreadFromTheHomeAlone(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        ObjectId anna = association.join("anna");
        ObjectId question = vendor.ask(vera, "Why does it stall");
        association.follow(vendor);
        ObjectId answer = association.answer(anna, question, "Check the suction line.");
        association.comment(anna, question, answer, "The filter, too.");
        exchange();
        try (NodeInMemory third =
                new NodeInMemory("Third", new DatabaseLocation.Embedded(directory.resolve("third")))) {
            Intake.Counts counts = third.follow(vendor);
            assertThat(counts.quarantined()).isZero();
            assertThat(third.select("select kind, visible from post order by kind"))
                    .containsExactly("3|true", "4|true", "5|true");
            assertThat(third.select("select handle, name from member order by handle"))
                    .containsExactly("anna|anna", "vera|vera");
        }
    }

    @EachDatabase
    void keepsShowingTheRevisionTheHomeTook(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        ObjectId anna = association.join("anna");
        ObjectId question = vendor.ask(vera, "Why does it stall");
        association.follow(vendor);
        ObjectId answer = association.answer(anna, question, "Check the suction line.");
        exchange();
        vendor.peer(association.id, new Policy(TAKE, HOLD, TAKE, TAKE));
        OqxRecord edit = association.publish(answer, NodeInMemory.answerBody(anna, question, "Buy cheap pills."));
        exchange();

        assertThat(association.select("select body, revision, latest from post where kind = 4"))
                .containsExactly("Buy cheap pills.|2|2");
        assertThat(vendor.select("select body, revision from post where kind = 4"))
                .containsExactly("Check the suction line.|1");
        assertThat(vendor.select("select outcome, code from setback")).containsExactly("held|policy");

        vendor.decide(edit, Verdict.Ruling.DECLINED, "spam", "advertising");
        exchange();
        assertThat(association.select("select ruling, of_revision, shown, code, reason from verdict"))
                .containsExactly("declined|2|1|spam|advertising");
        assertThat(vendor.select("select body from post where kind = 4")).containsExactly("Check the suction line.");
        try (NodeInMemory third =
                new NodeInMemory("Third", new DatabaseLocation.Embedded(directory.resolve("third")))) {
            third.follow(vendor);
            assertThat(third.select("select ruling, of_revision, shown from verdict"))
                    .as("who reads both verdicts at once ends in the same state")
                    .containsExactly("declined|2|1");
            assertThat(third.select("select body from post where kind = 4 and visible"))
                    .containsExactly("Check the suction line.");
        }
    }

    /** A moderator read the first revision. A second one must not slip in behind it. */
    @EachDatabase
    void takesNothingThatWasEditedAfterItWasReadByTheModerator(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        ObjectId anna = association.join("anna");
        ObjectId question = vendor.ask(vera, "Why does it stall");
        association.follow(vendor);
        vendor.peer(association.id, new Policy(TAKE, HOLD, TAKE, TAKE));
        ObjectId answer = association.fresh();
        OqxRecord read =
                association.publish(answer, NodeInMemory.answerBody(anna, question, "Check the suction line."));
        vendor.follow(association);
        OqxRecord edited = association.publish(answer, NodeInMemory.answerBody(anna, question, "Buy cheap pills."));
        vendor.follow(association);

        assertThatThrownBy(() -> vendor.decide(read, Verdict.Ruling.TAKEN, "", ""))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("not-held"));
        assertThat(vendor.select("select count(*) from setback where outcome = 'held'"))
                .containsExactly("2");
        HeldReading.Held held = vendor.writer
                .submit(tx -> {
                    HeldReading reading = new HeldReading(tx.sql());
                    assertThat(reading.count()).isEqualTo(1);
                    assertThat(reading.tickets())
                            .containsExactly(new HeldReading.Ticket(
                                    answer.key(), edited.payload().digest()));
                    return reading.oldest(10).get(0);
                })
                .get();
        assertThat(held.record().head().revision())
                .as("the newest stands for both")
                .isEqualTo(2);
        assertThat(held.author().orElseThrow().name()).isEqualTo("anna");
        assertThat(held.thread().orElseThrow().title()).isEqualTo("Why does it stall");
        assertThat(held.shown()).isEmpty();

        vendor.decide(edited, Verdict.Ruling.DECLINED, "spam", "");
        association.follow(vendor);
        assertThat(association.select("select ruling, of_revision, shown, code, reason from verdict"))
                .as("a code alone, without words in one language")
                .containsExactly("declined|2|0|spam|null");
        assertThat(vendor.select("select count(*) from post where kind = 4")).containsExactly("0");
        assertThat(vendor.select("select count(*) from setback where outcome = 'declined'"))
                .containsExactly("2");
        assertThat(vendor.select("select kind, code, times from event where kind <> 'node-changed' order by nr"))
                .as("what was refused left no trace, what was decided did")
                .containsExactly("records-held|policy|2", "post-declined|spam|1", "records-declined|spam|2");
    }

    /** It is in nobody's thread but its own, so nothing is said of it to others. */
    @EachDatabase
    void holdsAQuestionUntilAModeratorTakesIt(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, new Policy(HOLD, TAKE, TAKE, TAKE));
        ObjectId vera = vendor.join("vera");
        OqxRecord question = vendor.publish(vendor.fresh(), NodeInMemory.questionBody(vera, "Why does it stall"));
        vendor.answer(vera, question.object(), "It was the filter.");
        association.follow(vendor);
        assertThat(association.select("select count(*) from thread")).containsExactly("0");
        assertThat(association.select("select outcome, code from setback")).containsExactly("held|policy");
        long size = association.writer.current().size();

        association.decide(question, Verdict.Ruling.TAKEN, "", "");
        assertThat(association.select("select title, answers from thread")).containsExactly("Why does it stall|1");
        assertThat(association.select("select count(*) from setback")).containsExactly("0");
        assertThat(association.writer.current().size()).isEqualTo(size);
    }

    /** A38's smaller sister: done, but reported lost; the follower delivers the same batch again. */
    @EachDatabase
    void takesABatchThatIsDeliveredTwiceOnce(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        vendor.ask(vera, "Why does it stall");
        association.follow(vendor);
        association.arrive(vendor, 0, vendor.frames(0));
        assertThat(association.select("select count(*) from log_entry where log <> ?", association.writer.self()))
                .containsExactly("3");
        assertThat(association.select("select count(*) from post")).containsExactly("1");
    }

    @EachDatabase
    void tellsTheAskerOfAnAnswer(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        vendor.writer
                .submit(tx -> tx.sql()
                        .update(
                                "insert into account (member, handle, role, created_at, disabled) values (?, ?, ?, ?, ?)",
                                vera.key(),
                                "vera",
                                "member",
                                0L,
                                false))
                .get();
        ObjectId anna = association.join("anna");
        ObjectId question = vendor.ask(vera, "Why does it stall");
        association.follow(vendor);
        association.answer(anna, question, "Check the suction line.");
        exchange();
        assertThat(vendor.select("select kind, seen from notification")).containsExactly("answer|false");
        exchange();
        assertThat(vendor.select("select count(*) from notification"))
                .as("once, however often the logs are read")
                .containsExactly("1");
    }

    @EachDatabase
    void refusesAnEditThatWasOvertaken(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        ObjectId question = vendor.ask(vera, "Why does it stall");
        ObjectId answer = vendor.answer(vera, question, "First.");
        vendor.admission
                .publish(desk -> desk.publishRevision(answer, 2, NodeInMemory.answerBody(vera, question, "Second.")))
                .get();
        long size = vendor.writer.current().size();
        assertThatThrownBy(() -> vendor.admission
                        .publish(desk ->
                                desk.publishRevision(answer, 2, NodeInMemory.answerBody(vera, question, "Late.")))
                        .get())
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("stale-revision"));
        assertThat(vendor.writer.current().size()).isEqualTo(size);
        assertThat(vendor.select("select body from post where kind = 4")).containsExactly("Second.");
    }

    /** The rule book refuses the second of two; the first must not remain. */
    @EachDatabase
    void keepsNothingOfAnActThatFailsHalfWay(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        long size = vendor.writer.current().size();
        assertThatThrownBy(() -> vendor.admission
                        .publish(desk -> {
                            ObjectId question = vendor.fresh();
                            desk.publish(
                                    question,
                                    new org.guildhall.record.Question(
                                            vera.id(),
                                            "Title",
                                            "Text",
                                            java.util.List.of("pumps"),
                                            "en",
                                            "CC0-1.0",
                                            org.guildhall.record.Post.Origin.HERE));
                            return desk.publish(
                                    vendor.fresh(), NodeInMemory.answerBody(vera, vendor.fresh(), "To nothing."));
                        })
                        .get())
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("unknown-thread"));
        assertThat(vendor.writer.current().size()).isEqualTo(size);
        assertThat(vendor.select("select count(*) from post")).containsExactly("0");
        vendor.ask(vera, "And the next one works");
        assertThat(vendor.select("select count(*) from post")).containsExactly("1");
    }
}
