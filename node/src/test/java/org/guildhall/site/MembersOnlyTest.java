package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.Audience;
import org.guildhall.record.ObjectId;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The site of a node whose log is for peers only: members read, and no answer to a stranger holds a word of it. */
class MembersOnlyTest {
    private static final String SECRET = "Zanzibar";
    private static final List<String> WORDS = List.of(SECRET, "Wilhelmina", "pumps");

    private SiteUnderTest site;
    private ObjectId thread;
    private ObjectId member;

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("Association", Audience.PEERS);
        member = site.member("wilhelmina", Role.MEMBER);
        thread = site.node.ask(member, "Do we buy the " + SECRET + " crane");
        site.node.answer(member, thread, "The " + SECRET + " one.");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    /** Every path that the site's own router lists, so that a new one is among them. */
    private Set<String> paths(HttpMethod method) {
        Set<String> paths = new TreeSet<>();
        for (Route route : site.router.getRoutes()) {
            if (route.getPath() != null
                    && route.methods() != null
                    && route.methods().contains(method)) {
                for (ObjectId key : List.of(thread, member)) {
                    paths.add(route.getPath()
                            .replace(":key", key.key().text())
                            .replace(":tag", "pumps")
                            .replace(":token", "A".repeat(43))
                            .replace("*", ""));
                }
            }
        }
        return paths;
    }

    /** A link repeats the address that was asked for, and the address is the stranger's own word. */
    private static void assertSilent(String path, TestBrowser.Answer answer) {
        String told = (answer.body() + answer.response().headers().map()).replace(path, "");
        for (String word : WORDS) {
            assertThat(told).as(path).doesNotContainIgnoringCase(word);
        }
        assertThat(answer.header("x-robots-tag")).as(path).isEqualTo("noindex, nofollow");
    }

    @Test
    void tellsStrangersNothingAtAnyAddress() throws Exception {
        // What a member has read is not kept for the next visitor.
        TestBrowser reader = site.signedIn("wilhelmina");
        assertThat(reader.open(SiteUnderTest.question(thread)).body()).contains(SECRET);
        Set<String> pages = paths(HttpMethod.GET);
        assertThat(pages).hasSizeGreaterThan(25);
        int asked = 0;
        for (String path : pages) {
            for (String query : List.of("", "?q=crane", "?q=%ff")) {
                TestBrowser.Answer answer = site.visitor().open(path + query);
                assertThat(answer.status()).as(path).isIn(200, 303, 400, 404);
                assertSilent(encoded(path), answer);
                if (answer.status() == 303) {
                    assertThat(answer.header("location")).startsWith("/sign-in?to=");
                    asked++;
                }
            }
        }
        assertThat(asked).isGreaterThan(20);
        for (String path : paths(HttpMethod.POST)) {
            assertSilent(encoded(path), site.visitor().post(path, Map.of("title", "x")));
        }
        assertSilent("", site.visitor().open("/q/" + "A".repeat(22)));
    }

    private static String encoded(String path) {
        return SiteAddress.encoded(path);
    }

    @Test
    void showsMembersEverything() throws Exception {
        TestBrowser reader = site.signedIn("wilhelmina");
        for (String path : List.of(
                "/",
                "/topics/pumps",
                SiteUnderTest.question(thread),
                SiteUnderTest.post(thread.key(), "record"),
                SiteUnderTest.post(thread.key(), "record.json"),
                SiteUnderTest.post(thread.key(), "history"),
                "/m/" + member.key().text())) {
            TestBrowser.Answer answer = reader.open(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).contains(SECRET);
        }
        assertThat(reader.open("/federation").status()).isEqualTo(200);
    }

    @Test
    void saysBeforeAMemberWritesThatAThreadOfAnotherNodeIsForReadingOnly() throws Exception {
        try (NodeInMemory elsewhere =
                new NodeInMemory("Elsewhere", FreshDatabase.onH2().location())) {
            ObjectId theirs = elsewhere.ask(elsewhere.join("vera"), "Does it hold?");
            site.node.follow(elsewhere);
            TestBrowser reader = site.signedIn("wilhelmina");
            TestBrowser.Answer page = reader.open(SiteUnderTest.question(theirs));
            assertThat(page.text(".your-answer")).contains("You can read here, but not write");
            assertThat(page.html().select(".your-answer form, .vote form, .add-comment"))
                    .isEmpty();
            String csrf = reader.open("/ask").form("/ask").fields().get("csrf");
            long before = site.node.writer.current().size();
            assertThat(reader.post(
                                    SiteUnderTest.question(theirs) + "/answer",
                                    Map.of("csrf", csrf, "text", "Yes.", "language", "en", "action", "post"))
                            .status())
                    .isEqualTo(422);
            assertThat(reader.post(
                                    SiteUnderTest.post(theirs.key(), "comment"),
                                    Map.of("csrf", csrf, "text", "Yes.", "language", "en", "action", "post"))
                            .status())
                    .isEqualTo(403);
            assertThat(reader.post(SiteUnderTest.post(theirs.key(), "vote"), Map.of("csrf", csrf, "vote", "up"))
                            .status())
                    .isEqualTo(403);
            assertThat(site.node.writer.current().size()).isEqualTo(before);
            assertThat(site.node.select("select count(*) from vote")).containsExactly("0");
        }
    }
}
