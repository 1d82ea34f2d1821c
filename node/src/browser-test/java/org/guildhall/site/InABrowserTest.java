package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.Shared;
import org.guildhall.admission.Closing;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.admission.Privileges;
import org.guildhall.admission.Suggesting;
import org.guildhall.credential.SampleTestimony;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.SigningKey;
import org.guildhall.site.markdown.Markdown;
import org.guildhall.store.Flags;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.Role;
import org.guildhall.store.Suggestions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a real browser can show. Runs where Debian's Chromium is. */
class InABrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final int BATCH = 250;
    /** How many of the pages need no account. */
    private static final int FOR_EVERYBODY = 21;

    private static final String TEXT = """
            The **wear plate**, see $p_1 + p_2$ and the [manual](https://maker.example/m).

            ```java
            int pressure = gauge.read(); // a line of code that is longer than a narrow column of text can ever be
            ```

            | Part | Hours | A rather long heading of a column | And another one |
            |:---|---:|:---:|---|
            | Plate | 1200 | 340 | x |

            - [x] done
            - [ ] open

            > Never under pressure.

            ![curve](https://maker.example/p.png) and [bank.example](https://evil.example/) with a note[^1].

            [^1]: From the field.
            """;

    private static Playwright playwright;
    private static Browser browser;
    private SiteUnderTest site;

    @BeforeAll
    static void start() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    @AfterAll
    static void stop() {
        playwright.close();
    }

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("Verband der Betonpumpenbetreiber");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    /** Nothing outside this machine is asked, whatever a page names. */
    private Page page(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.route("**/*", route -> {
            if (route.request().url().startsWith(site.address.toString())) {
                route.resume();
            } else {
                route.abort();
            }
        });
        return context.newPage();
    }

    private void signIn(Page page, String handle) {
        page.navigate(site.address + "/sign-in");
        page.fill("#handle", handle);
        page.fill("#password", SiteUnderTest.PASSWORD);
        page.click("main button.primary");
    }

    @Test
    void passesAxeOnEveryPageInEachThemeFromNarrowToWide() throws Exception {
        List<String> paths = pages();
        String axe = axe();
        List<String> faults = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {320, 1280}) {
                Page page = page(new Browser.NewContextOptions()
                        .setColorScheme(theme)
                        .setViewportSize(width, 800)
                        .setLocale(width == 320 ? "de" : "en"));
                // Each page as a visitor, then as an administrator; some as a member without any standing.
                for (String person : List.of("", "ada", "bob")) {
                    page.context().clearCookies();
                    if (!person.isEmpty()) {
                        signIn(page, person);
                    }
                    List<String> theirs = switch (person) {
                        case "ada" -> paths;
                        case "bob" -> List.of(paths.get(2), "/privileges", paths.get(paths.size() - 1));
                        default -> paths.subList(0, FOR_EVERYBODY);
                    };
                    for (String path : theirs) {
                        page.navigate(site.address + path);
                        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)");
                        picture(page, theme + "-" + width + (person.isEmpty() ? "" : "-" + person) + path);
                        String where =
                                theme + " " + width + " " + (person.isEmpty() ? "visitor" : person) + " " + path + ": ";
                        page.evaluate(axe);
                        violations(page).forEach(fault -> faults.add(where + fault));
                        Object over = page.evaluate(
                                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
                        if (((Number) over).intValue() > 0) {
                            faults.add(where + "wider than the window by " + over);
                        }
                    }
                }
                page.context().close();
            }
        }
        assertThat(faults).isEmpty();
    }

    /** With -Dguildhall.pictures=DIR every page is left there as people see it, for whoever judges its looks. */
    private static void picture(Page page, String name) {
        String directory = System.getProperty("guildhall.pictures");
        if (directory != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of(directory, name.replaceAll("[^A-Za-z0-9-]+", "_") + ".png")));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page) {
        return (List<String>)
                page.evaluate(
                        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
                                + " 'wcag21aa', 'wcag22aa', 'best-practice']})).violations.map(v => v.id + ' ' + v.nodes[0].html)");
    }

    private static String axe() throws IOException {
        try (InputStream script = InABrowserTest.class.getResourceAsStream("/axe.min.js")) {
            assertThat(script).isNotNull();
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> pages() throws Exception {
        ObjectId ada = site.member("ada", Role.ADMINISTRATOR);
        ObjectId bob = site.member("bob", Role.MEMBER);
        ObjectId thread = site.node.ask(ada, "Why does the seal of the S-valve leak after only a hundred hours?");
        ObjectId answer = site.node.answer(bob, thread, TEXT);
        site.node.comment(ada, thread, answer, "Thanks.");
        site.node.publish(
                new ObjectId(site.node.id, NamedUuid.label(site.node.id, answer, "outdated")),
                new Label(answer, Optional.of(thread), "outdated", Label.State.ON, Optional.of("True until 2010.")));
        site.node
                .writer
                .submit(tx -> {
                    Flags.add(tx, answer.key(), thread.key(), ada.key(), "off-topic", "This is about another pump.");
                    return true;
                })
                .get();
        ObjectId mirrored;
        ObjectId mineral;
        try (FreshDatabase database = FreshDatabase.onH2();
                NodeInMemory vendor = new NodeInMemory("Pumpwerk", database.location())) {
            ObjectId vera = vendor.join("vera");
            mirrored = vendor.ask(vera, "Which oil for the gearbox in winter?");
            site.node.follow(vendor);
            ObjectId synthetic = site.node.answer(bob, mirrored, "Synthetic.");
            vendor.follow(site.node);
            vendor.admission.exclude(synthetic.key(), "off-topic", "").get();
            mineral = site.node.answer(ada, mirrored, "A thin mineral one.");
            vendor.follow(site.node);
            vendor.accept(mirrored, Optional.of(mineral));
            site.node.follow(vendor);
            ObjectId edited = vendor.answer(vera, thread, "Check the suction line.\n\nThen the filter.");
            site.node.follow(vendor);
            for (String voter : List.of("valentin", "viktor", "vroni")) {
                vendor.vote(vendor.join(voter), answer);
            }
            vendor.vote(vera, thread);
            vendor.publishTallies();
            site.node.follow(vendor);
            site.node.vote(ada, answer);
            site.node.peer(vendor.id, cautious());
            vendor.publish(
                    edited, NodeInMemory.answerBody(vera, thread, "Check the suction line.\n\nThen buy our filter."));
            vendor.comment(vera, thread, thread, "How many hours had the one before?");
            vendor.answer(vera, thread, TEXT);
            vendor.ask(vera, "Is there a filter that lasts a whole season of work in the mountains?");
            vendor.publish(
                    new ObjectId(vendor.id, NamedUuid.label(vendor.id, answer, "unsafe")),
                    new Label(answer, Optional.of(thread), "unsafe", Label.State.ON, Optional.of("Bursts the hose.")));
            site.node.follow(vendor);
        }
        decisions(thread, answer);
        ObjectId open = site.node.ask(ada, "Which grease for the slewing ring?");
        ObjectId closed = site.node.ask(bob, "What about the weather?");
        suggestedAndClosed(ada, bob, thread, answer, closed);
        return List.of(
                "/",
                "/?view=unanswered&from=peers",
                SiteUnderTest.question(thread),
                SiteUnderTest.question(mirrored),
                SiteUnderTest.question(open),
                "/topics",
                "/topics/pumps",
                "/m/" + bob.key().text(),
                "/m/" + bob.key().text() + "/standing",
                "/federation",
                "/sign-in",
                "/register",
                "/preferences",
                "/search?q=seal",
                "/nothing-here",
                "/privileges",
                SiteUnderTest.question(closed),
                SiteUnderTest.post(answer.key(), "record"),
                SiteUnderTest.post(answer.key(), "history"),
                SiteUnderTest.post(answer.key(), "votes"),
                SiteAddress.CHECK,
                "/topics/pumps/edit",
                "/ask",
                "/my/questions",
                "/notifications",
                "/account",
                "/account/credentials",
                "/account/credentials/" + mineral.key().text() + "/print",
                "/account/data",
                "/account/data/erase",
                "/moderation-log",
                "/admin/members",
                "/held",
                SiteUnderTest.post(answer.key(), "hide"),
                SiteUnderTest.post(answer.key(), "label"),
                SiteUnderTest.post(answer.key(), "flag"),
                SiteUnderTest.post(answer.key(), "comment"),
                SiteUnderTest.post(answer.key(), "suggestions"),
                SiteUnderTest.post(thread.key(), "close"),
                SiteUnderTest.post(closed.key(), "close"),
                SiteUnderTest.post(thread.key(), "erase"),
                SiteUnderTest.post(thread.key(), "edit"),
                SiteUnderTest.post(closed.key(), "suggest"),
                SiteUnderTest.post(thread.key(), "suggest"));
    }

    /** What members with standing do, and an author who has changed the words since. */
    private void suggestedAndClosed(ObjectId ada, ObjectId bob, ObjectId thread, ObjectId answer, ObjectId closed)
            throws Exception {
        Privileges privileges = new Privileges(site.node.id, site.node.clock);
        ObjectId cleo = site.member("cleo", Role.MODERATOR);
        site.node
                .admission
                .publish(desk -> {
                    Suggesting.suggest(
                            desk.tx(),
                            privileges,
                            cleo.key(),
                            answer.key(),
                            1,
                            new Suggestions.Words("", "", TEXT.replace("Never under pressure.", "Never, ever.")),
                            "Clearer.");
                    Closing.close(
                            desk,
                            privileges,
                            ada.key(),
                            closed.key(),
                            Closing.Reason.UNCLEAR,
                            Optional.empty(),
                            "Which weather, and where?");
                    return true;
                })
                .get();
        site.node.publish(answer, NodeInMemory.answerBody(bob, thread, TEXT + "\n\nMore to come."));
    }

    private static Policy cautious() {
        Policy all = Policy.takeAll();
        return new Policy(
                Stance.HOLD,
                Stance.HOLD,
                Stance.HOLD,
                Stance.HOLD,
                all.topics(),
                all.voteWeight(),
                all.recordsPerDay(),
                all.bytesPerDay(),
                all.relay(),
                all.storage(),
                Policy.Labels.of(Map.of("unsafe", Policy.Effect.FLAG)),
                Policy.Attestations.TAKEN);
    }

    /** A decision by each who may decide, and a peer in each state that readers are told of. */
    private void decisions(ObjectId thread, ObjectId answer) throws Exception {
        site.node
                .writer
                .submit(tx -> {
                    ModerationLog.note(
                            tx, ModerationLog.By.MODERATOR, ModerationLog.Action.DECLINED, "spam", "", thread.key());
                    ModerationLog.note(
                            tx,
                            ModerationLog.By.ADMINISTRATOR,
                            ModerationLog.Action.LABELLED,
                            "outdated",
                            "True until 2010.",
                            answer.key());
                    ModerationLog.note(
                            tx,
                            ModerationLog.By.NODE,
                            ModerationLog.Action.HIDDEN,
                            "unsafe",
                            "Pumpwerk: Bursts the hose.",
                            thread.key());
                    for (PeeringTable.State state : List.of(PeeringTable.State.SUSPENDED, PeeringTable.State.PENDING)) {
                        NodeId node = NodeId.of(
                                SigningKey.generate(new SecureRandom()).publicKey());
                        PeeringTable.enter(
                                tx,
                                node,
                                state,
                                "https://ask.example",
                                Policy.takeAll().toJson(),
                                tx.now());
                    }
                    return true;
                })
                .get();
    }

    @Test
    void checksAFileThatSomebodyChooses() throws Exception {
        byte[] credential = SampleTestimony.credential(
                SigningKey.generate(new SecureRandom()).publicKey());
        String axe = axe();
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {320, 1280}) {
                Page page = page(new Browser.NewContextOptions()
                        .setColorScheme(theme)
                        .setViewportSize(width, 800)
                        .setLocale(width == 320 ? "de" : "en"));
                page.navigate(site.address + SiteAddress.CHECK);
                page.setInputFiles("#file", new FilePayload("ben.json", "application/json", credential));
                page.click("main button.primary");
                picture(page, theme + "-" + width + "-checked");
                assertThat(page.innerText("main .notice")).contains("Ben Tester");
                page.evaluate(axe);
                assertThat(violations(page)).isEmpty();
                page.context().close();
            }
        }
    }

    /** A32: without our policy, so that the sanitizer alone is what holds. */
    @Test
    void runsNothingOfThePublicCorpus() throws Exception {
        List<String> payloads = Files.readAllLines(Shared.file("vectors/xss/payloadbox/xss-payload-list.txt"));
        Markdown markdown = new Markdown();
        Page page = page(new Browser.NewContextOptions());
        List<String> fired = new ArrayList<>();
        page.onDialog(dialog -> {
            fired.add(dialog.message());
            dialog.dismiss();
        });
        List<String> asked = new ArrayList<>();
        page.context().route("**/*", route -> answer(route, asked));
        for (int from = 0; from < payloads.size(); from += BATCH) {
            StringBuilder html = new StringBuilder("<!doctype html><meta charset=utf-8><title>x</title>");
            for (String payload : payloads.subList(from, Math.min(payloads.size(), from + BATCH))) {
                html.append(markdown.html(payload, "p")).append(markdown.html("[x](" + payload + ")", "p"));
            }
            page.setContent(html.toString());
            Object strange = page.evaluate("[...document.body.querySelectorAll('*')].filter(e =>"
                    + " [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style' || a.name === 'src'"
                    + " || (a.name === 'href' && !/^(https?:|mailto:|#)/i.test(a.value)))"
                    + " || /^(script|iframe|object|embed|svg|math|form|input|link|meta|base|img|video|audio|style)$/i"
                    + ".test(e.tagName)).map(e => e.outerHTML)");
            assertThat((List<?>) strange).isEmpty();
        }
        assertThat(fired).isEmpty();
        assertThat(asked).isEmpty();
    }

    private static void answer(Route route, List<String> asked) {
        asked.add(route.request().url());
        route.abort();
    }

    @Test
    void previewsWhileWritingAndRemembersTheColours() throws Exception {
        site.member("ada", Role.MEMBER);
        Page page = page(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        signIn(page, "ada");
        page.navigate(site.address + "/ask");
        page.fill("#text", "A **bold** word");
        page.waitForSelector("#preview strong");
        assertThat(page.innerText("#preview .prose")).isEqualTo("A bold word");
        page.click("footer button");
        page.reload();
        assertThat(page.getAttribute("html", "data-theme")).isEqualTo("dark");
        assertThat(page.inputValue("#text")).isNotNull();
        // The policy of our pages forbids nothing that they need.
        assertThat(complaints).isEmpty();
    }
}
