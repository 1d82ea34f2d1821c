package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.ObjectId;
import org.guildhall.site.web.BodyReader;
import org.guildhall.store.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A39 and bad input at forms: refused with a page that says so, and nothing is stored. */
class FormSafetyTest {
    private SiteUnderTest site;
    private ObjectId ada;
    private ObjectId thread;
    private long before;

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("Pump Users");
        ada = site.member("ada", Role.MEMBER);
        site.member("bob", Role.MEMBER);
        thread = site.node.ask(ada, "Which oil is right?");
        before = site.node.writer.current().size();
    }

    @AfterEach
    void close() throws Exception {
        assertThat(site.node.writer.current().size()).isEqualTo(before);
        assertThat(site.node.select("select count(*) from vote")).containsExactly("0");
        site.close();
    }

    private Map<String, String> answer(TestBrowser browser) throws Exception {
        Map<String, String> fields = new HashMap<>(browser.open(SiteUnderTest.question(thread))
                .form(SiteUnderTest.question(thread) + "/answer")
                .fields());
        fields.put("text", "An answer");
        fields.put("action", "post");
        return fields;
    }

    @Test
    void refusesAFormWithoutItsTokenOrWithAnothers() throws Exception {
        TestBrowser browser = site.signedIn("ada");
        String path = SiteUnderTest.question(thread) + "/answer";
        Map<String, String> fields = answer(browser);

        Map<String, String> without = new HashMap<>(fields);
        without.remove("csrf");
        assertThat(browser.post(path, without).status()).isEqualTo(403);

        Map<String, String> ofBob = new HashMap<>(fields);
        ofBob.put("csrf", answer(site.signedIn("bob")).get("csrf"));
        assertThat(browser.post(path, ofBob).status()).isEqualTo(403);

        Map<String, String> anonymous = new HashMap<>(fields);
        anonymous.put(
                "csrf",
                site.visitor().open("/sign-in").form("/sign-in").fields().get("csrf"));
        TestBrowser.Answer refused = browser.post(path, anonymous);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("h1")).isEqualTo("This form is no longer valid");
    }

    @Test
    void refusesAFormThatTheBrowserSaysComesFromElsewhere() throws Exception {
        TestBrowser browser = site.signedIn("ada");
        String path = SiteUnderTest.question(thread) + "/answer";
        for (String elsewhere : List.of("cross-site", "same-site")) {
            assertThat(browser.post(path, answer(browser), "sec-fetch-site", elsewhere)
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void doesNotBelieveATokenThatBelongsToAnotherCookie() throws Exception {
        TestBrowser attacker = site.visitor();
        Map<String, String> planted = attacker.open("/sign-in").form("/sign-in").fields();
        TestBrowser victim = site.visitor();
        victim.open("/sign-in");
        assertThat(victim.post(
                                "/sign-in",
                                Map.of(
                                        "csrf",
                                        planted.get("csrf"),
                                        "handle",
                                        "ada",
                                        "password",
                                        SiteUnderTest.PASSWORD))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void startsANewSessionAtSignInSoThatAPlantedOneIsWorthNothing() throws Exception {
        TestBrowser attacker = site.signedIn("bob");
        String planted = attacker.cookie("-session");
        TestBrowser victim = site.visitor();
        HttpCookie cookie = new HttpCookie(sessionName(attacker), planted);
        cookie.setPath("/");
        cookie.setDomain("127.0.0.1");
        cookie.setVersion(0);
        victim.cookies.getCookieStore().add(site.address, cookie);
        // Whoever is signed in is led on; so the form is sent as bob's session would see it.
        Map<String, String> fields =
                new HashMap<>(victim.open("/preferences").form("/preferences").fields());
        TestBrowser.Answer signedIn = victim.post(
                "/sign-in", Map.of("csrf", fields.get("csrf"), "handle", "ada", "password", SiteUnderTest.PASSWORD));
        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(victim.cookie("-session")).isNotEqualTo(planted);
        assertThat(victim.open("/").text(".menu summary")).isEqualTo("Ada");
        assertThat(attacker.open("/account").status()).isEqualTo(303);
    }

    private static String sessionName(TestBrowser browser) {
        return browser.cookies.getCookieStore().getCookies().stream()
                .map(HttpCookie::getName)
                .filter(name -> name.endsWith("-session"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsTheSessionCookieFromScriptsAndOtherSites() throws Exception {
        TestBrowser browser = site.visitor();
        TestBrowser.Answer answer = browser.signIn("ada", SiteUnderTest.PASSWORD);
        String id = site.node.id.did();
        assertThat(answer.headers("set-cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .contains(id.substring(id.length() - 10) + "-session=")
                        .contains("; HttpOnly")
                        .contains("; SameSite=Lax")
                        .contains("; Path=/"));
        assertThat(site.node.select("select count(*) from session")).containsExactly("1");
        assertThat(site.node.select("select token_hash from session").get(0))
                .doesNotContain(browser.cookie("-session"));
    }

    @Test
    void tellsNeitherWhetherANameExistsNorWhichPartWasWrong() throws Exception {
        String known = signInBody("ada", "not the password");
        String unknown = signInBody("nobody", "not the password");
        assertThat(known.replace("ada", "X")).isEqualTo(unknown.replace("nobody", "X"));
    }

    private String signInBody(String handle, String password) throws Exception {
        TestBrowser.Answer answer = signIn(handle, password);
        assertThat(answer.status()).isEqualTo(422);
        return answer.body().replaceAll("name=\"csrf\" value=\"[^\"]*\"", "");
    }

    @Test
    void stopsGuessingOfOneNameEvenWithTheRightPasswordAtLast() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn("ada", "guess number " + i).status()).isEqualTo(422);
        }
        TestBrowser.Answer stopped = signIn("ada", SiteUnderTest.PASSWORD);
        assertThat(stopped.status()).isEqualTo(429);
        assertThat(stopped.header("retry-after")).isNotEmpty();
        assertThat(signIn("bob", SiteUnderTest.PASSWORD).status()).isEqualTo(303);
        site.node.clock.advance(java.time.Duration.ofMinutes(15));
        assertThat(signIn("ada", SiteUnderTest.PASSWORD).status()).isEqualTo(303);
    }

    private TestBrowser.Answer signIn(String handle, String password) throws Exception {
        return site.visitor().signIn(handle, password);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "/\tevil",
                "javascript:alert(1)",
                "/%0d%0aset-cookie",
                " /x",
                "evil",
                "http:evil",
                "/\r\nSet-Cookie: a=b",
            })
    void staysOnThisSiteAfterSignIn(String wanted) throws Exception {
        TestBrowser.Answer answer = site.visitor()
                .open("/sign-in")
                .form("/sign-in")
                .with("to", wanted)
                .with("handle", "ada")
                .with("password", SiteUnderTest.PASSWORD)
                .send();
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("location")).isIn("/", "/%0d%0aset-cookie");
        assertThat(answer.headers("set-cookie")).noneMatch(cookie -> cookie.startsWith("a="));
    }

    @Test
    void refusesBodiesThatAreTooLargeOrOfAnotherType() throws Exception {
        TestBrowser browser = site.signedIn("ada");
        String path = SiteUnderTest.question(thread) + "/answer";
        byte[] large = ("text=" + "x".repeat(BodyReader.LIMIT)).getBytes(StandardCharsets.UTF_8);
        TestBrowser.Answer tooLarge = browser.post(path, "application/x-www-form-urlencoded", large);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.text("h1")).isEqualTo("That is too large");
        byte[] form = TestBrowser.encoded(answer(browser)).getBytes(StandardCharsets.UTF_8);
        for (String type : List.of("multipart/form-data; boundary=x", "application/json", "text/plain", "x")) {
            assertThat(browser.post(path, type, form).status()).as(type).isEqualTo(415);
        }
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"text=%zz", "text=%ff", "text=%", "csrf=a&csrf=b", "text=%ed%a0%80"})
    void refusesFormsThatCannotBeRead(String body) throws Exception {
        TestBrowser browser = site.signedIn("ada");
        TestBrowser.Answer answer = browser.post(
                SiteUnderTest.question(thread) + "/answer",
                "application/x-www-form-urlencoded",
                body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("h1")).isEqualTo("That request was not understood");
    }

    @Test
    void refusesControlCharactersInAText() throws Exception {
        TestBrowser browser = site.signedIn("ada");
        Map<String, String> fields = answer(browser);
        fields.put("text", "zero \u0000 byte");
        TestBrowser.Answer answer = browser.post(SiteUnderTest.question(thread) + "/answer", fields);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("#text-error")).contains("cannot be stored");
    }

    /** A name that turns the words after it around could make another name of them. */
    @Test
    void leavesMarksOfDirectionOutOfNames() throws Exception {
        TestBrowser browser = site.signedIn("ada");
        Map<String, String> fields =
                browser.open("/account").form("/account/profile").fields();
        fields.put("name", "Ada\u202E resU\u2066");
        assertThat(browser.post("/account/profile", fields).status()).isEqualTo(303);
        assertThat(site.node.select("select name from member where object_key = ?", ada.key()))
                .containsExactly("Ada resU");
        before = site.node.writer.current().size();
    }

    @Test
    void letsOnlyTheAuthorEditAndOnlyTheAskerAcceptA13() throws Exception {
        TestBrowser bob = site.signedIn("bob");
        String token = bob.open("/ask").form("/ask").fields().get("csrf");
        String edit = SiteUnderTest.post(thread.key(), "edit");
        assertThat(bob.open(edit).status()).isEqualTo(403);
        assertThat(bob.post(
                                edit,
                                Map.of(
                                        "csrf",
                                        token,
                                        "title",
                                        "Changed by bob",
                                        "text",
                                        "Mine",
                                        "topics",
                                        "x",
                                        "language",
                                        "en",
                                        "revision",
                                        "2",
                                        "action",
                                        "post"))
                        .status())
                .isEqualTo(403);
        for (String what : List.of("hide", "accept")) {
            assertThat(bob.post(
                                    SiteUnderTest.post(thread.key(), what),
                                    Map.of("csrf", token, "accept", "yes", "action", "hide", "reason", "x"))
                            .status())
                    .isEqualTo(403);
        }
        TestBrowser own = site.signedIn("ada");
        String ownToken = own.open("/ask").form("/ask").fields().get("csrf");
        assertThat(own.post(SiteUnderTest.post(thread.key(), "vote"), Map.of("csrf", ownToken, "vote", "up"))
                        .status())
                .isEqualTo(403);
        assertThat(bob.post(SiteUnderTest.post(thread.key(), "vote"), Map.of("csrf", token, "vote", "10"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void asksVisitorsToSignInAndRefusesTheirForms() throws Exception {
        TestBrowser visitor = site.visitor();
        TestBrowser.Answer ask = visitor.open("/ask");
        assertThat(ask.status()).isEqualTo(303);
        assertThat(ask.header("location")).isEqualTo("/sign-in?to=%2Fask");
        String token = visitor.open("/sign-in").form("/sign-in").fields().get("csrf");
        for (String path : List.of(
                "/ask", "/preview", "/admin/role", "/account/password", SiteUnderTest.post(thread.key(), "vote"))) {
            assertThat(visitor.post(path, Map.of("csrf", token)).status())
                    .as(path)
                    .isEqualTo(403);
        }
        TestBrowser member = site.signedIn("ada");
        assertThat(member.open("/admin/members").status()).isEqualTo(403);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "/q/x",
                "/q/AAAAAAAAAAAAAAAAAAAAAA",
                "/q/AAAAAAAAAAAAAAAAAAAAAB",
                "/p/..%2f..%2fetc%2fpasswd/history",
                "/m/x",
                "/assets/../../config.json",
                "/assets/x/site.css",
                "/nothing",
                "/topics/A%20B",
                "/reset/x",
                "/q/%00",
                "/.git/config"
            })
    void findsNoPageWhereNoneIsA34(String path) throws Exception {
        TestBrowser.Answer answer = site.visitor().open(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("h1")).isEqualTo("There is no such page");
        assertThat(answer.header("content-security-policy")).contains("default-src 'none'");
    }
}
