package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Future;
import org.guildhall.admission.Thresholds;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;

/** A member flags a post, a moderator decides, everybody can read what was decided, and a peer shows whose opinion it is. */
class ModerationTest {
    private SiteUnderTest site;
    private ObjectId ada;
    private ObjectId thread;
    private ObjectId answer;

    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Pump Works", location);
        ada = site.member("ada", Role.MEMBER);
        site.member("bob", Role.MEMBER);
        site.member("mona", Role.MODERATOR);
        thread = site.node.ask(ada, "Which oil is right");
        answer = site.node.answer(ada, thread, "Any oil will do.");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    private String at(String what) {
        return SiteUnderTest.post(answer.key(), what);
    }

    private TestBrowser.Answer flag(TestBrowser browser, String code, String reason) throws Exception {
        return browser.open(at("flag"))
                .form(at("flag"))
                .with("action", "flag")
                .with("code", code)
                .with("reason", reason)
                .send();
    }

    private TestBrowser.Answer label(TestBrowser mona, String label, String action, String reason) throws Exception {
        return mona.open(at("label"))
                .form(at("label"))
                .with("code", label)
                .with("reason", reason)
                .with("action", action)
                .send();
    }

    private Object flags() throws Exception {
        return site.node.select("select code, reason from flag where settled_at is null");
    }

    @EachDatabase
    void queuesWhatMembersFlagUntilAModeratorHasLookedAtIt(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser bob = site.signedIn("bob");
        assertThat(bob.open(SiteUnderTest.question(thread)).html().select(".answer a[href=" + at("flag") + "]"))
                .hasSize(1);
        assertThat(flag(bob, "spam", "").follow().text(".notice")).startsWith("The moderators are told.");
        flag(bob, "offensive", "It ruins <b>pumps</b>.");

        TestBrowser mona = site.signedIn("mona");
        assertThat(mona.open("/").text(".sections .waiting")).isEqualTo("1");
        Document queue = mona.open("/held").html();
        assertThat(queue.select(".held-kind .mark").text()).isEqualTo("1 flag");
        assertThat(queue.select(".reasons").text())
                .contains("It ruins <b>pumps</b>.")
                .doesNotContain("bob");
        assertThat(queue.select(".held .prose").text()).isEqualTo("Any oil will do.");

        assertThat(mona.open("/held").form("/held/dismiss").send().follow().text(".notice"))
                .startsWith("Done.");
        assertThat(mona.open("/held").text(".empty")).isEqualTo("Nothing waits for a decision.");
        assertThat(site.visitor().open("/moderation-log").text(".held"))
                .contains("Flags looked at, nothing wrong", "by: Moderator")
                .doesNotContain("ruins")
                .doesNotContain("mona");
    }

    @EachDatabase
    void refusesFlagsWithoutAReasonAndOfOnesOwn(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser bob = site.signedIn("bob");
        Object before = flags();
        assertThat(flag(bob, "", "").status()).isEqualTo(422);
        assertThat(flag(bob, "other", "").status()).isEqualTo(422);
        assertThat(flag(bob, "nonsense", "x").status()).isEqualTo(422);
        assertThat(flag(bob, "spam", "x".repeat(501)).status()).isEqualTo(422);
        assertThat(site.signedIn("ada").open(at("flag")).status()).isEqualTo(404);
        assertThat(site.visitor().open(at("flag")).status()).isNotEqualTo(200);
        assertThat(bob.open(at("label")).status()).isEqualTo(403);
        assertThat(flags()).isEqualTo(before);
    }

    @EachDatabase
    void publishesALabelThatReadersSeeWithTheNameOfTheNode(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser mona = site.signedIn("mona");
        TestBrowser reader = site.visitor();
        reader.open(SiteUnderTest.question(thread));
        long size = site.node.writer.current().size();
        flag(site.signedIn("bob"), "other", "That was so ten years ago.");
        assertThat(label(mona, "outdated", "label", "True before 2010.")
                        .follow()
                        .text(".notice"))
                .startsWith("Labelled.");
        assertThat(site.node.writer.current().size()).isEqualTo(size + 1);
        assertThat(reader.open(SiteUnderTest.question(thread)).text(".answer .opinions"))
                .isEqualTo("Outdated – says Pump Works True before 2010.");
        assertThat(mona.open("/").html().select(".sections .waiting")).isEmpty();
        assertThat(reader.open("/moderation-log").text(".held")).contains("Labelled Outdated", "True before 2010.");

        assertThat(label(mona, "outdated", "label", "True before 2010.").html().text())
                .contains("This node has set this label on the post already.");
        assertThat(label(mona, "spam", "unlabel", "").status()).isEqualTo(422);

        label(mona, "outdated", "unlabel", "");
        assertThat(label(mona, "outdated", "unlabel", "").html().text()).contains("there is nothing to take back");
        assertThat(reader.open(SiteUnderTest.question(thread)).html().select(".opinions"))
                .isEmpty();
        assertThat(label(mona, "nonsense", "label", "").status()).isEqualTo(422);
        assertThat(site.node.writer.current().size()).isEqualTo(size + 2);
    }

