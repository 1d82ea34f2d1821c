package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.guildhall.admission.Privileges;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Accounts;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;

/** A member whose standing does not suffice reads what is missing, in the same words wherever they try. */
class PrivilegesTest {
    private SiteUnderTest site;
    private ObjectId ada;
    private ObjectId bob;
    private ObjectId thread;
    private ObjectId answer;

    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Pump Works", location);
        ada = site.member("ada", Role.MEMBER);
        bob = site.member("bob", Role.MEMBER);
        thread = site.node.ask(ada, "Which oil is right");
        answer = site.node.answer(ada, thread, "Any oil will do.");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    private TestBrowser.Answer voteDown(TestBrowser browser) throws Exception {
        String at = SiteUnderTest.post(answer.key(), "vote");
        return browser.open(SiteUnderTest.question(thread))
                .form(at)
                .with("vote", "down")
                .send();
    }

    @EachDatabase
    void saysWhatIsMissingAtTheControlAndInTheRefusal(DatabaseLocation location) throws Exception {
        open(location);
        site.earn(bob, 20);
        TestBrowser browser = site.signedIn("bob");
        String words = "Voting down needs 50 points; you have 20.";
        Document page = browser.open(SiteUnderTest.question(thread)).html();
        assertThat(page.select(".answer .vote a.lacking").attr("aria-label")).isEqualTo(words);
        assertThat(page.select(".answer .vote button.down")).isEmpty();
        TestBrowser.Answer refused = voteDown(browser);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text(".lacks")).isEqualTo(words);
        assertThat(refused.text("main")).contains("Points come from others");
        assertThat(site.node.select("select count(*) from vote")).containsExactly("0");

        site.earn(bob, 50);
        assertThat(browser.open(SiteUnderTest.question(thread)).html().select(".answer .vote button.down"))
                .hasSize(1);
        assertThat(voteDown(browser).status()).isEqualTo(303);
        assertThat(site.node.select("select direction from vote")).containsExactly("-1");

        site.earn(bob, 0);
        assertThat(browser.open(SiteUnderTest.question(thread)).html().select(".answer .vote button.down"))
                .as("who voted against takes it back whatever their standing is now")
                .hasSize(1);
    }

    @EachDatabase
    void letsANewCommunityBeginWithoutAnyPoints(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser browser = site.signedIn("bob");
        String at = SiteUnderTest.post(answer.key(), "comment");
        assertThat(browser.open(at)
                        .form(at)
                        .with("text", "Which one?")
                        .with("action", "post")
                        .send()
                        .status())
                .isEqualTo(303);
        String vote = SiteUnderTest.post(answer.key(), "vote");
        assertThat(browser.open(SiteUnderTest.question(thread))
                        .form(vote)
                        .with("vote", "up")
                        .send()
                        .status())
                .isEqualTo(303);
        assertThat(site.node.select("select direction from vote")).containsExactly("1");
    }

    @EachDatabase
    void alwaysLetsThoseReplyWhomAThreadConcerns(DatabaseLocation location) throws Exception {
        open(location);
        site.need("comment", "30");
        ObjectId replied = site.node.answer(bob, thread, "Mineral oil.");
        TestBrowser browser = site.signedIn("bob");
        Document page = browser.open(SiteUnderTest.question(thread)).html();
        assertThat(page.select("#p-" + replied.key().text() + " a.add-comment").attr("href"))
                .endsWith("/comment");
        assertThat(page.select("#p-" + answer.key().text() + " a.add-comment").text())
                .isEqualTo("Commenting needs 30 points; you have 0.");
        TestBrowser.Answer refused = browser.open(SiteUnderTest.post(answer.key(), "comment"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text(".lacks")).isEqualTo("Commenting needs 30 points; you have 0.");
        String own = SiteUnderTest.post(replied.key(), "comment");
        assertThat(browser.open(own)
                        .form(own)
                        .with("text", "Sure.")
                        .with("action", "post")
                        .send()
                        .status())
                .isEqualTo(303);
        assertThat(site.signedIn("ada")
                        .open(SiteUnderTest.post(replied.key(), "comment"))
                        .status())
                .as("who asked")
                .isEqualTo(200);
    }

    @EachDatabase
    void listsThePrivilegesWithWhatTheyNeedHere(DatabaseLocation location) throws Exception {
        open(location);
        site.need("close", "never");
        site.need("vote-down", "1");
        site.earn(bob, 30);
        Document page = site.signedIn("bob").open("/privileges").html();
        assertThat(page.select("main strong").text()).isEqualTo("You have 30 points.");
        assertThat(page.select("#close .mark").text()).isEqualTo("moderators only");
        assertThat(page.select("#vote-down").text()).contains("1 point", "You may.");
        assertThat(page.select("#moderate-queue").text()).contains("500 points").doesNotContain("You may.");
        assertThat(page.select("#comment .mark").text()).isEqualTo("every member");
        assertThat(site.signedIn("bob")
                        .open(SiteUnderTest.post(thread.key(), "close"))
                        .text(".lacks"))
                .isEqualTo("Closing a question is for moderators at this node.");
        assertThat(site.visitor().open("/privileges").html().select(".panel")).hasSize(5);
    }

    @EachDatabase
    void countsPointsOnlyWhereTheyDecide(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId mona = site.member("mona", Role.MODERATOR);
        Privileges privileges = new Privileges(site.node.id, new Uncounted());
        assertThat(lacks(privileges, bob)).isFalse();
        site.need("comment", "never");
        assertThat(lacks(privileges, bob)).isTrue();
        assertThat(lacks(privileges, mona)).isFalse();
        site.need("comment", "10");
        assertThat(lacks(privileges, mona)).isFalse();
        assertThatThrownBy(() -> lacks(privileges, bob)).hasStackTraceContaining("the points were counted");
    }

    private boolean isLedToTheQueue(TestBrowser browser) throws Exception {
        return !browser.open("/").html().select(".sections a[href=/held]").isEmpty();
    }

    /** The frame of every page asks for it; the queue and what is done there ask anew. */
    @EachDatabase
    void countsThePointsThatLeadToTheQueueOnceAMinute(DatabaseLocation location) throws Exception {
        open(location);
        site.earn(bob, 500);
        TestBrowser browser = site.signedIn("bob");
        assertThat(isLedToTheQueue(browser)).isTrue();
        site.earn(bob, 0);
        assertThat(isLedToTheQueue(browser)).as("counted within the minute").isTrue();
        assertThat(browser.open("/held").status())
                .as("not on the word of a link")
                .isEqualTo(403);
        site.node.clock.advance(Duration.ofSeconds(61));
        assertThat(isLedToTheQueue(browser)).isFalse();

        role(Role.MODERATOR);
        assertThat(isLedToTheQueue(browser)).as("just made a moderator").isTrue();
        role(Role.MEMBER);
        assertThat(isLedToTheQueue(browser)).as("no longer one").isFalse();
    }

    private void role(Role role) throws Exception {
        site.node
                .writer
                .submit(tx -> {
                    new Accounts(tx.sql()).setRole(bob.key(), role);
                    return true;
                })
                .get();
    }

    private boolean lacks(Privileges privileges, ObjectId member) throws Exception {
        return site.node
                .writer
                .submit(tx -> privileges
                        .lackingForComment(tx.sql(), member.key(), answer.key())
                        .isPresent())
                .get();
    }

    /** Standings are counted as of a time. */
    private static final class Uncounted extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            throw new IllegalStateException("the points were counted");
        }
    }
}
