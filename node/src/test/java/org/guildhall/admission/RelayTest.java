package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guildhall.admission.NodesInMemory.relaying;
import static org.guildhall.admission.NodesInMemory.shown;
import static org.guildhall.admission.Policy.Stance.HOLD;
import static org.guildhall.admission.Policy.Stance.TAKE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.Policy.Topics;
import org.guildhall.record.Comment;
import org.guildhall.record.Link;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Verdict;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Members that peer with a hub alone take part in full: association – hub – second hub – vendor. */
class RelayTest {
    @TempDir
    private Path directory;

    private NodesInMemory nodes;
    private NodeInMemory association;
    private NodeInMemory hub;
    private NodeInMemory second;
    private NodeInMemory vendor;

    /** The chain; the first hub runs on the database in question. */
    private void start(DatabaseLocation location) throws Exception {
        nodes = new NodesInMemory(directory);
        hub = nodes.node("Hub", location);
        association = nodes.node("Association");
        second = nodes.node("Second");
        vendor = nodes.node("Vendor");
        nodes.peer(association, hub, Policy.takeAll());
        nodes.peer(hub, association, relaying());
        nodes.peer(hub, second, relaying());
        nodes.peer(second, hub, relaying());
        nodes.peer(second, vendor, relaying());
        nodes.peer(vendor, second, Policy.takeAll());
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private void vote(NodeInMemory node, ObjectId member, ObjectId post) throws Exception {
        node.vote(member, post);
        node.publishTallies();
    }

    private static List<String> quarantined(NodeInMemory node) throws Exception {
        return node.select("select code, detail from setback where outcome = 'quarantined'");
    }

    @EachDatabase
    void carriesAThreadThroughTwoHubsAndBack(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId viktor = vendor.join("viktor");
        ObjectId question = association.ask(anna, "Why does it stall");
        nodes.settle();
        assertThat(vendor.select("select title from thread")).containsExactly("Why does it stall");

        ObjectId answer = vendor.answer(vera, question, "Check the suction line.");
        nodes.settle();
        assertThat(association.select("select body, visible from post where kind = 4"))
                .containsExactly("Check the suction line.|true");
        assertThat(vendor.select("select ruling, shown from verdict"))
                .as("the author's node knows what the home said, though they never met")
                .containsExactly("taken|1");

        association.comment(anna, question, answer, "That was it.");
        association.accept(question, Optional.of(answer));
        Link.Target page = new Link.Target.Page("https://example.org/stalling");
        association.publish(
                new ObjectId(association.id, NamedUuid.link(question, Link.Relation.SEE_ALSO, page)),
                new Link(question, page, Link.Relation.SEE_ALSO));
        nodes.settle();
        vote(vendor, viktor, question);
        vote(association, anna, answer);
        nodes.settle();
        vendor.publish(answer, NodeInMemory.answerBody(vera, question, "Check the suction line and the filter."));
        nodes.settle();

        List<String> atHome = shown(association);
        assertThat(atHome)
                .anyMatch(row -> row.startsWith(
                        "Why does it stall|pumps|1|" + answer.key().hex()));
        assertThat(atHome).anyMatch(row -> row.contains("Check the suction line and the filter.|2|1|0"));
        assertThat(atHome).anyMatch(row -> row.contains("Why does it stall?|1|1|0"));
        for (NodeInMemory node : nodes.all()) {
            assertThat(shown(node)).as(node.name).isEqualTo(atHome);
            assertThat(quarantined(node)).as(node.name).isEmpty();
        }
        assertThat(hub.select(
                        "select digest from log_entry where log = ? group by digest having count(*) > 1",
                        hub.writer.self()))
                .as("a digest enters a log once")
                .isEmpty();
        for (NodeInMemory node : nodes.all()) {
            List<String> before = ReplayTest.rows(node);
            Replay.run(node.writer, read -> {}).get();
            assertThat(ReplayTest.rows(node)).as(node.name).isEqualTo(before);
        }
    }

    /** The home's word reaches the author with its reason, through hubs that would have taken the answer. */
    @EachDatabase
    void carriesAVerdictWithItsReasonToTheAuthor(DatabaseLocation location) throws Exception {
        start(location);
        association.changePolicy(hub.id, relaying(TAKE, HOLD, Topics.of(List.of())));
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId question = association.ask(anna, "Why does it stall");
        nodes.settle();
        OqxRecord answer = vendor.publish(vendor.fresh(), NodeInMemory.answerBody(vera, question, "Buy our pumps."));
        nodes.settle();
        assertThat(association.select("select outcome, code from setback")).containsExactly("held|policy");

        association.decide(answer, Verdict.Ruling.DECLINED, "spam", "Advertising.");
        nodes.settle();
        for (NodeInMemory node : nodes.all()) {
            assertThat(node.select("select ruling, of_revision, shown, code, reason from verdict"))
                    .as(node.name)
                    .containsExactly("declined|1|0|spam|Advertising.");
        }
        assertThat(hub.select("select visible from post where kind = 4")).containsExactly("false");
        assertThat(vendor.select("select visible from post where kind = 4"))
                .as("its author's node shows it to its author")
                .containsExactly("true");
    }

    @EachDatabase
    void relaysSomeTopicsAndWhateverIsSaidOfThem(DatabaseLocation location) throws Exception {
        start(location);
        hub.changePolicy(association.id, relaying("pumps"));
        ObjectId anna = association.join("anna");
        ObjectId pumps = association.ask(anna, "Why does it stall");
        ObjectId paint = ask(association, anna, "Which colour", "paint");
        association.answer(anna, pumps, "It was the filter.");
        association.answer(anna, paint, "Blue.");
        nodes.settle();
        assertThat(hub.select("select title from thread order by title"))
                .containsExactly("Which colour", "Why does it stall");
        assertThat(second.select("select title, answers from thread")).containsExactly("Why does it stall|1");

        edit(association, paint, anna, "Which colour for pumps", "pumps");
        nodes.settle();
        assertThat(vendor.select("select title, answers from thread order by title"))
                .as("it has the topic now, and what was said before comes with it")
                .containsExactly("Which colour for pumps|1", "Why does it stall|1");
        edit(association, paint, anna, "Which colour", "paint");
        association.comment(anna, paint, paint, "Green?");
        nodes.settle();
        assertThat(vendor.select("select title from thread where tags = 'paint'"))
                .as("what was begun is carried on")
                .containsExactly("Which colour");
        assertThat(vendor.select("select body from post where kind = 5")).containsExactly("Green?");
    }

    /** Switched on late, off, and on again with other topics: all of it comes in batches, in the end. */
    @EachDatabase
    void relaysWhatCameBeforeItWasToBeRelayed(DatabaseLocation location) throws Exception {
        start(location);
        hub.changePolicy(association.id, Policy.takeAll());
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId question = association.ask(anna, "Why does it stall");
        association
                .admission
                .publish(desk -> {
                    for (int i = 0; i < 300; i++) {
                        desk.publish(
                                association.fresh(),
                                new Comment(
                                        anna.id(),
                                        question,
                                        question,
                                        "Comment " + i,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Post.Origin.HERE));
                    }
                    return true;
                })
                .get();
        nodes.settle();
        assertThat(second.select("select count(*) from thread")).containsExactly("0");
        long size = hub.writer.current().size();

        hub.changePolicy(association.id, relaying());
        assertThat(hub.admission.relayMore().get()).isTrue();
        long afterOne = hub.writer.current().size();
        assertThat(afterOne - size).as("a batch, no more").isBetween(200L, 256L);
        association.comment(anna, question, question, "Meanwhile");
        hub.follow(association);
        assertThat(hub.writer.current().size())
                .as("it has its turn behind the others")
                .isEqualTo(afterOne);
        new RelayBacklog(hub.database, hub.admission).work();
        nodes.settle();
        assertThat(vendor.select("select count(*) from post where kind = 5 and visible"))
                .containsExactly("301");

        ObjectId answer = vendor.answer(vera, question, "The filter.");
        hub.changePolicy(association.id, Policy.takeAll());
        association.comment(anna, question, question, "Not for others");
        nodes.settle();
        new RelayBacklog(hub.database, hub.admission).work();
        nodes.settle();
        assertThat(vendor.select("select ruling from verdict where object_key = ?", answer.key()))
                .as("verdicts go along always (OQX-INC-042)")
                .containsExactly("taken");
        assertThat(vendor.select("select count(*) from post where kind = 5 and visible"))
                .containsExactly("301");

        hub.changePolicy(association.id, relaying("pumps"));
        new RelayBacklog(hub.database, hub.admission).work();
        nodes.settle();
        assertThat(vendor.select("select count(*) from post where kind = 5 and visible"))
                .containsExactly("302");
    }

    /** What the hub's own policy keeps out it does not carry on; what the home says of it, it does. */
    @EachDatabase
    void carriesNothingThatItHoldsOrDeclinesItself(DatabaseLocation location) throws Exception {
        start(location);
        hub.changePolicy(association.id, relaying(HOLD, TAKE, Topics.ALL));
        ObjectId anna = association.join("anna");
        OqxRecord question =
                association.publish(association.fresh(), NodeInMemory.questionBody(anna, "Why does it stall"));
        association.comment(anna, question.object(), question.object(), "Since yesterday.");
        nodes.settle();
        assertThat(hub.select("select count(*) from log_entry where log = ?", hub.writer.self()))
                .containsExactly("1");

        hub.decide(question, Verdict.Ruling.TAKEN, "", "");
        nodes.settle();
        assertThat(vendor.select("select title from thread")).containsExactly("Why does it stall");
        assertThat(vendor.select("select body from post where kind = 5")).containsExactly("Since yesterday.");
    }

    private static ObjectId ask(NodeInMemory node, ObjectId author, String title, String tag) throws Exception {
        return node.publish(node.fresh(), question(author, title, tag)).object();
    }

    private static void edit(NodeInMemory node, ObjectId question, ObjectId author, String title, String tag)
            throws Exception {
        node.publish(question, question(author, title, tag));
    }

    private static Question question(ObjectId author, String title, String tag) {
        return new Question(author.id(), title, title + "?", List.of(tag), "en", "CC-BY-SA-4.0", Post.Origin.HERE);
    }
}
