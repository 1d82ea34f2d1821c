package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.guildhall.admission.Policy.Stance.DECLINE;
import static org.guildhall.admission.Policy.Stance.HOLD;
import static org.guildhall.admission.Policy.Stance.TAKE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.admission.Policy.Topics;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.ReceivedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What a peer's policy lets in: topics and what follows them, quotas, and blocks whichever log brings a record. */
class PolicyAtTheGateTest {
    private static final long PLENTY = 1_000_000_000_000L;

    @TempDir
    private Path directory;

    private NodeInMemory vendor;
    private NodeInMemory association;

    private void start(DatabaseLocation location) throws Exception {
        association = new NodeInMemory("Association", location);
        vendor = new NodeInMemory("Vendor", new DatabaseLocation.Embedded(directory.resolve("vendor")));
    }

    @AfterEach
    void stop() {
        for (NodeInMemory node : new NodeInMemory[] {vendor, association}) {
            if (node != null) {
                node.close();
            }
        }
    }

    private static Policy topics(String... tags) {
        return bounded(Topics.of(List.of(tags)), Optional.empty(), Optional.empty());
    }

    private static Policy bounded(Topics topics, Optional<Long> records, Optional<Long> bytes) {
        return new Policy(
                TAKE,
                TAKE,
                TAKE,
                TAKE,
                topics,
                100,
                records,
                bytes,
                Optional.empty(),
                Policy.Storage.STANDARD,
                Policy.Labels.SHOWN,
                Policy.Attestations.TAKEN);
    }

    private ObjectId asked(NodeInMemory node, ObjectId author, String title, String tag) throws Exception {
        return node.publish(
                        node.fresh(),
                        new Question(
                                author.id(), title, title + "?", List.of(tag), "en", "CC-BY-SA-4.0", Post.Origin.HERE))
                .object();
    }

    private List<String> setbacks() throws Exception {
        return association.select("select outcome, code, count(*) from setback group by outcome, code order by code");
    }

    @EachDatabase
    void takesQuestionsOfSomeTopicsAndWhatFollowsThem(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, topics("pumps", "hydraulics"));
        ObjectId vera = vendor.join("vera");
        ObjectId pumps = asked(vendor, vera, "Why does it stall", "pumps");
        ObjectId paint = asked(vendor, vera, "Which colour", "paint");
        vendor.answer(vera, pumps, "The filter.");
        vendor.answer(vera, paint, "Blue.");
        long before = association.writer.current().size();

        Intake.Counts counts = association.follow(vendor);

        assertThat(counts).isEqualTo(new Intake.Counts(4, 0, 0, 2, 0, 0));
        assertThat(association.select("select title, answers from thread")).containsExactly("Why does it stall|1");
        assertThat(setbacks()).containsExactly("declined|question-declined|1", "declined|topics|1");
        assertThat(association.writer.current().size())
                .as("of others' threads we give no verdict")
                .isEqualTo(before);

        // In a batch of its own as well: what is not here was declined, and that is remembered.
        vendor.answer(vera, paint, "Or green.");
        assertThat(association.follow(vendor)).isEqualTo(new Intake.Counts(0, 0, 0, 1, 0, 0));

