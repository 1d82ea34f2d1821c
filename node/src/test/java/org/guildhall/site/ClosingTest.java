package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A question of this node is closed to further answers, from wherever they come, and opened again; everybody reads why. */
class ClosingTest {
    private static final Policy ALL =
            new Policy(Policy.Stance.TAKE, Policy.Stance.TAKE, Policy.Stance.TAKE, Policy.Stance.TAKE);

    @TempDir
    private Path directory;

    private SiteUnderTest site;
    private ObjectId ada;
    private ObjectId thread;

    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Pump Works", location);
        ada = site.member("ada", Role.MEMBER);
        site.earn(site.member("carl", Role.MEMBER), 200);
        site.member("mona", Role.MODERATOR);
        thread = site.node.ask(ada, "Which oil is right");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    private String at(String what) {
        return SiteUnderTest.post(thread.key(), what);
    }

    private TestBrowser.Answer close(TestBrowser browser, String reason, String original, String words)
            throws Exception {
        return browser.open(at("close"))
                .form(at("close"))
                .with("action", "close")
                .with("code", reason)
                .with("original", original)
                .with("reason", words)
                .send();
    }

    private TestBrowser.Answer reopen(TestBrowser browser, String words) throws Exception {
        return browser.open(at("close"))
                .form(at("close"))
                .with("action", "reopen")
                .with("reason", words)
                .send();
    }

    @EachDatabase
    void isMarkedInListsAndNotAmongThoseThatWaitForAnAnswer(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId other = site.node.ask(ada, "Which seal is right");
        close(site.signedIn("mona"), "off-topic", "", "This is about cars.");

        TestBrowser visitor = site.visitor();
        assertThat(visitor.open("/").html().select(".thread h2").eachText())
                .containsExactlyInAnyOrder("Which seal is right", "Which oil is right Closed");
        assertThat(visitor.open("/?view=unanswered")
                        .html()
                        .select(".thread h2 a")
                        .eachAttr("href"))
                .containsExactly(SiteUnderTest.question(other));
    }

    @EachDatabase
    void takesNoAnswersWhileItIsClosedAndSaysWhy(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId before = site.node.answer(ada, thread, "Mineral oil.");
        site.member("bob", Role.MEMBER);
        TestBrowser bob = site.signedIn("bob");
        TestBrowser.Filled written =
                bob.open(SiteUnderTest.question(thread)).form(SiteUnderTest.question(thread) + "/answer");

        assertThat(close(site.signedIn("carl"), "off-topic", "", "This is about cars.")
                        .follow()
                        .text(".closed"))
                .isEqualTo("Closed: Pump Works takes no more answers to this question. This is about cars.");
        TestBrowser.Answer late =
                written.with("text", "Any oil will do.").with("action", "post").send();
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.text("main")).contains("This question is closed: it takes no more answers.");
        assertThat(late.html().select("textarea").text()).as("nothing is lost").isEqualTo("Any oil will do.");
        assertThat(site.node.select("select count(*) from post where kind = 4")).containsExactly("1");

        Document page = site.visitor().open(SiteUnderTest.question(thread)).html();
        assertThat(page.select(".question .opinions").text())
                .isEqualTo("Off-topic – says Pump Works This is about cars.");
        assertThat(page.select("form[action$=answer]")).isEmpty();
        assertThat(site.node.comment(ada, thread, before, "Comments go on.")).isNotNull();
        assertThat(site.node
                        .publish(before, NodeInMemory.answerBody(ada, thread, "Mineral oil!"))
                        .head()
                        .revision())
                .as("what is there can be edited")
                .isEqualTo(2);
        assertThat(site.visitor().open("/moderation-log").text(".held"))
                .contains("Closed Off-topic", "This is about cars.", "by: Member by standing");
        assertThat(site.signedIn("ada").open("/notifications").text(".unread")).contains("Your question was closed");

