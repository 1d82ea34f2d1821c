package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members do, through the pages alone and without JavaScript. */
class StoryTest {
    private SiteUnderTest site;

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("Pump Users");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    /** Each of its characters has three bytes, and nine in a form. */
    @Test
    void takesALongTextInChinese() throws Exception {
        site.member("ada", Role.MEMBER);
        String text = "\u95ee".repeat(40_000);
        TestBrowser.Answer asked = site.signedIn("ada")
                .open("/ask")
                .form("/ask")
                .with("title", "\u957f\u95ee\u9898")
                .with("text", text)
                .with("topics", "pumps")
                .with("action", "post")
                .send();
        assertThat(asked.status()).isEqualTo(303);
        assertThat(asked.follow().text(".question .prose")).isEqualTo(text);
    }

    @Test
    void asksAnswersCommentsVotesAndAccepts() throws Exception {
        site.member("ada", Role.MEMBER);
        site.member("bob", Role.MEMBER);
        TestBrowser ada = site.signedIn("ada");
        TestBrowser bob = site.signedIn("bob");

        TestBrowser.Answer asked = ada.open("/ask")
                .form("/ask")
                .with("title", "Why does the seal leak after 100 hours?")
                .with("text", "The **S-valve** leaks.\r\n\r\nWhat now?")
                .with("topics", "Seals, concrete-pumps")
                .with("action", "post")
                .send();
        assertThat(asked.status()).isEqualTo(303);
        String question = asked.header("location");
        Document page = asked.follow().html();
        assertThat(page.select("h1").text()).isEqualTo("Why does the seal leak after 100 hours?");
        assertThat(page.select(".question .prose strong").text()).isEqualTo("S-valve");
        assertThat(page.select(".tag").eachText()).containsExactly("concrete-pumps", "seals");
        assertThat(page.select(".notice").text()).isEqualTo("Posted and signed.");
        assertThat(ada.open(question).html().select(".notice")).isEmpty();

        TestBrowser.Answer answered = bob.answer(question, "Change the *wear plate*.");
        assertThat(answered.status()).isEqualTo(303);
        String anchor = answered.header("location").replaceAll(".*#p-", "");
        assertThat(site.visitor().open(question).text(".answer .prose em")).isEqualTo("wear plate");

        assertThat(ada.open("/notifications").text(".notifications li"))
                .contains("Bob (Pump Users) answered your question")
                .contains("new");
        assertThat(ada.open("/notifications").text(".notifications .mark")).isEmpty();

        ada.open(question).form("/p/" + anchor + "/vote").with("vote", "up").send();
        ada.open(question)
                .form("/p/" + anchor + "/accept")
                .with("accept", "yes")
                .send();
        ada.open("/p/" + anchor + "/comment")
                .form("/p/" + anchor + "/comment")
                .with("text", "That was it.")
                .with("action", "post")
                .send();

        Document after = site.visitor().open(question).html();
        assertThat(after.select(".answer .vote > .score").text()).isEqualTo("1");
        assertThat(after.select(".answer.is-accepted")).hasSize(1);
        assertThat(after.select(".answer .comment .prose").text()).isEqualTo("That was it.");
        assertThat(after.select(".facts .mark.solved").text()).isEqualTo("Solved");

        Element again = ada.open(question).html().selectFirst(".answer button.up");
        assertThat(again).isNotNull();
        assertThat(again.attr("aria-pressed")).isEqualTo("true");
        assertThat(again.attr("value")).isEqualTo("none");
        assertThat(ada.open("/my/questions").text(".threads h2")).contains("Why does the seal leak");
        assertThat(site.visitor().open("/").text(".threads .solved")).contains("Solved");
        assertThat(site.visitor().open("/topics/seals").text(".threads h2")).contains("Why does the seal leak");
    }

