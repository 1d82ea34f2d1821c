package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.store.HeldReading;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sites: what a member of one writes in a thread of the other waits for a moderator there. */
class HeldPostsTest {
    private static final Policy HOLD = new Policy(
            Stance.HOLD,
            Stance.HOLD,
            Stance.HOLD,
            Stance.HOLD,
            Policy.Topics.ALL,
            100,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Policy.Storage.STANDARD,
            Policy.Labels.SHOWN,
            new Policy.Attestations(Stance.HOLD, 10));

    private SiteUnderTest home;
    private SiteUnderTest away;
    private ObjectId thread;
    private ObjectId ada;

    @BeforeEach
    void open() throws Exception {
        home = new SiteUnderTest("Pump Works");
        away = new SiteUnderTest("Pump Users");
        thread = home.node.ask(home.member("vera", Role.MEMBER), "Which oil is right");
        home.member("mona", Role.MODERATOR);
        home.node.peer(away.node.id, new Policy(Stance.HOLD, Stance.HOLD, Stance.HOLD, Stance.HOLD));
        ada = away.member("ada", Role.MEMBER);
        away.node.follow(home.node);
    }

    @AfterEach
    void close() throws Exception {
        away.close();
        home.close();
    }

    private void exchange() throws Exception {
        home.node.follow(away.node);
        away.node.follow(home.node);
    }

    private TestBrowser.Answer atAuthors() throws Exception {
        return away.visitor().open(SiteUnderTest.question(thread));
    }

    @Test
    void takesAnAnswerThatWasHeld() throws Exception {
        away.node.answer(ada, thread, "Hydraulic oil **HLP 46**.");
        exchange();
        assertThat(atAuthors().text(".answer .mark.pending")).isEqualTo("Pending at its home");
        assertThat(home.visitor().open(SiteUnderTest.question(thread)).html().select(".answer"))
                .isEmpty();

        TestBrowser mona = home.signedIn("mona");
        assertThat(mona.open("/").text(".sections .waiting")).isEqualTo("1");
        Document page = mona.open("/held").html();
        assertThat(page.select(".held .mark").text()).isEqualTo("Answer");
        assertThat(page.select(".held-kind").text()).contains("from Pump Users");
        assertThat(page.select(".held h2 a").text()).isEqualTo("Which oil is right");
        assertThat(page.select(".held .prose strong").text()).isEqualTo("HLP 46");

        TestBrowser.Answer taken =
                mona.open("/held").form("/held").with("ruling", "taken").send();
        assertThat(taken.follow().text(".notice")).startsWith("Taken.");
        assertThat(mona.open("/held").text(".empty")).isEqualTo("Nothing waits for a decision.");
        assertThat(mona.open("/").html().select(".sections .waiting")).isEmpty();
        assertThat(home.visitor().open(SiteUnderTest.question(thread)).text(".answer .prose strong"))
                .isEqualTo("HLP 46");
        exchange();
        assertThat(atAuthors().text(".answer .mark.taken")).isEqualTo("Taken by its home");
    }

    @Test
    void declinesAnEditWithAReasonThatItsAuthorReadsInTheirLanguage() throws Exception {
        ObjectId answer = away.node.answer(ada, thread, "Hydraulic oil.\n\nHLP 46.");
        exchange();
        TestBrowser mona = home.signedIn("mona");
        mona.open("/held").form("/held").with("ruling", "taken").send();
        away.node.publish(answer, NodeInMemory.answerBody(ada, thread, "Hydraulic oil.\n\nBuy mine."));
        exchange();

        Document page = mona.open("/held").html();
        assertThat(page.select(".held .mark").text()).isEqualTo("Edited answer");
        assertThat(page.select(".diff ins").text()).isEqualTo("Buy mine.");
        assertThat(page.select(".diff del").text()).isEqualTo("HLP 46.");

        String anchor = page.select(".held li").attr("id");
        TestBrowser.Filled form = decline(mona);
        TestBrowser.Answer refused = form.send();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html().select("#" + anchor + " details[open] .error").text())
                .isEqualTo("Choose a reason, or write one");
        assertThat(decline(mona).with("code", "spam").send().follow().text(".notice"))
                .startsWith("Declined.");