        // The question comes into a topic that is taken: what followed it follows it in.
        vendor.publish(
                paint,
                new Question(
                        vera.id(),
                        "Which colour for pumps",
                        "Which?",
                        List.of("pumps"),
                        "en",
                        "CC-BY-SA-4.0",
                        Post.Origin.HERE));
        association.follow(vendor);
        assertThat(association.select("select title, answers from thread order by created_at"))
                .containsExactly("Why does it stall|1", "Which colour for pumps|2");
        assertThat(setbacks()).containsExactly("declined|topics|1");
    }

    @EachDatabase
    void takesAnswersInOurThreadsWhateverTopicsOfQuestionsAreTaken(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, topics("pumps"));
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId paint = asked(association, anna, "Which colour", "paint");
        vendor.follow(association);
        vendor.answer(vera, paint, "Blue.");

        association.follow(vendor);

        assertThat(association.select("select title, answers from thread")).containsExactly("Which colour|1");
    }

    @EachDatabase
    void a31HoldsWhatIsBeyondADaysRecordsAndBeginsAnewTheNextDay(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, bounded(Topics.ALL, Optional.of(2L), Optional.empty()));
        ObjectId vera = vendor.join("vera");
        for (int i = 0; i < 4; i++) {
            vendor.ask(vera, "Question " + i);
        }

        assertThat(association.follow(vendor))
                .as("node and member do not count")
                .isEqualTo(new Intake.Counts(4, 0, 2, 0, 0, 0));
        assertThat(setbacks()).containsExactly("held|rate|2");
        vendor.ask(vera, "Question 4");
        assertThat(association.follow(vendor))
                .as("a later batch of the same day")
                .isEqualTo(new Intake.Counts(0, 0, 1, 0, 0, 0));

        vendor.clock.advance(Duration.ofDays(1));
        association.clock.advance(Duration.ofDays(1));
        vendor.ask(vera, "Question 5");
        assertThat(association.follow(vendor)).isEqualTo(new Intake.Counts(1, 0, 0, 0, 0, 0));
        assertThat(association.select("select title from thread order by created_at"))
                .containsExactly("Question 0", "Question 1", "Question 5");
    }

    @EachDatabase
    void a31GivesNoMoreToAPeerThatDatesItsEntriesAhead(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, bounded(Topics.ALL, Optional.of(1L), Optional.empty()));
        ObjectId vera = vendor.join("vera");
        for (int i = 0; i < 3; i++) {
            vendor.clock.advance(Duration.ofDays(1));
            vendor.ask(vera, "Question " + i);
        }
        assertThat(association.follow(vendor)).isEqualTo(new Intake.Counts(3, 0, 2, 0, 0, 0));
    }

    @EachDatabase
    void a31CatchesUpWithAWeekByTheSharesOfItsDays(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, bounded(Topics.ALL, Optional.of(1L), Optional.empty()));
        ObjectId vera = vendor.join("vera");
        for (int i = 0; i < 3; i++) {
            vendor.clock.advance(Duration.ofDays(1));
            vendor.ask(vera, "Question " + i);
        }
        association.clock.advance(Duration.ofDays(7));
        assertThat(association.follow(vendor)).isEqualTo(new Intake.Counts(5, 0, 0, 0, 0, 0));
    }

    @EachDatabase
    void a31BoundsTheBytesOfADay(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        long size = vendor.publish(vendor.fresh(), NodeInMemory.questionBody(vera, "Question 0"))
                .payload()
                .bytes()
                .length;
        vendor.ask(vera, "Question 1");
        association.peer(vendor.id, bounded(Topics.ALL, Optional.empty(), Optional.of(size + 10)));

        assertThat(association.follow(vendor)).isEqualTo(new Intake.Counts(3, 0, 1, 0, 0, 0));
        assertThat(association.select("select records, bytes from peer_day")).containsExactly("1|" + size);
    }

    @EachDatabase
    void keepsOutABlockedNodeWhicheverLogBringsIt(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory hub = new NodeInMemory("Hub", new DatabaseLocation.Embedded(directory.resolve("hub")))) {
            ObjectId hanna = hub.join("hanna");
            ObjectId question = hub.ask(hanna, "Why does it stall");
            vendor.follow(hub);
            ObjectId vera = vendor.join("vera");
            vendor.answer(vera, question, "Buy ours.");
            hub.follow(vendor);
            assertThat(hub.select("select answers from thread")).containsExactly("1");
            block(vendor.id);

            association.follow(hub);

            assertThat(association.select("select title, answers from thread")).containsExactly("Why does it stall|0");
            assertThat(setbacks()).containsExactly("declined|blocked|1");
            assertThat(association.select("select name from node_profile order by name"))
                    .as("who it is comes in: it would be missing when the block is lifted")
                    .contains("Vendor");
        }
    }

    @EachDatabase
    void keepsOutWhoGivesABlockedAddress(DatabaseLocation location) throws Exception {
        start(location);
        keepsOut("http://127.0.0.1:1");
    }

    @EachDatabase
    void keepsOutWhoGivesABlockedAddressBesideAnother(DatabaseLocation location) throws Exception {
        start(location);
        NodeProfile first = vendor.profile();
        NodeProfile both = new NodeProfile(
                first.name(),
                first.identityKey(),
                first.nextIdentity(),
                first.signingKeys(),
                List.of("http://127.0.0.1:1", "https://ask.second.example"),
                first.contact(),
                first.license(),
                first.cosigningKey(),
                Optional.empty());
        vendor.admission
                .publish(desk -> desk.publishNode(both, vendor.identity))
                .get();
        keepsOut("https://ask.second.example");
    }

    private void keepsOut(String address) throws Exception {
        association
                .writer
                .submit(tx -> tx.sql()
                        .update("insert into blocked_address (address, note, at) values (?, ?, ?)", address, "", 0L))
                .get();
        ObjectId vera = vendor.join("vera");
        association.follow(vendor); // who it is
        vendor.ask(vera, "Why does it stall");
        assertThat(association.follow(vendor)).isEqualTo(new Intake.Counts(0, 0, 0, 1, 0, 0));
        assertThat(association.select("select title from thread")).isEmpty();
    }

    @EachDatabase
    void takesAnAnswerOfATopicNobodyAskedForWhenItsQuestionIsHereAnyhow(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId vera = vendor.join("vera");
        ObjectId paint = asked(vendor, vera, "Which colour", "paint");
        association.follow(vendor);
        association.peer(vendor.id, new Policy(DECLINE, TAKE, TAKE, TAKE));
        vendor.answer(vera, paint, "Blue.");
        assertThat(association.follow(vendor)).isEqualTo(new Intake.Counts(1, 0, 0, 0, 0, 0));
    }

    @EachDatabase
    void triesAPolicyOnWhatWasReceivedAndChangesNothing(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId anna = association.join("anna");
        ObjectId ours = association.ask(anna, "Why is it loud");
        vendor.follow(association);
        ObjectId vera = vendor.join("vera");
        ObjectId paint = asked(vendor, vera, "Which colour", "paint");
        ObjectId pumps = asked(vendor, vera, "Why does it stall", "pumps");
        vendor.answer(vera, paint, "Blue.");
        vendor.answer(vera, pumps, "The filter.");
        vendor.answer(vera, ours, "Buy ours.");
        asked(vendor, vera, "Why does it leak", "pumps");
        association.follow(vendor);
        Policy wanted = new Policy(
                TAKE,
                HOLD,
                TAKE,
                TAKE,
                Topics.of(List.of("pumps")),
                100,
                Optional.of(3L),
                Optional.empty(),
                Optional.empty(),
                Policy.Storage.STANDARD,
                Policy.Labels.SHOWN,
                Policy.Attestations.TAKEN);
        List<String> before = everything();

        PolicyTrial.Result result = new PolicyTrial(
                        new ReceivedLog(association.database), association.id, association.clock)
                .run(number(vendor.id), wanted, done -> {}, () -> false);

        assertThat(everything()).as("nothing was changed").isEqualTo(before);
        assertThat(result.did()).isEqualTo(new PolicyTrial.Fate(6, Map.of(), Map.of()));
        assertThat(result.would())
                .isEqualTo(new PolicyTrial.Fate(
                        2, Map.of("policy", 1L, "rate", 1L), Map.of("question-declined", 1L, "topics", 1L)));
        assertThat(result.examples())
                .contains(new PolicyTrial.Example("declined", "topics", "Question", vendor.id.did(), "Which colour"));

        // The same policy, in force from the start, does what the trial said.
        try (NodeInMemory other =
                new NodeInMemory("Other", new DatabaseLocation.Embedded(directory.resolve("other")))) {
            other.peer(vendor.id, wanted);
            other.follow(vendor);
            assertThat(other.select("select outcome, code, count(*) from setback group by outcome, code order by code"))
                    .as("its answer in our thread is in another's thread there, so it is not held but taken")
                    .containsExactly("declined|question-declined|1", "held|rate|1", "declined|topics|1");
        }
    }

    private int number(NodeId node) throws Exception {
        return Integer.parseInt(association
                .select("select nr from node where id = ?", node.did())
                .get(0));
    }

    private List<String> everything() throws Exception {
        List<String> rows = new ArrayList<>();
        for (String table : List.of(
                "node",
                "log_state",
                "log_entry",
                "setback",
                "peering",
                "peer_day",
                "object_revision",
                "post",
                "thread")) {
            rows.addAll(association.select("select '" + table + "', t.* from " + table + " t order by 2, 3"));
        }
        return rows;
    }

    private void block(NodeId node) throws Exception {
        association
                .writer
                .submit(tx -> tx.sql()
                        .update("insert into blocked_node (node, note, at) values (?, ?, ?)", tx.number(node), "", 0L))
                .get();
    }

    private static Policy stored(long bytesPerDay, long bytes) {
        return new Policy(
                TAKE,
                TAKE,
                TAKE,
                TAKE,
                Topics.ALL,
                100,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Policy.Storage(bytesPerDay, bytes),
                Policy.Labels.SHOWN,
                Policy.Attestations.TAKEN);
    }

    private void refusesToStore() {
        assertThatThrownBy(() -> association.follow(vendor))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(StorageLimit.CODE));
    }

    /** Even what would be declined is stored: the copy of a log is whole, and so it is the copy that has a bound. */
    @EachDatabase
    void a31StoresNoMoreOfALogThanItsPolicyAllows(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, stored(PLENTY, 2_000));
        ObjectId vera = vendor.join("vera");
        asked(vendor, vera, "Before the bound is reached", "pumps");
        association.follow(vendor);
        asked(vendor, vera, "Beyond it", "pumps");
        List<String> volume = association.select("select bytes, day_bytes from log_volume");
        List<String> entries = association.select("select count(*) from log_entry");

        refusesToStore();
        association.clock.advance(Duration.ofDays(2));
        refusesToStore();

        assertThat(association.select("select bytes, day_bytes from log_volume"))
                .isEqualTo(volume);
        assertThat(association.select("select count(*) from log_entry")).isEqualTo(entries);
        assertThat(association.select("select title from thread")).containsExactly("Before the bound is reached");

        association.changePolicy(vendor.id, stored(PLENTY, 1_000_000));
        assertThat(association.follow(vendor).taken())
                .as("nothing was left out meanwhile")
                .isEqualTo(1);
    }

    @EachDatabase
    void a31StoresTheRestOnTheNextDayByOurClock(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, stored(2_000, PLENTY));
        ObjectId vera = vendor.join("vera");
        asked(vendor, vera, "Today", "pumps");
        association.follow(vendor);
        vendor.clock.advance(Duration.ofDays(30));
        asked(vendor, vera, "Dated next month", "pumps");

        refusesToStore();
        association.clock.advance(Duration.ofDays(1));

        assertThat(association.follow(vendor).taken()).isEqualTo(1);
        assertThat(association.select("select case when bytes > day_bytes then 1 else 0 end from log_volume"))
                .containsExactly("1");
    }
}