    @Test
    void showsAFormAgainWithWhatWasTypedAndStoresNothing() throws Exception {
        site.member("ada", Role.MEMBER);
        TestBrowser ada = site.signedIn("ada");
        long before = site.node.writer.current().size();

        TestBrowser.Answer answer = ada.open("/ask")
                .form("/ask")
                .with("title", "Short")
                .with("text", "  ")
                .with("topics", "a b c d e f g h i")
                .with("language", "english!")
                .send();

        assertThat(answer.status()).isEqualTo(422);
        Document page = answer.html();
        assertThat(page.select("#title").val()).isEqualTo("Short");
        assertThat(page.select("#topics").val()).isEqualTo("a b c d e f g h i");
        assertThat(page.select("[role=alert] a").eachAttr("href"))
                .containsExactly("#title", "#text", "#topics", "#language");
        assertThat(page.select("#title").attr("aria-describedby")).contains("title-error");
        assertThat(page.select("#title-error").text()).isEqualTo("Make the title at least 8 characters long");
        assertThat(site.node.writer.current().size()).isEqualTo(before);
    }

    @Test
    void previewsWithoutStoring() throws Exception {
        site.member("ada", Role.MEMBER);
        TestBrowser ada = site.signedIn("ada");
        long before = site.node.writer.current().size();

        TestBrowser.Answer answer = ada.open("/ask")
                .form("/ask")
                .with("title", "A title that stays")
                .with("text", "Some *text*")
                .with("action", "preview")
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("#preview em")).isEqualTo("text");
        assertThat(answer.html().select("#title").val()).isEqualTo("A title that stays");
        assertThat(answer.html().select("#text").text()).isEqualTo("Some *text*");
        Map<String, String> fields = ada.open("/ask").form("/ask").fields();
        TestBrowser.Answer piece = ada.post("/preview", Map.of("csrf", fields.get("csrf"), "text", "a <b>x</b> `y`"));
        assertThat(piece.body()).isEqualTo("<p>a &lt;b&gt;x&lt;/b&gt; <code>y</code></p>\n");
        assertThat(site.node.writer.current().size()).isEqualTo(before);
    }

    @Test
    void keepsEveryRevisionInTheHistory() throws Exception {
        ObjectId ada = site.member("ada", Role.MEMBER);
        ObjectId thread = site.node.ask(ada, "Which oil is right?");
        TestBrowser browser = site.signedIn("ada");
        String edit = SiteUnderTest.post(thread.key(), "edit");

        TestBrowser.Answer first = browser.open(edit);
        TestBrowser.Answer second = browser.open(edit);
        TestBrowser.Answer saved = first.form(edit)
                .with("text", "Which oil?\nAnd how much?")
                .with("action", "post")
                .send();
        assertThat(saved.status()).isEqualTo(303);

        // The other form was filled in from a revision that is not the newest any more.
        TestBrowser.Answer stale = second.form(edit)
                .with("text", "Other words")
                .with("action", "post")
                .send();
        assertThat(stale.status()).isEqualTo(422);
        assertThat(stale.text("[role=alert]")).contains("edited elsewhere");
        assertThat(stale.html().select("#text").text()).isEqualTo("Other words");

        Document history =
                site.visitor().open(SiteUnderTest.post(thread.key(), "history")).html();
        assertThat(history.select(".revision h2").eachText()).containsExactly("Revision 2", "Revision 1");
        assertThat(history.select(".revision").get(0).select("del").text()).isEqualTo("Which oil is right??");
        assertThat(history.select(".revision").get(0).select("ins").eachText())
                .containsExactly("Which oil?", "And how much?");
        assertThat(site.visitor().open(SiteUnderTest.question(thread)).text(".edited"))
                .contains("edited");
    }

    @Test
    void showsTheRecordBehindAPost() throws Exception {
        ObjectId ada = site.member("ada", Role.MEMBER);
        ObjectId thread = site.node.ask(ada, "Which oil is right?");
        TestBrowser browser = site.visitor();
        String path = browser.open(SiteUnderTest.question(thread))
                .html()
                .select("a.signed")
                .attr("href");

        TestBrowser.Answer page = browser.open(path);
        assertThat(page.text(".verdict.good")).contains("Pump Users signed exactly these bytes");
        assertThat(page.text("pre.record"))
                .contains("eddsa-jcs-2022")
                .contains(ada.id().toString());
        TestBrowser.Answer bytes = browser.open(page.html().select(".steps a").attr("href"));
        assertThat(bytes.header("content-type")).isEqualTo("application/json");
        assertThat(org.guildhall.record.RecordReader.read(
                                bytes.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .object())
                .isEqualTo(thread);
    }

    @Test
    void lettingAModeratorHideSpamShowsTheReasonInItsPlace() throws Exception {
        ObjectId ada = site.member("ada", Role.MEMBER);
        site.member("mod", Role.MODERATOR);
        ObjectId thread = site.node.ask(ada, "Which oil is right?");
        ObjectId answer = site.node.answer(ada, thread, "Buy cheap watches");
        String hide = SiteUnderTest.post(answer.key(), "hide");
        String question = SiteUnderTest.question(thread);
        TestBrowser reader = site.visitor();
        assertThat(reader.open(question).text(".answer")).contains("cheap watches");

        TestBrowser mod = site.signedIn("mod");
        assertThat(mod.open(hide).form(hide).with("action", "hide").send().status())
                .isEqualTo(422);
        mod.open(hide)
                .form(hide)
                .with("action", "hide")
                .with("reason", "Advertising")
                .send();

        assertThat(reader.open(question).text(".answer"))
                .contains("Hidden at this node: Advertising")
                .doesNotContain("cheap watches");
        assertThat(reader.open(SiteUnderTest.post(answer.key(), "history")).status())
                .isEqualTo(404);
        assertThat(reader.open(SiteUnderTest.post(answer.key(), "record")).status())
                .isEqualTo(404);
        assertThat(reader.open("/").text(".threads")).contains("0 answers");

        mod.open(hide).form(hide).with("action", "show").send();
        assertThat(reader.open(question).text(".answer")).contains("cheap watches");
    }

    @Test
    void registersByInvitationOnlyOnce() throws Exception {
        site.member("root", Role.ADMINISTRATOR);
        TestBrowser admin = site.signedIn("root");
        assertThat(site.visitor().open("/register").text("main")).contains("Registration is not open");

        TestBrowser.Answer made = admin.open("/admin/members")
                .form("/admin/invitations")
                .with("note", "Eve")
                .send();
        String link = made.html().select("input.once").val().replaceAll("^http://127.0.0.1", "");

        TestBrowser eve = site.visitor();
        TestBrowser.Answer registered = eve.open(link)
                .form("/register")
                .with("handle", "eve")
                .with("name", "Eve Evans")
                .with("affiliation", "Evans Pumps")
                .with("password", "seven small anchors")
                .send();
        assertThat(registered.status()).isEqualTo(303);
        assertThat(eve.open("/").text(".menu summary")).isEqualTo("Eve Evans");
        assertThat(site.visitor().open(link).text("main")).contains("has been used or has expired");
        assertThat(site.node.select("select handle, affiliation from member where handle = 'eve'"))
                .containsExactly("eve|Evans Pumps");

        TestBrowser late = site.visitor();
        String token = late.open("/sign-in").form("/sign-in").fields().get("csrf");
        TestBrowser.Answer second = late.post(
                "/register",
                Map.of(
                        "csrf",
                        token,
                        "invitation",
                        link.replaceAll(".*=", ""),
                        "handle",
                        "eve2",
                        "name",
                        "E",
                        "password",
                        "seven small anchors"));
        assertThat(second.status()).isEqualTo(422);
        assertThat(site.node.select("select handle from account order by handle"))
                .containsExactly("eve", "root");
    }

    @Test
    void choosesANewPasswordByTheAdministratorsLink() throws Exception {
        site.member("root", Role.ADMINISTRATOR);
        ObjectId ada = site.member("ada", Role.MEMBER);
        TestBrowser adaBefore = site.signedIn("ada");
        TestBrowser admin = site.signedIn("root");
        Map<String, String> form =
                admin.open("/admin/members").form("/admin/reset").fields();
        TestBrowser.Answer made = admin.post(
                "/admin/reset", Map.of("csrf", form.get("csrf"), "id", ada.key().text()));
        String link = made.html().select("input.once").val().replaceAll("^http://127.0.0.1", "");

        TestBrowser browser = site.visitor();
        assertThat(browser.open(link)
                        .form(link)
                        .with("password", "short")
                        .send()
                        .status())
                .isEqualTo(422);
        assertThat(browser.open(link)
                        .form(link)
                        .with("password", "blue oak ladder")
                        .send()
                        .status())
                .isEqualTo(303);
        assertThat(browser.open("/account").status()).isEqualTo(200);
        assertThat(browser.open(link).status()).isEqualTo(404);
        assertThat(adaBefore.open("/account").status()).isEqualTo(303);
        TestBrowser old = site.signedIn("ada");
        assertThat(old.open("/account").status()).isEqualTo(303);
    }

    @Test
    void keepsTheLastAdministrator() throws Exception {
        ObjectId root = site.member("root", Role.ADMINISTRATOR);
        TestBrowser admin = site.signedIn("root");
        Map<String, String> form =
                admin.open("/admin/members").form("/admin/role").fields();
        admin.post(
                "/admin/role", Map.of("csrf", form.get("csrf"), "id", root.key().text(), "role", "member"));
        assertThat(site.node.select("select role from account")).containsExactly("administrator");
    }

    /** A32, outside Markdown: titles, names and reasons are text wherever they stand. */
    @Test
    void showsWhatMembersCallThingsAsText() throws Exception {
        String evil = "<img src=x onerror=alert(1)>\"'</title><script>alert(1)</script>";
        site.member("mod", Role.MODERATOR);
        TestBrowser browser = site.signedIn("mod");
        browser.open("/account")
                .form("/account/profile")
                .with("name", evil.substring(0, 40))
                .with("affiliation", evil)
                .send();
        String question = browser.ask(evil, evil, "seals");
        String key = question.substring(3);
        String hide = "/p/" + key + "/hide";
        for (String path : new String[] {
            "/",
            question,
            "/topics/seals",
            "/my/questions",
            "/p/" + key + "/history",
            "/p/" + key + "/record",
            "/p/" + key + "/edit",
            "/search?q=" + SiteAddress.encoded(evil),
            "/nope?" + SiteAddress.encoded(evil)
        }) {
            assertNothingRuns(browser.open(path).html(), path);
        }
        browser.open(hide)
                .form(hide)
                .with("reason", evil)
                .with("action", "hide")
                .send();
        assertNothingRuns(browser.open(question).html(), "hidden");
    }

    private static void assertNothingRuns(Document page, String where) {
        assertThat(page.select("script:not([src]), img, [onerror], [style]"))
                .as(where)
                .isEmpty();
        assertThat(page.select("script")).as(where).hasSize(1);
    }

    @Test
    void speaksTheReadersLanguageOnEveryPartOfThePage() throws Exception {
        ObjectId ada = site.member("ada", Role.MEMBER);
        ObjectId thread = site.node.ask(ada, "Which oil is right?");
        TestBrowser reader = site.visitor();
        Document page = reader.open(SiteUnderTest.question(thread), "accept-language", "de-AT,de;q=0.9")
                .html();
        assertThat(page.select("html").attr("lang")).isEqualTo("de");
        assertThat(page.select("h1").attr("lang")).isEqualTo("en");
        assertThat(page.select(".answers-head").text()).isEqualTo("0 Antworten");
        assertThat(page.select(".button.primary").text()).isEqualTo("Frage stellen");

        reader.open("/preferences")
                .form("/preferences")
                .with("language", "zh")
                .with("theme", "dark")
                .send();
        Document chosen = reader.open(SiteUnderTest.question(thread), "accept-language", "de")
                .html();
        assertThat(chosen.select("html").attr("lang")).isEqualTo("zh-Hans");
        assertThat(chosen.select("html").attr("data-theme")).isEqualTo("dark");
    }
}