        exchange();
        assertThat(atAuthors().text(".answer .mark.refused")).isEqualTo("Declined by its home: advertising");
        assertThat(away.visitor()
                        .open(SiteUnderTest.question(thread), "accept-language", "pl")
                        .text(".answer .mark.refused"))
                .isEqualTo("Odrzucone przez węzeł macierzysty: reklama");
        assertThat(home.visitor().open(SiteUnderTest.question(thread)).text(".answer .prose"))
                .isEqualTo("Hydraulic oil. HLP 46.");
    }

    @Test
    void doesNotTakeWhatWasEditedSinceThePageWasMade() throws Exception {
        ObjectId answer = away.node.answer(ada, thread, "Hydraulic oil.");
        exchange();
        TestBrowser mona = home.signedIn("mona");
        TestBrowser.Filled read = mona.open("/held").form("/held").with("ruling", "taken");
        away.node.publish(answer, NodeInMemory.answerBody(ada, thread, "Buy mine."));
        exchange();
        assertThat(read.send().follow().text(".notice")).startsWith("Nothing was done");
        assertThat(mona.open("/held").text(".held .prose")).isEqualTo("Buy mine.");
        assertThat(home.visitor().open(SiteUnderTest.question(thread)).html().select(".answer"))
                .isEmpty();
    }

    @Test
    void showsQuestionsAndCommentsThatAreHeld() throws Exception {
        away.node.ask(ada, "A question of ours");
        away.node.comment(ada, thread, thread, "How cold is it?");
        exchange();
        Document page = home.signedIn("mona").open("/held").html();
        assertThat(page.select(".held .mark").eachText()).containsExactly("Question", "Comment");
        assertThat(page.select(".held h2").eachText()).containsExactly("A question of ours", "Which oil is right");
        assertThat(page.select(".held .tag").eachText()).containsExactly("pumps");
    }

    @Test
    void keepsMembersWhoLookAfterTheQueueFromDecidingInTheirOwnCause() throws Exception {
        ObjectId kim = home.member("kim", Role.MEMBER);
        home.earn(kim, 500);
        ObjectId hers = home.node.ask(kim, "What grease is right");
        ObjectId flagged = home.node.ask(home.member("sue", Role.MEMBER), "Why does it drip");
        away.node.follow(home.node);
        ObjectId foreign = away.node.answer(ada, thread, "Mineral oil.");
        ObjectId own = away.node.answer(ada, hers, "Any grease.");
        ObjectId comment = away.node.comment(ada, hers, hers, "Which pump?");
        ObjectId about = role(kim);
        ObjectId other = role(ada);
        home.node.changePolicy(away.node.id, HOLD);
        exchange();
        flag(hers);
        flag(flagged);

        TestBrowser browser = home.signedIn("kim");
        Document page = browser.open("/held").html();
        assertThat(page.select(".held form[action=/held/dismiss] input[name=key]")
                        .eachAttr("value"))
                .containsExactly(flagged.key().text());
        assertThat(page.select(".held form[action=/held] button[value=taken]").size())
                .isEqualTo(2);
        for (ObjectId refused : List.of(own, comment, about)) {
            assertThat(page.select("#held-" + refused.key().text() + " .lacks").text())
                    .startsWith("This is for the moderators to decide");
            assertThat(page.select("#held-" + refused.key().text() + " form")).isEmpty();
            TestBrowser.Answer answer = take(browser, refused);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.html()
                            .select("#held-" + refused.key().text() + " .lacks")
                            .text())
                    .startsWith("This is for the moderators to decide");
        }
        assertThat(home.node.select("select count(*) from moderation")).containsExactly("0");
        for (ObjectId taken : List.of(foreign, other)) {
            assertThat(take(browser, taken).status()).isEqualTo(303);
        }
        Document mona = home.signedIn("mona").open("/held").html();
        assertThat(mona.select(".lacks")).isEmpty();
        assertThat(mona.select(".held form[action=/held/dismiss]")).hasSize(2);
        for (ObjectId left : List.of(own, comment, about)) {
            assertThat(take(home.signedIn("mona"), left).status()).isEqualTo(303);
        }
        assertThat(home.node.select(
                        "select role, count(*) from moderation where action = 'taken' group by role order by role"))
                .containsExactly("member|2", "moderator|3");
    }

    private ObjectId role(ObjectId member) throws Exception {
        Attestation.Role role = new Attestation.Role("welder", Optional.empty(), Optional.empty(), Optional.empty());
        ObjectId id = new ObjectId(away.node.id, NamedUuid.attestation(away.node.id, member, role));
        away.node.publish(id, new Attestation(member, Label.State.ON, role, Optional.empty()));
        return id;
    }

    private void flag(ObjectId post) throws Exception {
        String at = SiteUnderTest.post(post.key(), "flag");
        home.signedIn("vera")
                .open(at)
                .form(at)
                .with("code", "spam")
                .with("action", "flag")
                .send();
    }

    private String digest(ObjectId object) throws Exception {
        return home.node
                .writer
                .submit(tx -> new HeldReading(tx.sql())
                        .tickets().stream()
                                .filter(one -> one.object().equals(object.key()))
                                .findFirst()
                                .orElseThrow()
                                .digest()
                                .text())
                .get();
    }

    /** Whatever the page offers. */
    private TestBrowser.Answer take(TestBrowser browser, ObjectId object) throws Exception {
        Map<String, String> fields = new HashMap<>();
        fields.put("key", object.key().text());
        fields.put("digest", digest(object));
        fields.put("ruling", "taken");
        fields.put(
                "csrf",
                browser.open("/preferences").form("/preferences").fields().get("csrf"));
        return browser.post("/held", fields);
    }

    @Test
    void isForModeratorsAlone() throws Exception {
        assertThat(home.signedIn("vera").open("/held").status()).isEqualTo(403);
        assertThat(home.signedIn("vera").open("/").html().select(".sections a[href=/held]"))
                .isEmpty();
        assertThat(home.visitor().open("/held").header("location")).startsWith("/sign-in");
    }

    /** The second form of a post's two. */
    private static TestBrowser.Filled decline(TestBrowser browser) throws Exception {
        return browser.open("/held").form("/held").with("ruling", "declined");
    }
}
