package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.guildhall.admission.Suggesting;
import org.guildhall.admission.TakingBack;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;

/** One member suggests other words for another's post; its author or a moderator applies or declines them. */
class SuggestionsTest {
    private SiteUnderTest site;
    private ObjectId ada;
    private ObjectId bob;
    private ObjectId thread;
    private ObjectId answer;

    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Pump Works", location);
        ada = site.member("ada", Role.MEMBER);
        bob = site.member("bob", Role.MEMBER);
        site.member("mona", Role.MODERATOR);
        site.earn(bob, 10);
        thread = site.node.ask(ada, "Which oil is right");
        answer = site.node.answer(ada, thread, "Any oil wil do.\n\nEvery year.");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    private String at(String what) {
        return SiteUnderTest.post(answer.key(), what);
    }

    private TestBrowser.Answer suggest(TestBrowser browser, String text) throws Exception {
        return browser.open(at("suggest"))
                .form(at("suggest"))
                .with("text", text)
                .with("why", "A typing error.")
                .with("action", "post")
                .send();
    }

    private TestBrowser.Answer decide(TestBrowser browser, String ruling, String reason) throws Exception {
        return browser.open(at("suggestions"))
                .form(at("suggestions"))
                .with("ruling", ruling)
                .with("reason", reason)
                .send();
    }

    private String words() throws Exception {
        return site.node
                .select("select body from post where object_key = ?", answer.key())
                .get(0);
    }

    @EachDatabase
    void becomesTheNextRevisionUnderItsAuthorsName(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser suggester = site.signedIn("bob");
        long size = site.node.writer.current().size();
        assertThat(suggest(suggester, "Any oil will do.\n\nEvery year.")
                        .follow()
                        .text(".notice"))
                .startsWith("Suggested.");
        assertThat(site.node.writer.current().size()).as("nothing is published").isEqualTo(size);
        assertThat(words()).contains("wil do");

        TestBrowser author = site.signedIn("ada");
        assertThat(author.open("/notifications").text(".unread")).contains("Somebody suggests an edit of your post");
        Document page = author.open(at("suggestions")).html();
        assertThat(page.select(".diff del").text()).isEqualTo("Any oil wil do.");
        assertThat(page.select(".diff ins").text()).isEqualTo("Any oil will do.");
        assertThat(page.select(".panel").text()).contains("by Bob", "A typing error.");
        decide(author, "apply", "");
        assertThat(words()).isEqualTo("Any oil will do.\n\nEvery year.");
        assertThat(site.node.select("select revision, author from post where object_key = ?", answer.key()))
                .containsExactly("2|" + ada.key().hex());
        assertThat(site.visitor().open(at("history")).text(".revisions")).contains("Suggested by Bob");
        assertThat(suggester.open("/notifications").text(".unread"))
                .contains("The edit that you suggested was applied");
        assertThat(site.node.select("select count(*) from moderation"))
                .as("whoever wrote it decided on their own words")
                .containsExactly("0");
        assertThat(site.node.select("select body from suggestion")).containsExactly("");
    }

    @EachDatabase
    void isDeclinedWithAReasonThatItsAuthorReads(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser suggester = site.signedIn("bob");
        suggest(suggester, "Buy my oil.");
        TestBrowser mona = site.signedIn("mona");
        assertThat(mona.open("/held").text(".held")).contains("Suggested edit", "by Bob");
        assertThat(decide(mona, "decline", "").status()).isEqualTo(422);
        decide(mona, "decline", "That is advertising.");
        assertThat(words()).contains("Any oil wil do.");
        assertThat(suggester.open("/notifications").text(".unread")).contains("was declined");
        assertThat(suggester.open(at("suggestions")).text(".panel")).contains("Declined", "That is advertising.");
        assertThat(site.visitor().open("/moderation-log").text(".held"))
                .contains("Suggested edit declined", "That is advertising.", "by: Moderator");
        assertThat(mona.open("/held").text(".empty")).isEqualTo("Nothing waits for a decision.");
    }

    @EachDatabase
    void saysPlainlyThatThePostChangedMeanwhileAndLosesNothing(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser suggester = site.signedIn("bob");
        TestBrowser.Filled form = suggester.open(at("suggest")).form(at("suggest"));
        TestBrowser author = site.signedIn("ada");
        edit(author, "Mineral oil wil do.");
        TestBrowser.Answer late =
                form.with("text", "Any oil will do.").with("action", "post").send();
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.text(".errors, [role=alert]")).contains("edited in the meantime");
        assertThat(late.html().select("textarea").text()).isEqualTo("Any oil will do.");
        assertThat(late.form(at("suggest")).with("action", "post").send().status())
                .as("sent again after looking")
                .isEqualTo(303);

