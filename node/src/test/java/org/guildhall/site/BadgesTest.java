package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Tally;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Badges say what records prove, open into them, and go when those go. */
class BadgesTest {
    private static final Policy ALL = Policy.takeAll();

    @TempDir
    private Path directory;

    private SiteUnderTest site;
    private ObjectId bob;
    private final List<NodeInMemory> peers = new ArrayList<>();

    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Pump Works", location);
        bob = site.member("bob", Role.MEMBER);
    }

    @AfterEach
    void close() throws Exception {
        for (NodeInMemory peer : peers) {
            peer.close();
        }
        site.close();
    }

    /** A peer where somebody asks, bob's answer, which the peer takes, and the peer's thread. */
    private record Asked(NodeInMemory home, ObjectId thread, ObjectId answer) {}

    private Asked asked(String name) throws Exception {
        NodeInMemory home = node(name);
        site.node.peer(home.id, ALL);
        home.peer(site.node.id, ALL);
        return asked(home, name);
    }

    private NodeInMemory node(String name) throws Exception {
        NodeInMemory home = new NodeInMemory(name, new DatabaseLocation.Embedded(directory.resolve(name)));
        peers.add(home);
        return home;
    }

    private Asked asked(NodeInMemory home, String name) throws Exception {
        ObjectId thread = home.ask(home.join("vera"), "Why does it stall at " + name);
        site.node.follow(home);
        ObjectId answer = site.node.answer(bob, thread, "Check the suction line.");
        home.follow(site.node);
        site.node.follow(home);
        return new Asked(home, thread, answer);
    }

    private void accept(Asked asked, Optional<ObjectId> answer) throws Exception {
        asked.home().accept(asked.thread(), answer);
        site.node.follow(asked.home());
    }

    private Document page() throws Exception {
        return site.visitor().open(SiteAddress.member(bob.key())).html();
    }

    private List<String> names() throws Exception {
        return page().select(".badges summary").eachText();
    }

    @EachDatabase
    void saysWhoseAskersAcceptedAndWhichAnswerWasTakenFirst(DatabaseLocation location) throws Exception {
        open(location);
        assertThat(page().select(".badges")).isEmpty();
        Asked first = asked("Alpha");
        assertThat(names()).containsExactly("Answers beyond their own node");
        assertThat(page().select(".badges a").eachAttr("href"))
                .containsExactly(
                        SiteAddress.post(first.thread().key(), first.answer().key()));
        accept(first, Optional.of(first.answer()));
        Asked second = asked("Beta");
        accept(second, Optional.of(second.answer()));
        assertThat(names()).as("two are not three").containsExactly("Answers beyond their own node");

        Asked third = asked("Gamma");
        accept(third, Optional.of(third.answer()));
        assertThat(names()).containsExactly("Answered for 3 other organisations", "Answers beyond their own node");
        Element badge = page().select(".badges > li").get(0);
        assertThat(badge.select("a").eachText())
                .containsExactly(
                        "Why does it stall at Gamma", "Why does it stall at Beta", "Why does it stall at Alpha");
        assertThat(badge.text()).contains("Alpha", "Beta", "Gamma");

        accept(second, Optional.empty());
        assertThat(names()).as("an acceptance taken back").containsExactly("Answers beyond their own node");
    }

    @EachDatabase
    void saysThatAnAcceptedAnswerWasEditedYearsLater(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId ada = site.member("ada", Role.MEMBER);
        ObjectId thread = site.node.ask(ada, "Which oil is right");
        ObjectId answer = site.node.answer(bob, thread, "Mineral oil.");
        site.node.clock.advance(Duration.ofDays(729));
        site.node.publish(answer, NodeInMemory.answerBody(bob, thread, "Mineral oil, still."));
        site.node.accept(thread, Optional.of(answer));
        assertThat(names()).as("a day too early").isEmpty();
        site.node.clock.advance(Duration.ofDays(2));
        site.node.publish(answer, NodeInMemory.answerBody(bob, thread, "Synthetic oil."));
        assertThat(names()).containsExactly("Kept current");
        assertThat(page().select(".badges a").text()).isEqualTo("Which oil is right");
    }

    @EachDatabase
    void saysInWhichTopicSeveralOthersTrustSomebody(DatabaseLocation location) throws Exception {
        open(location);
        Asked first = asked("Alpha");
        vote(first, 10);
        assertThat(names()).as("one group is not two").containsExactly("Answers beyond their own node");
        vote(asked("Beta"), 2);
        assertThat(names()).contains("Trusted in pumps");
        Element badge = page().select(".badges > li").get(0);
        assertThat(badge.text()).contains("give 120 points", "2 groups of nodes");
        assertThat(badge.select("a").attr("href")).isEqualTo(SiteAddress.standing(bob.key(), "pumps"));
    }

    private void vote(Asked asked, int up) throws Exception {
        Tally tally = new Tally(asked.thread(), List.of(new Tally.Count(asked.answer(), up, 0)));
        asked.home().publish(new ObjectId(asked.home().id, NamedUuid.tally(asked.home().id, asked.thread())), tally);
        site.node.follow(asked.home());
    }

    /** An asker who answers and accepts themselves proves nothing that another has seen. */
    @EachDatabase
    void doesNotSayThatSomebodyKeepsCurrentWhatTheyAcceptedThemselves(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId thread = site.node.ask(bob, "Which oil is right");
        ObjectId answer = site.node.answer(bob, thread, "Mineral oil.");
        site.node.accept(thread, Optional.of(answer));
        site.node.clock.advance(Duration.ofDays(731));
        site.node.publish(answer, NodeInMemory.answerBody(bob, thread, "Synthetic oil."));
        assertThat(names()).isEmpty();
    }

    /** Nodes are invented in an afternoon: what nobody here gave a weight counts for no organisation. */
    @EachDatabase
    void countsOrganisationsByTheGroupsThatHaveAWeightHere(DatabaseLocation location) throws Exception {
        open(location);
        List<Asked> asked = List.of(asked("Alpha"), asked("Beta"), asked("Gamma"));
        for (Asked one : asked) {
            accept(one, Optional.of(one.answer()));
        }
        assertThat(names()).contains("Answered for 3 other organisations");

        site.node.changePolicy(asked.get(2).home().id, NodeInMemory.weighing(0));
        assertThat(names()).as("no weight").containsExactly("Answers beyond their own node");

        Asked fourth = asked("Delta");
        accept(fourth, Optional.of(fourth.answer()));
        assertThat(names()).contains("Answered for 3 other organisations");
        Element badge = page().select(".badges > li").get(0);
        assertThat(badge.select("a").eachText())
                .as("opens into what is counted")
                .containsExactly(
                        "Why does it stall at Delta", "Why does it stall at Beta", "Why does it stall at Alpha");

        site.node
                .writer
                .submit(tx -> tx.sql()
                        .update(
                                "insert into blocked_node (node, note, at) values (?, ?, ?)",
                                tx.number(asked.get(0).home().id),
                                "",
                                0L))
                .get();
        assertThat(names()).as("blocked").containsExactly("Answers beyond their own node");
    }

    /** Whom one peer introduced are one group with it, however many they are. */
    @EachDatabase
    void countsAPeerAndThoseWhomItIntroducedOnce(DatabaseLocation location) throws Exception {
        open(location);
        List<Asked> asked = List.of(asked("Alpha"), asked("Beta"), asked("Gamma"));
        for (Asked one : asked) {
            accept(one, Optional.of(one.answer()));
        }
        assertThat(names()).contains("Answered for 3 other organisations");
        for (Asked one : asked.subList(1, 3)) {
            site.node
                    .writer
                    .submit(tx -> tx.sql().update("delete from peering where node = ?", tx.number(one.home().id)))
                    .get();
        }
        NodeInMemory alpha = asked.get(0).home();
        for (Asked one : asked.subList(1, 3)) {
            alpha.peer(one.home().id, ALL);
            one.home().follow(alpha);
            one.home().answer(one.home().join("ines"), asked.get(0).thread(), "The filter.");
            alpha.follow(one.home());
        }
        site.node.follow(alpha);
        assertThat(names()).containsExactly("Answers beyond their own node");
    }
}
