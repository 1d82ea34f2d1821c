package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A question of another node, read and answered here. */
class MirroredQuestionTest {
    private SiteUnderTest site;
    private FreshDatabase vendorDatabase;
    private NodeInMemory vendor;
    private ObjectId thread;

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("Pump Users");
        vendorDatabase = FreshDatabase.onH2();
        vendor = new NodeInMemory("Pump Works", vendorDatabase.location());
        ObjectId vera = vendor.join("vera");
        thread = vendor.ask(vera, "Which oil is right?");
        site.member("ada", Role.MEMBER);
        site.node.follow(vendor);
        vendor.follow(site.node);
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        vendor.close();
        vendorDatabase.close();
    }

    @Test
    void namesItsHomeAndIsNotForSearchEngines() throws Exception {
        Document page = site.visitor().open(SiteUnderTest.question(thread)).html();
        assertThat(page.select(".mirror").text()).contains("asked at Pump Works");
        assertThat(page.select(".mirror a").attr("href"))
                .isEqualTo("http://127.0.0.1:1" + SiteUnderTest.question(thread));
        assertThat(page.select("meta[name=robots]").attr("content")).isEqualTo("noindex");
        assertThat(page.select(".question .org.elsewhere").text()).isEqualTo("Pump Works");
        assertThat(page.select(".question .mark.pending, .question .mark.taken"))
                .isEmpty();

        ObjectId own = site.node.ask(site.node.join("bob"), "Which filter is right?");
        assertThat(site.visitor().open(SiteUnderTest.question(own)).html().select("meta[name=robots]"))
                .isEmpty();
        assertThat(site.visitor().open("/?view=newest&from=peers").text(".threads h2"))
                .isEqualTo("Which oil is right?");
        assertThat(site.visitor().open("/?view=newest&from=here").text(".threads h2"))
                .isEqualTo("Which filter is right?");
        assertThat(site.visitor().open("/?view=unanswered&from=peers").text(".threads h2"))
                .isEqualTo("Which oil is right?");
    }

    @Test
    void showsWhatTheHomeSaysOfAnAnswerFromHere() throws Exception {
        String path = SiteUnderTest.question(thread);
        TestBrowser ada = site.signedIn("ada");
        TestBrowser.Answer posted = ada.answer(path, "Hydraulic oil HLP 46.");
        assertThat(posted.status()).isEqualTo(303);
        assertThat(posted.follow().text(".notice")).contains("decides whether it shows it");
        assertThat(site.visitor().open(path).text(".answer .mark.pending")).isEqualTo("Pending at its home");

        vendor.follow(site.node);
        site.node.follow(vendor);
        assertThat(site.visitor().open(path).text(".answer .mark.taken")).isEqualTo("Taken by its home");

        ObjectKey answer = ObjectKey.ofText(posted.header("location").replaceAll(".*#p-", ""));
        vendor.admission.exclude(answer, "off-topic", "It is about filters").get();
        site.node.follow(vendor);
        assertThat(site.visitor().open(path).text(".answer .mark.refused"))
                .isEqualTo("Excluded by its home: off topic – It is about filters");
        // The mark does not offer what only the asker's own node may do.
        assertThat(ada.open(path).html().select("button.accept")).isEmpty();
    }

    @Test
    void showsAnEditAsPendingUntilTheHomeHasSeenIt() throws Exception {
        String path = SiteUnderTest.question(thread);
        ObjectId bob = site.member("bob", Role.MEMBER);
        ObjectId answer = site.node.answer(bob, thread, "HLP 46");
        vendor.follow(site.node);
        site.node.follow(vendor);
        TestBrowser browser = site.signedIn("bob");
        String edit = SiteUnderTest.post(answer.key(), "edit");
        browser.open(edit)
                .form(edit)
                .with("text", "HLP 68")
                .with("action", "post")
                .send();

        Document page = site.visitor().open(path).html();
        assertThat(page.select(".answer .prose").text()).isEqualTo("HLP 68");
        assertThat(page.select(".answer .mark.pending")).hasSize(1);
        vendor.follow(site.node);
        site.node.follow(vendor);
        assertThat(site.visitor().open(path).html().select(".answer .mark.taken"))
                .hasSize(1);
    }
}
