package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.junit.jupiter.api.AfterEach;

/** Who may do what, cell by cell (A40): by role, and by the points that make a standing. */
class AuthorisationTest {
    /**
     * A column is a visitor, members by their points, a moderator, an administrator; x may. Commenting needs 10
     * points here, the rest is as a node begins.
     */
    private static final String TABLE = """
            act                 visitor 0 10 50 200 500 moderator administrator
            read                x x x x x x x x
            ask                 - x x x x x x x
            answer              - x x x x x x x
            comment             - - x x x x x x
            reply               - x x x x x x x
            vote-up             - x x x x x x x
            vote-down           - - - x x x x x
            flag                - x x x x x x x
            suggest             - - x x x x x x
            close               - - - - x x x x
            reopen              - - - - x x x x
            queue               - - - - - x x x
            decide-held         - - - - - x x x
            dismiss-flags       - - - - - x x x
            apply-edit          - - - - - x x x
            decline-edit        - - - - - x x x
            edit-anothers       - - - - - - - -
            erase-anothers      - - - - - - - -
            accept-anothers     - - - - - - - -
            label               - - - - - - x x
            hide                - - - - - - x x
            describe-topic      - - - - - - x x
            manage-members      - - - - - - - x
            change-role         - - - - - - - x
            """;

    private SiteUnderTest site;
    private final List<TestBrowser> people = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<ObjectId> members = new ArrayList<>();
    private ObjectId ada;
    private ObjectId sue;
    private TestBrowser suesBrowser;

    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Pump Works", location);
        ada = site.member("ada", Role.MEMBER);
        sue = site.member("sue", Role.MEMBER);
        site.earn(sue, 100);
        suesBrowser = site.signedIn("sue");
        site.need("comment", "10");
        join("", Role.MEMBER, 0);
        for (int points : List.of(0, 10, 50, 200, 500)) {
            join("m" + points, Role.MEMBER, points);
        }
        join("mona", Role.MODERATOR, 0);
        join("adam", Role.ADMINISTRATOR, 0);
    }

    private void join(String handle, Role role, int points) throws Exception {
        TestBrowser browser = site.visitor();
        String form = "/sign-in";
        if (!handle.isEmpty()) {
            members.add(site.member(handle, role));
            if (points > 0) {
                site.earn(members.get(members.size() - 1), points);
            }
            browser = site.signedIn(handle);
            form = "/preferences";
        } else {
            members.add(ada); // of whom the visitor is none
        }
        people.add(browser);
        tokens.add(browser.open(form).form(form).fields().get("csrf"));
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @EachDatabase
    void a40AllowsWhatTheTableSaysAndNothingElse(DatabaseLocation location) throws Exception {
        open(location);
        List<String> found = new ArrayList<>();
        String[] lines = TABLE.split("\n", -1);
        found.add(lines[0]);
        for (int row = 1; row < lines.length - 1; row++) {
            String act = lines[row].split(" ", 2)[0];
            StringBuilder cells = new StringBuilder(String.format("%-20s", act));
            for (int person = 0; person < people.size(); person++) {
                List<String> before = new ArrayList<>();
                TestBrowser.Answer answer = attempt(act, person, before);
                boolean refused = answer.status() == 403
                        || (answer.status() == 303 && answer.header("location").startsWith("/sign-in"));
                if (refused) {
                    assertThat(state()).as(act + " by " + person).isEqualTo(before);
                } else {
                    assertThat(answer.status()).as(act + " by " + person).isIn(200, 303, 422);
                }
                cells.append(person == 0 ? "" : " ").append(refused ? '-' : 'x');
            }
            found.add(cells.toString());
        }
        assertThat(String.join("\n", found) + "\n").isEqualTo(TABLE);
    }

    /** Of what the acts change. */
    private List<String> state() throws Exception {
        List<String> state = new ArrayList<>();
        for (String table : List.of(
                "log_entry",
                "vote",
                "flag",
                "hidden",
                "moderation",
                "notification",
                "suggestion",
                "topic",
                "setting")) {
            state.addAll(site.node.select("select '" + table + "', count(*) from " + table));
        }
        state.addAll(site.node.select("select nr, outcome from suggestion order by nr"));
        state.addAll(site.node.select("select handle, role, disabled from account order by handle"));
        return state;
    }

    /** Lets somebody do something in a thread of its own; {@code before} takes what there was. */
    private TestBrowser.Answer attempt(String act, int person, List<String> before) throws Exception {
        site.node.clock.advance(Duration.ofMinutes(20)); // nobody posts too fast
        boolean reply = act.equals("reply");
        ObjectId asker = reply ? members.get(person) : ada;
        ObjectId thread = site.node.ask(asker, "Which oil is right for " + act + " by " + person);
        ObjectId answer = site.node.answer(ada, thread, "Any oil will do.");
        if (act.equals("reopen")) {
            TestBrowser keeper = people.get(5);
            post(keeper, 5, closing(thread), Map.of("action", "close", "code", "unclear"));
        }
        long suggestion = act.endsWith("-edit") ? suggestion(answer) : 0;
        before.addAll(state());
        TestBrowser browser = people.get(person);
        String at = "/p/" + answer.key().text();
        return switch (act) {
            case "read" -> browser.open(SiteUnderTest.question(thread));
            case "ask" ->
                post(
                        browser,
                        person,
                        "/ask",
                        Map.of("title", "A new question", "text", "How?", "topics", "oil", "language", "en"));
            case "answer" ->
                post(
                        browser,
                        person,
                        SiteUnderTest.question(thread) + "/answer",
                        Map.of("text", "Mineral oil.", "language", "en"));
            case "comment", "reply" ->
                post(browser, person, at + "/comment", Map.of("text", "Which one?", "language", "en"));
            case "vote-up" -> post(browser, person, at + "/vote", Map.of("vote", "up"));
            case "vote-down" -> post(browser, person, at + "/vote", Map.of("vote", "down"));
            case "flag" -> post(browser, person, at + "/flag", Map.of("code", "spam", "action", "flag"));
            case "suggest" ->
                post(browser, person, at + "/suggest", Map.of("text", "Mineral oil will do.", "revision", "1"));
            case "close" -> post(browser, person, closing(thread), Map.of("action", "close", "code", "unclear"));
            case "reopen" ->
                post(browser, person, closing(thread), Map.of("action", "reopen", "reason", "It is clear."));
            case "queue" -> browser.open("/held");
            case "decide-held" -> {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("key", answer.key().text());
                fields.put("digest", "A".repeat(43));
                fields.put("ruling", "taken");
                yield post(browser, person, "/held", fields);
            }
            case "dismiss-flags" ->
                post(
                        browser,
                        person,
                        "/held/dismiss",
                        Map.of("key", answer.key().text()));
            case "apply-edit", "decline-edit" ->
                post(
                        browser,
                        person,
                        at + "/suggestions",
                        Map.of(
                                "nr",
                                String.valueOf(suggestion),
                                "revision",
                                "1",
                                "ruling",
                                act.replace("-edit", ""),
                                "reason",
                                "no"));
            case "edit-anothers" ->
                post(browser, person, at + "/edit", Map.of("text", "Mine.", "language", "en", "revision", "2"));
            case "erase-anothers" -> post(browser, person, at + "/erase", Map.of("erase", "yes"));
            case "accept-anothers" -> post(browser, person, at + "/accept", Map.of("accept", "yes"));
            case "label" -> post(browser, person, at + "/label", Map.of("code", "outdated", "action", "label"));
            case "hide" -> post(browser, person, at + "/hide", Map.of("action", "hide", "reason", "spam"));
            case "describe-topic" ->
                post(browser, person, "/topics/pumps/edit", Map.of("description", "Pumps, by " + person));
            case "manage-members" -> browser.open("/admin/members");
            case "change-role" ->
                post(browser, person, "/admin/role", Map.of("id", sue.key().text(), "role", "member"));
            default -> throw new AssertionError(act);
        };
    }

    private static String closing(ObjectId thread) {
        return SiteUnderTest.post(thread.key(), "close");
    }

    private long suggestion(ObjectId answer) throws Exception {
        String at = SiteUnderTest.post(answer.key(), "suggest");
        site.node.clock.advance(Duration.ofHours(25));
        suesBrowser = site.signedIn("sue");
        assertThat(suesBrowser
                        .open(at)
                        .form(at)
                        .with("text", "Mineral oil will do.")
                        .with("action", "post")
                        .send()
                        .status())
                .isEqualTo(303);
        return Long.parseLong(site.node
                .select("select max(nr) from suggestion where object_key = ?", answer.key())
                .get(0));
    }

    private TestBrowser.Answer post(TestBrowser browser, int person, String path, Map<String, String> fields)
            throws Exception {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("csrf", tokens.get(person));
        all.putIfAbsent("action", "post");
        return browser.post(path, all);
    }
}