        assertThat(reopen(site.signedIn("carl"), "").status())
                .as("a reason is asked for")
                .isEqualTo(422);
        reopen(site.signedIn("carl"), "Pumps in cars.");
        page = site.visitor().open(SiteUnderTest.question(thread)).html();
        assertThat(page.select(".closed, .opinions")).isEmpty();
        assertThat(site.node.answer(ada, thread, "Synthetic oil.")).isNotNull();
        assertThat(site.visitor().open("/moderation-log").text(".held")).contains("Opened again", "Pumps in cars.");
    }

    @EachDatabase
    void declinesAnswersOfPeersAndLetsFollowersShowIt(DatabaseLocation location) throws Exception {
        open(location);
        try (NodeInMemory peer = new NodeInMemory("Vendor", new DatabaseLocation.Embedded(directory.resolve("peer")))) {
            peer.peer(site.node.id, ALL);
            site.node.peer(peer.id, ALL);
            peer.follow(site.node);
            ObjectId vera = peer.join("vera");
            ObjectId early = peer.answer(vera, thread, "Mineral oil.");
            site.node.follow(peer);
            close(site.signedIn("mona"), "unclear", "", "");
            ObjectId late = peer.answer(vera, thread, "Any oil.");
            peer.publish(early, NodeInMemory.answerBody(vera, thread, "Mineral oil, I said."));
            peer.comment(vera, thread, thread, "Which pump?");
            site.node.follow(peer);
            assertThat(site.node.select("select ruling, code from verdict where object_key = ?", late.key()))
                    .containsExactly("declined|thread-closed");
            assertThat(site.node.select("select body from post where home <> node and visible order by kind"))
                    .containsExactly("Mineral oil, I said.", "Which pump?");

            peer.follow(site.node);
            assertThat(peer.select("select label from label where holds order by label"))
                    .containsExactly("closed", "unclear");
            assertThat(refusal(peer, vera)).as("the home would decline it").isEqualTo("thread-closed");
            assertThat(peer.select("select count(*) from hidden")).containsExactly("0");

            reopen(site.signedIn("mona"), "It is clear now.");
            peer.follow(site.node);
            peer.publish(late, NodeInMemory.answerBody(vera, thread, "Any oil, once more."));
            peer.answer(vera, thread, "And grease.");
            site.node.follow(peer);
            assertThat(site.node.select("select body from post where kind = 4 and visible order by body"))
                    .containsExactly("And grease.", "Any oil, once more.", "Mineral oil, I said.");
        }
    }

    private String refusal(NodeInMemory node, ObjectId author) {
        try {
            node.answer(author, thread, "Grease.");
            return "none";
        } catch (org.guildhall.admission.Refusal e) {
            return e.code();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @EachDatabase
    void isClosedByNobodyButItsHome(DatabaseLocation location) throws Exception {
        open(location);
        try (NodeInMemory peer = new NodeInMemory("Vendor", new DatabaseLocation.Embedded(directory.resolve("peer")))) {
            peer.peer(site.node.id, ALL);
            site.node.peer(peer.id, ALL);
            peer.follow(site.node);
            Label foreign =
                    new Label(thread, Optional.of(thread), Label.CLOSED, Label.State.ON, Optional.of("By order."));
            peer.publish(new ObjectId(peer.id, NamedUuid.label(peer.id, thread, Label.CLOSED)), foreign);
            site.node.follow(peer);
            assertThat(site.node.select("select label from label where holds")).containsExactly("closed");
            Document page = site.visitor().open(SiteUnderTest.question(thread)).html();
            assertThat(page.select(".closed, .opinions")).isEmpty();
            assertThat(site.node.answer(ada, thread, "Mineral oil.")).isNotNull();
            assertThat(peer.answer(peer.join("vera"), thread, "Any oil.")).isNotNull();
        }
    }

    @EachDatabase
    void linksTheQuestionThatWasAskedBefore(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId first = site.node.ask(ada, "What oil for pumps");
        TestBrowser carl = site.signedIn("carl");
        for (String nothing : new String[] {
            "", "nonsense", "/q/" + thread.key().text(), "/q/" + ada.key().text()
        }) {
            assertThat(close(carl, "duplicate", nothing, "").status())
                    .as(nothing)
                    .isEqualTo(422);
        }
        assertThat(site.node.select("select count(*) from label")).containsExactly("0");
        close(carl, "duplicate", "https://ask.example/q/" + first.key().text() + "#p-x", "");
        Document page = site.visitor().open(SiteUnderTest.question(thread)).html();
        assertThat(page.select(".linked li").text()).isEqualTo("What oil for pumps the same question");
        assertThat(page.select(".closed").text()).startsWith("Closed:");
        reopen(carl, "Not the same.");
        assertThat(close(carl, "duplicate", "/q/" + first.key().text(), "It is.")
                        .status())
                .isEqualTo(303);
        assertThat(site.node.select("select count(*) from thread_link")).containsExactly("1");
    }

    @EachDatabase
    void keepsWhatAModeratorDecided(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser carl = site.signedIn("carl");
        TestBrowser mona = site.signedIn("mona");
        close(carl, "unclear", "", "");
        reopen(mona, "It is clear.");
        TestBrowser.Answer again = close(carl, "unclear", "", "");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text("main")).contains("A moderator decided on this question.");
        assertThat(site.node.select("select label from label where holds")).isEmpty();
        close(mona, "unclear", "", "");
        assertThat(reopen(carl, "No!").status()).isEqualTo(422);
        assertThat(site.node.select("select label from label where holds order by label"))
                .containsExactly("closed", "unclear");
    }

    @EachDatabase
    void takesBackWithTheClosingNoLabelThatAModeratorSet(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId first = site.node.ask(ada, "What oil for pumps");
        TestBrowser carl = site.signedIn("carl");
        TestBrowser mona = site.signedIn("mona");
        label(mona, "label");
        close(carl, "duplicate", "/q/" + first.key().text(), "");
        reopen(carl, "Not the same.");
        assertThat(held()).as("closing did not say it").containsExactly("off-topic");
        close(carl, "off-topic", "", "");
        reopen(carl, "About pumps.");
        assertThat(held()).as("nor did it here, where it was said").containsExactly("off-topic");
        close(carl, "unclear", "", "");
        reopen(carl, "It is clear.");
        assertThat(held()).as("only its own").containsExactly("off-topic");
        label(mona, "unlabel");
        close(carl, "off-topic", "", "");
        label(mona, "label");
        reopen(carl, "About pumps.");
        assertThat(held()).as("a moderator confirmed it").containsExactly("off-topic");
        label(mona, "unlabel");
        close(carl, "off-topic", "", "");
        reopen(carl, "About pumps.");
        assertThat(held()).isEmpty();
        assertThat(site.node.select("select code from moderation where action = 'reopened' order by nr"))
                .as("the log says which label went with it")
                .containsExactly("", "", "unclear", "", "off-topic");
    }

    private List<String> held() throws Exception {
        return site.node.select("select label from label where holds order by label");
    }

    private void label(TestBrowser browser, String action) throws Exception {
        assertThat(browser.open(at("label"))
                        .form(at("label"))
                        .with("code", "off-topic")
                        .with("reason", "About cars.")
                        .with("action", action)
                        .send()
                        .status())
                .isEqualTo(303);
    }
}
