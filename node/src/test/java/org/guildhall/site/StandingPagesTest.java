package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.reputation.Age;
import org.guildhall.store.Hiding;
import org.guildhall.store.ModerationLog;
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

    private void attest(String topic, int periods) throws Exception {
        int now = Age.quarterOf(site.node.clock.instant());
        List<Attestation.Period> said = new ArrayList<>();
        for (int i = 1 - periods; i <= 0; i++) {
            said.add(new Attestation.Period(now + i, 1, 0, 1, 0));
        }
        Attestation.Claim claim = new Attestation.Standing(Optional.of(topic), Instant.EPOCH, said);
        vendor.publish(
                new ObjectId(vendor.id, NamedUuid.attestation(vendor.id, ada, claim)),
                new Attestation(ada, Label.State.ON, claim, Optional.empty()));
    }

    @Test
    void showsWhatGivesMostHoweverMuchThereIs() throws Exception {
        attest("pumps", 60);
        for (int i = 0; i < 60; i++) {
            attest("topic" + i, 1);
        }
        scene.exchange();

        Document page =
                site.visitor().open(SiteAddress.standing(ada.key(), "pumps")).html();
        assertThat(page.select(".facts li")).hasSize(50);
        assertThat(page.text()).contains("10 more");
        assertThat(page.select(".filters a, .filters b, .filters [aria-current]")
                        .eachText())
                .as("all topics, the fifty with most points")
                .hasSize(51);
        String least = "topic9";
        Document few =
                site.visitor().open(SiteAddress.standing(ada.key(), least)).html();
        assertThat(few.select(".facts li")).as("of that topic alone").hasSize(1);
        assertThat(few.select(".filters").text()).contains(least);
        assertThat(site.visitor().open(SiteAddress.standing(ada.key(), "%")).status())
                .as("no topic")
                .isEqualTo(404);
    }

    @Test
    void findsOutAnewAfterAShortWhile() throws Exception {
        String path = SiteAddress.standing(ada.key(), "pumps");
        assertThat(site.visitor().open(path).html().select(".figures dd").eachText())
                .containsExactly("15", "0");
        vendor.vote(vendor.join("viktor"), answer);
        vendor.publishTallies();
        scene.exchange();

        assertThat(site.visitor().open(path).html().select(".figures dd").eachText())
                .as("many readers in a moment cost as much as one")
                .containsExactly("15", "0");
        site.node.clock.advance(Duration.ofSeconds(1));
        assertThat(site.visitor().open(path).html().select(".figures dd").eachText())
                .containsExactly("25", "0");
    }

    @Test
    void tellsNothingOfAThreadThatIsHiddenNow() throws Exception {
        String path = SiteAddress.standing(ada.key(), "");
        assertThat(site.visitor().open(path).text(".facts")).contains("Which oil is right?");
        site.node
                .writer
                .submit(tx -> {
                    new Hiding(tx).hide(answer.key(), thread.key(), "spam", answer.key(), ModerationLog.By.MODERATOR);
                    return true;
                })
                .get();

        assertThat(site.visitor().open(path).text("main")).doesNotContain("Which oil is right?");
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
