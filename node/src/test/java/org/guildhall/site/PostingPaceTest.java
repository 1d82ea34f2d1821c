package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast one member may post (A31): a message that says when to go on, nothing stored, and nobody else held up. */
class PostingPaceTest {
    private SiteUnderTest site;
    private ObjectId ada;
    private ObjectId thread;

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("Association");
        ada = site.member("ada", Role.MEMBER);
        site.member("bob", Role.MEMBER);
        thread = site.node.ask(ada, "Why does it stall");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    private static TestBrowser.Answer ask(TestBrowser browser, String title) throws Exception {
        return browser.open("/ask")
                .form("/ask")
                .with("title", title)
                .with("text", "It stalls.")
                .with("topics", "pumps")
                .with("action", "post")
                .send();
    }

    private List<String> state() throws Exception {
        return site.node.select("select (select count(*) from log_entry), (select count(*) from post) from node");
    }

    @Test
    void asksWhoPostsTooFastToWaitAndKeepsTheText() throws Exception {
        TestBrowser browser = site.signedIn("ada");
        for (int i = 0; i < SiteUnderTest.POSTS_PER_HOUR; i++) {
            assertThat(ask(browser, "Question number " + i).status()).isEqualTo(303);
        }
        List<String> before = state();

        TestBrowser.Answer refused = ask(browser, "One question more");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).isEqualTo("300");
        assertThat(refused.body()).contains("Try again in 5 minutes");
        assertThat(refused.form("/ask").fields()).containsEntry("title", "One question more");
        String answers = SiteUnderTest.question(thread) + "/answer";
        TestBrowser.Answer answer = browser.open(SiteUnderTest.question(thread))
                .form(answers)
                .with("text", "An answer")
                .with("action", "post")
                .send();
        assertThat(answer.status()).isEqualTo(429);
        for (String what : List.of("comment", "edit")) {
            String path = SiteUnderTest.post(thread.key(), what);
            assertThat(browser.open(path)
                            .form(path)
                            .with("text", "Other words")
                            .with("action", "post")
                            .send()
                            .status())
                    .as(what)
                    .isEqualTo(429);
        }
        assertThat(browser.open("/account")
                        .form("/account/profile")
                        .with("name", "Another name")
                        .send()
                        .status())
                .as("profile")
                .isEqualTo(429);
        assertThat(state()).isEqualTo(before);

        assertThat(ask(site.signedIn("bob"), "Somebody else asks").status()).isEqualTo(303);
        site.node.clock.advance(Duration.ofMinutes(5));
        assertThat(ask(browser, "One question more").status()).isEqualTo(303);
        assertThat(ask(browser, "And yet another one").status()).isEqualTo(429);
    }

    @Test
    void doesNotCountPreviewsAndWhatHasAnError() throws Exception {
        TestBrowser browser = site.signedIn("ada");
        for (int i = 0; i < SiteUnderTest.POSTS_PER_HOUR + 1; i++) {
            assertThat(ask(browser, "Short").status()).isEqualTo(422);
            assertThat(browser.open("/ask")
                            .form("/ask")
                            .with("title", "Long enough now")
                            .with("text", "It stalls.")
                            .with("topics", "pumps")
                            .with("action", "preview")
                            .send()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(ask(browser, "Long enough now").status()).isEqualTo(303);
    }
}
