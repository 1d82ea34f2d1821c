package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sites: what a member of one writes in a thread of the other waits for a moderator there. */
class HeldPostsTest {
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
