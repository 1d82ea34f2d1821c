package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.record.ObjectId;
import org.guildhall.site.web.BodyReader;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.junit.jupiter.api.AfterEach;

/**
 * Bad input at every page and form, as the site's own router lists them, so that a new one is among them: a page or a message that
 * says so, never a fault of ours, and nothing is stored.
 */
class EveryRouteTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    /** Whoever has the token may do this, and there is nothing to fill in that could be wrong. */
    private static final Set<String> NOTHING_TO_FILL_IN = Set.of("/sign-out");

    /** With one line: an invitation needs no note, and a member no key. */
    private static final Set<String> LINE_MAY_BE_EMPTY = Set.of("/admin/invitations", "/account/key");

    private static final Set<String> MAY_BE_EMPTY =
            Set.of("/admin/invitations", "/account/key", "/preview", "/topics/:tag/edit");

    /** Forms that bring files: a body of several parts is read there, and this one has none. */
    private static final Set<String> TAKES_FILES = Set.of(SiteAddress.CHECK);

    /** Names of fields, of all forms. */
    private static final List<String> FIELDS = List.of(
            "title",
            "text",
            "topics",
            "key",
            "statement",
            "credential",
            "language",
            "revision",
            "handle",
            "name",
            "affiliation",
            "password",
            "current",
            "reason",
            "vote",
            "accept",
            "id",
            "role",
            "block",
            "mode",
            "note",
            "description",
            "theme",
            "object",
            "digest",
            "ruling",
            "code",
            "decision",
            "seen",
            "invitation",
            "action",
            "new",
            "again",
            "erase",
            "posts");

    private static final List<String> HOSTILE = List.of("\u0000", "x".repeat(5_000));

    private SiteUnderTest site;
    private ObjectId thread;
    private String reset;
    private TestBrowser ada;
    private String token;

    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Association", location);
        ObjectId member = site.member("ada", Role.ADMINISTRATOR);
        ObjectId bob = site.member("bob", Role.MEMBER);
        thread = site.node.ask(member, "Why does it stall");
        ada = site.signedIn("ada");
        token = ada.open("/ask").form("/ask").fields().get("csrf");
        String link = ada.post(
                        "/admin/reset", Map.of("csrf", token, "id", bob.key().text()))
                .body();
        Matcher found = Pattern.compile("/reset/([A-Za-z0-9_-]{20,})").matcher(link);
        assertThat(found.find()).isTrue();
        reset = found.group(1);
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    /** The paths of the site that take a method. */
    private Set<String> paths(HttpMethod method) {
        Set<String> paths = new TreeSet<>();
        for (Route route : site.router.getRoutes()) {
            if (route.getPath() != null
                    && route.methods() != null
                    && route.methods().contains(method)) {
                paths.add(route.getPath());
            }
        }
        return paths;
    }

    private Set<String> forms() {
        Set<String> forms = paths(HttpMethod.POST);
        assertThat(forms).hasSizeGreaterThan(15);
        return forms;
    }

    private String filled(String path) {
        return path.replace(":key", thread.key().text())
                .replace(":tag", "pumps")
                .replace(":token", reset)
                .replace("*", "");
    }

    /** All that a form could change. */
    private List<String> state() throws Exception {
        List<String> state = new ArrayList<>();
        for (String table : List.of(
                "log_entry",
                "payload",
                "object_revision",
                "post",
                "session",
                "account_ticket",
                "vote",
                "hidden",
                "flag",
                "suggestion",
                "moderation",
                "moved",
                "label",
                "notification",
                "peering",
                "peering_invitation",
                "verdict",
                "setback")) {
            state.add(table + site.node.select("select count(*) from " + table));
        }
        for (String table : List.of("account", "setting", "topic")) {
            state.addAll(site.node.select("select * from " + table + " order by 1"));
        }
        state.add("log " + site.node.writer.current().size());
        return state;
    }

    private static void assertRefused(String what, TestBrowser.Answer answer, Integer... statuses) {
        assertThat(answer.status()).as(what).isIn((Object[]) statuses);
        assertThat(answer.header("content-security-policy")).as(what).contains("default-src 'none'");
        assertThat(answer.text("h1")).as(what).isNotBlank();
    }

    @EachDatabase
    void refusesFormsWithoutTheirToken(DatabaseLocation location) throws Exception {
        open(location);
        List<String> before = state();
        for (String path : forms()) {
            assertRefused(path, ada.post(filled(path), Map.of()), 403);
            assertRefused(path, ada.post(filled(path), Map.of("csrf", "A".repeat(43))), 403);
            assertRefused(path, ada.post(filled(path), Map.of("csrf", token), "sec-fetch-site", "cross-site"), 403);
            // A token that is good, and of another's session.
            assertRefused(path, site.visitor().post(filled(path), Map.of("csrf", token)), 403);
        }
        assertThat(state()).isEqualTo(before);
    }

    @EachDatabase
    void refusesBodiesOfAnotherTypeOrSizeAndThoseThatCannotBeRead(DatabaseLocation location) throws Exception {
        open(location);
        List<String> before = state();
        byte[] honest = ("csrf=" + token).getBytes(StandardCharsets.UTF_8);
        byte[] large = ("csrf=" + token + "&text=" + "x".repeat(BodyReader.LIMIT)).getBytes(StandardCharsets.UTF_8);
        StringBuilder many = new StringBuilder("csrf=" + token);
        for (int i = 0; i < 70; i++) {
            many.append("&f").append(i).append('=');
        }
        for (String path : forms()) {
            for (String type : List.of("application/json", "multipart/form-data; boundary=x", "text/plain")) {
                int status = TAKES_FILES.contains(path) && type.startsWith("multipart") ? 400 : 415;
                assertRefused(path + " " + type, ada.post(filled(path), type, honest), status);
            }
            assertRefused(path + " large", ada.post(filled(path), FORM, large), 413);
            for (String unread : List.of("csrf=%zz", "csrf=%ff", "csrf=" + token + "&csrf=" + token, many.toString())) {
                assertRefused(
                        path + " " + unread,
                        ada.post(filled(path), FORM, unread.getBytes(StandardCharsets.UTF_8)),
                        400);
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    @EachDatabase
    void storesNothingOfAFormThatSaysNothingOrNonsense(DatabaseLocation location) throws Exception {
        open(location);
        Set<String> forms = forms();
        forms.removeAll(NOTHING_TO_FILL_IN);
        List<String> before = state();
        for (String path : forms) {
            for (String nonsense : HOSTILE) {
                if (LINE_MAY_BE_EMPTY.contains(path) && nonsense.length() == 1) {
                    continue; // what can't be shown is left out of a line
                }
                Map<String, String> fields = new LinkedHashMap<>();
                FIELDS.forEach(field -> fields.put(field, nonsense));
                if (nonsense.length() > 1_000) {
                    fields.put("text", "x".repeat(70_000));
                }
                fields.put("csrf", token);
                String what = path + " " + nonsense.substring(0, Math.min(9, nonsense.length()));
                assertRefused(what, ada.post(filled(path), fields), 400, 403, 404, 422, 429);
                assertThat(state()).as(what).isEqualTo(before);
            }
            if (!MAY_BE_EMPTY.contains(path)) {
                assertRefused(path, ada.post(filled(path), Map.of("csrf", token)), 400, 403, 404, 422, 429);
            }
            assertThat(state()).as(path).isEqualTo(before);
        }
    }

    @EachDatabase
    void answersStrangeAddressesByAPage(DatabaseLocation location) throws Exception {
        open(location);
        List<String> before = state();
        Set<String> pages = paths(HttpMethod.GET);
        assertThat(pages).hasSizeGreaterThan(20);
        for (String path : pages) {
            for (String query : List.of(
                    "q=%00",
                    "q=%ff",
                    "q=a&q=b",
                    "page=-1",
                    "page=99999999999999999999",
                    "after=%00",
                    "to=//evil",
                    "tab=x",
                    "sort=%27",
                    "title=%00",
                    "topics=%00",
                    "language=%00",
                    "from=%00",
                    "invitation=%00",
                    "token=%00",
                    "q=" + "%28".repeat(1_000),
                    "q=*:* AND NOT".replace(" ", "+"))) {
                TestBrowser.Answer answer = ada.open(filled(path) + "?" + query);
                assertThat(answer.status()).as(path + "?" + query).isIn(200, 303, 400, 404);
            }
        }
        Set<String> all = new TreeSet<>(pages);
        all.addAll(forms());
        for (String path : all) {
            if (path.contains(":")) {
                boolean taken = pages.contains(path);
                // Two keys of 3,000 letters are more than the server reads of an address. It answers and hangs up, and
                // whoever
                // is still sending a form then may never read that.
                String endless = "A".repeat(taken ? 3_000 : 1_500);
                for (String key : List.of("x", "%00", "..%2f..%2fconfig.json", "A".repeat(22), endless, "%ff")) {
                    String strange = path.replaceAll(":[a-z]+", key);
                    TestBrowser.Answer answer = taken ? ada.open(strange) : ada.post(strange, Map.of("csrf", token));
                    assertThat(answer.status()).as(strange).isIn(200, 400, 403, 404, 414);
                }
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    @EachDatabase
    void refusesOtherMethods(DatabaseLocation location) throws Exception {
        open(location);
        List<String> before = state();
        Set<String> pages = paths(HttpMethod.GET);
        Set<String> forms = forms();
        for (String path : pages) {
            if (!forms.contains(path)) {
                assertRefused(path, ada.post(filled(path), Map.of("csrf", token)), 404, 405);
            }
        }
        for (String path : forms) {
            if (!pages.contains(path)) {
                assertRefused(path, ada.open(filled(path)), 404, 405);
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    @EachDatabase
    void takesALinkThatIsGoodOnceOnlyOnceAndAnEditOnlyOfWhatIsThere(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser bob = site.visitor();
        Map<String, String> fields =
                bob.open("/reset/" + reset).form("/reset/" + reset).fields();
        fields.put("password", "another copper lantern");
        assertThat(bob.post("/reset/" + reset, fields).status()).isEqualTo(303);
        String edit = SiteUnderTest.post(thread.key(), "edit");
        Map<String, String> words = ada.open(edit).form(edit).fields();
        words.put("text", "Other words");
        words.put("action", "post");
        assertThat(ada.post(edit, words).status()).isEqualTo(303);
        List<String> before = state();

        TestBrowser thief = site.visitor();
        Map<String, String> again = Map.of(
                "csrf",
                thief.open("/sign-in").form("/sign-in").fields().get("csrf"),
                "password",
                "a thief's copper lantern");
        assertRefused("used", thief.post("/reset/" + reset, again), 404, 422);
        assertRefused("the same edit again", ada.post(edit, words), 422);
        assertThat(state()).isEqualTo(before);
    }
}