    @EachDatabase
    void keepsNothingInTheLogThatRepeatsWhatWasErased(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser mona = site.signedIn("mona");
        flag(site.signedIn("bob"), "spam", "He says: any oil.");
        mona.open(at("hide"))
                .form(at("hide"))
                .with("action", "hide")
                .with("reason", "Says any oil")
                .send();
        assertThat(site.visitor().open("/moderation-log").text(".held")).contains("Hidden here", "Says any oil");
        mona.open(at("hide")).form(at("hide")).with("action", "show").send();

        TestBrowser author = site.signedIn("ada");
        author.open(at("erase")).form(at("erase")).with("erase", "yes").send();
        assertThat(site.visitor().open("/moderation-log").text(".held"))
                .contains("Hidden here", "what it was about is not shown")
                .doesNotContain("any oil");
        assertThat(site.node.select("select count(*) from flag").toString()).contains("0");
    }

    /** What the page has checked may be otherwise when the act is carried out. */
    @EachDatabase
    void letsNobodySettleFlagsWhoMayNoLongerWhenItIsDone(DatabaseLocation location) throws Exception {
        open(location);
        site.earn(site.member("kim", Role.MEMBER), 500);
        flag(site.signedIn("bob"), "spam", "");
        TestBrowser.Filled byStanding = site.signedIn("kim").open("/held").form("/held/dismiss");
        TestBrowser.Filled byRole = site.signedIn("mona").open("/held").form("/held/dismiss");
        TestBrowser.Answer kim;
        TestBrowser.Answer mona;
        try (BusyWriter busy = new BusyWriter(site.node.writer, tx -> {
            Thresholds.read(tx.sql()).with("moderate-queue", "never").store(tx.sql());
            return tx.sql().update("update account set role = ? where handle = ?", Role.MEMBER.label(), "mona");
        })) {
            Future<TestBrowser.Answer> one = busy.send(byStanding::send);
            Future<TestBrowser.Answer> other = busy.send(byRole::send);
            busy.release();
            kim = one.get();
            mona = other.get();
        }
        String words = "Looking after the queue is for moderators at this node.";
        assertThat(kim.status()).isEqualTo(403);
        assertThat(kim.text(".lacks")).isEqualTo(words);
        assertThat(mona.status()).isEqualTo(403);
        assertThat(mona.text(".lacks")).isEqualTo(words);
        assertThat(site.node.select("select count(*) from flag where settled_at is null"))
                .containsExactly("1");
        assertThat(site.node.select("select count(*) from moderation")).containsExactly("0");
    }

    @EachDatabase
    void letsNobodyWhoActsByStandingSettleWhatTheirOwnPostsWereFlaggedFor(DatabaseLocation location) throws Exception {
        open(location);
        site.earn(ada, 500);
        ObjectId foreign = site.node.ask(site.member("kim", Role.MEMBER), "Which grease is right");
        TestBrowser bob = site.signedIn("bob");
        flag(bob, "spam", "");
        String at = SiteUnderTest.post(foreign.key(), "flag");
        bob.open(at).form(at).with("action", "flag").with("code", "spam").send();
        TestBrowser.Filled form = site.signedIn("ada").open("/held").form("/held/dismiss");
        assertThat(form.fields().get("key")).isEqualTo(foreign.key().text());
        assertThat(form.with("key", answer.key().text()).send().status()).isEqualTo(403);
        assertThat(form.with("key", foreign.key().text()).send().status()).isEqualTo(303);
        assertThat(site.node.select("select role, action from moderation")).containsExactly("member|dismissed");
        assertThat(flags().toString()).contains("spam");
    }
}
