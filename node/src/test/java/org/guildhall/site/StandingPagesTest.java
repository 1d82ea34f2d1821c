package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every number about a member opens into the records behind it (spec, OQX-STA-050). */
class StandingPagesTest {
    private AcceptedAbroad scene;
    private SiteUnderTest site;
    private NodeInMemory vendor;
    private ObjectId thread;
    private ObjectId ada;
    private ObjectId answer;

    @BeforeEach
    void open() throws Exception {
        scene = new AcceptedAbroad();
        site = scene.site;
        vendor = scene.vendor;
        thread = scene.thread;
        ada = scene.ada;
        answer = scene.answer;
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void opensTheNumberBesideAnAnswerDownToTheRecord() throws Exception {
        TestBrowser visitor = site.visitor();
        Document question = visitor.open(SiteUnderTest.question(thread)).html();
        assertThat(question.select(".answer .standing").text()).isEqualTo("15 in pumps");

        String path = question.select(".answer .standing").attr("href");
        Document standing = visitor.open(path).html();
        assertThat(standing.select("h1").text()).isEqualTo("Standing of Ada");
        assertThat(standing.select(".figures dd").eachText()).containsExactly("15", "0");
        assertThat(standing.select(".facts li").text())
                .contains("Which oil is right?", "Pump Works accepted by the asker", "of 15, 100% left by age");
        assertThat(standing.select(".facts .fact a").attr("href"))
                .isEqualTo(SiteAddress.post(thread.key(), answer.key()));

        String record = standing.select(".facts .worth a").attr("href");
        TestBrowser.Answer opened = visitor.open(record);
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.html().select("pre").text())
                .contains(answer.id().toString(), thread.id().toString());
        assertThat(opened.html().text()).contains("Acceptance");
    }

    @Test
    void showsTheSameNumberOnTheMembersPage() throws Exception {
        Document page = site.visitor().open("/m/" + ada.key().text()).html();
        assertThat(page.select(".figures a").eachText()).containsExactly("15", "15");
        assertThat(page.select(".figures a").eachAttr("href"))
                .containsExactly(SiteAddress.standing(ada.key(), ""), SiteAddress.standing(ada.key(), "pumps"));
    }

    @Test
    void saysSoWhereThereIsNothing() throws Exception {
        assertThat(site.visitor()
                        .open(SiteAddress.standing(ada.key(), "no-such-topic"))
                        .text(".empty"))
                .contains("No tally, acceptance or attestation");
        assertThat(site.visitor()
                        .open("/m/" + answer.key().text() + "/standing")
                        .status())
                .as("an answer is no member")
                .isEqualTo(404);
    }

    @Test
    void showsNoRecordOfAThreadThatIsHidden() throws Exception {
        String record = SiteAddress.record(new ObjectId(vendor.id, NamedUuid.accept(thread)).key());
        assertThat(site.visitor().open(record).status()).isEqualTo(200);
        site.member("mod", Role.MODERATOR);
        String hide = SiteUnderTest.post(thread.key(), "hide");
        site.signedIn("mod").open(hide).form(hide).with("reason", "spam").send();

        assertThat(site.visitor().open(record).status()).isEqualTo(404);
        assertThat(site.visitor().open(SiteAddress.standing(ada.key(), "")).text(".figures dd"))
                .as("nothing of a hidden thread counts here")
                .isEqualTo("0 0");
    }
}