        TestBrowser.Filled decision = author.open(at("suggestions")).form(at("suggestions"));
        edit(author, "Mineral oil wil do. Twice a year.");
        TestBrowser.Answer stale = decision.with("ruling", "apply").send();
        assertThat(stale.status()).isEqualTo(422);
        assertThat(words()).isEqualTo("Mineral oil wil do. Twice a year.");
        assertThat(stale.text(".panel .closed")).startsWith("The post was edited after this was suggested.");
        assertThat(stale.html().select(".diff del").text()).isEqualTo("Mineral oil wil do. Twice a year.");
        assertThat(decide(author, "apply", "").status()).isEqualTo(303);
        assertThat(words()).isEqualTo("Any oil will do.");
        assertThat(site.visitor().open(at("history")).html().select(".revision"))
                .hasSize(4);
    }

    private void edit(TestBrowser author, String text) throws Exception {
        assertThat(author.open(at("edit"))
                        .form(at("edit"))
                        .with("text", text)
                        .with("action", "post")
                        .send()
                        .status())
                .isEqualTo(303);
    }

    @EachDatabase
    void takesFourEyesAndOnlyPostsOfThisNode(DatabaseLocation location) throws Exception {
        open(location);
        ObjectId keeper = site.member("kim", Role.MEMBER);
        site.earn(keeper, 500);
        TestBrowser kim = site.signedIn("kim");
        suggest(kim, "Any oil will do.");
        assertThat(kim.open(at("suggestions")).html().select("form[action$=suggestions]"))
                .isEmpty();
        String nr = site.node.select("select nr from suggestion").get(0);
        Map<String, String> own = new HashMap<>(Map.of("nr", nr, "revision", "1", "ruling", "apply"));
        own.put("csrf", kim.open("/preferences").form("/preferences").fields().get("csrf"));
        assertThat(kim.post(at("suggestions"), own).status()).isEqualTo(403);
        site.earn(ada, 10);
        assertThat(site.signedIn("ada").open(at("suggest")).status())
                .as("who wrote it edits it")
                .isEqualTo(404);
        assertThat(site.signedIn("bob").open(at("suggestions")).html().select(".panel"))
                .as("what another suggested is not for every member")
                .isEmpty();
        assertThat(site.node.select("select outcome from suggestion")).containsExactly("null");
        assertThat(words()).contains("wil do");
    }

    @EachDatabase
    void suggestsTitleAndTopicsOfAQuestion(DatabaseLocation location) throws Exception {
        open(location);
        String at = SiteUnderTest.post(thread.key(), "suggest");
        site.signedIn("bob")
                .open(at)
                .form(at)
                .with("title", "Which oil is right for a pump")
                .with("topics", "pumps oil")
                .with("action", "post")
                .send();
        String decision = SiteUnderTest.post(thread.key(), "suggestions");
        TestBrowser author = site.signedIn("ada");
        assertThat(author.open(decision).html().select(".diff ins").eachText())
                .containsExactly("Which oil is right for a pump", "oil pumps");
        author.open(decision).form(decision).with("ruling", "apply").send();
        assertThat(site.node.select("select title, tags, author from thread"))
                .containsExactly(
                        "Which oil is right for a pump|oil pumps|" + ada.key().hex());
    }

    @EachDatabase
    void a31KeepsSoManySuggestionsOfAMemberInADayAndNoMore(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser browser = site.signedIn("bob");
        for (int i = 0; i <= Suggesting.MOST_A_DAY; i++) {
            ObjectId post = site.node.answer(ada, thread, "Answer number " + i);
            String at = SiteUnderTest.post(post.key(), "suggest");
            site.node.clock.advance(Duration.ofMinutes(30));
            TestBrowser.Answer said = browser.open(at)
                    .form(at)
                    .with("text", "Other words")
                    .with("action", "post")
                    .send();
            assertThat(said.status()).isEqualTo(i < Suggesting.MOST_A_DAY ? 303 : 422);
        }
        assertThat(site.node.select("select count(*) from suggestion"))
                .containsExactly(String.valueOf(Suggesting.MOST_A_DAY));
        suggest(browser, "Again");
        site.node.clock.advance(Duration.ofDays(1));
        suggest(browser, "Again");
        suggest(browser, "And again");
        assertThat(site.node.select(
                        "select body from suggestion where object_key = ? and outcome is null", answer.key()))
                .as("the newer takes the place of the older")
                .containsExactly("And again");
    }

    @EachDatabase
    void goesWithThePostWhenThatIsErased(DatabaseLocation location) throws Exception {
        open(location);
        suggest(site.signedIn("bob"), "Any oil will do.");
        TestBrowser author = site.signedIn("ada");
        author.open(at("erase")).form(at("erase")).with("erase", "yes").send();
        assertThat(site.node.select("select count(*) from suggestion")).containsExactly("0");
    }

    @EachDatabase
    void a31CountsWhatWasSentForOnePostAndTellsItsAuthorOnce(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser browser = site.signedIn("bob");
        for (int i = 0; i <= Suggesting.MOST_A_DAY; i++) {
            site.node.clock.advance(Duration.ofMinutes(30));
            assertThat(suggest(browser, "Words number " + i).status()).isEqualTo(i < Suggesting.MOST_A_DAY ? 303 : 422);
        }
        assertThat(site.node.select("select body, words from suggestion where body <> '' or words <> ''"))
                .as("of what was replaced no words stay")
                .containsExactly("Words number 9|A typing error.");
        assertThat(site.node.select("select count(*) from notification where kind = 'suggested'"))
                .containsExactly("1");
        assertThat(browser.open(at("suggestions")).html().select(".diff")).hasSize(1);
        site.node.clock.advance(Duration.ofHours(30));
        suggest(site.signedIn("bob"), "Tomorrow's words");
        suggest(site.signedIn("bob"), "Tomorrow's other words");
        assertThat(site.node.select("select count(*) from suggestion"))
                .as("one waits, one counts for today")
                .containsExactly("2");
    }

    @EachDatabase
    void goesWithWhoSuggestedItUnlessItWasApplied(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser browser = site.signedIn("bob");
        TestBrowser author = site.signedIn("ada");
        suggest(browser, "Any oil will do.");
        decide(author, "apply", "");
        suggest(browser, "Buy my oil.");
        decide(author, "decline", "That is advertising.");
        suggest(browser, "Buy any oil.");
        suggest(browser, "Buy oil.");
        site.node
                .admission
                .publish(desk -> TakingBack.eraseMember(desk, bob.key(), false))
                .get();
        assertThat(site.node.select("select outcome, member, body, words from suggestion"))
                .containsExactly("applied|null||");
    }
}
