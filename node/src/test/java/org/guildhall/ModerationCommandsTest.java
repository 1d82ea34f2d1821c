package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a moderator does on a page, an administrator does on the command line. */
class ModerationCommandsTest {
    private static final String PASSWORD = "quiet copper lantern";

    @TempDir
    Path parent;

    private RunningNode node;
    private Person ada;
    private String question;

    @BeforeEach
    void start() throws Exception {
        node = RunningNode.start(parent.resolve("node"), "--name", "Pump Works");
        Path password = Files.writeString(parent.resolve("password"), PASSWORD + "\n");
        assertThat(node.command("member", "create", "ada", "--password-file", password.toString())
                        .exitCode())
                .isZero();
        ada = Person.signIn(node.address(), "ada", PASSWORD);
        question = ada.ask("Which oil is right?", "For a gear pump.", "pumps", "en");
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private String here(String path) {
        return node.address().resolve(path).toString();
    }

    private long entries() {
        return node.command("status", "--json").json().path("log").path("size").asLong();
    }

    private void refused(Spoken spoken, int exitCode, String... words) {
        assertThat(spoken.exitCode()).as(spoken.out()).isEqualTo(exitCode);
        assertThat(spoken.err()).contains(words);
    }

    @Test
    void setsThePointsThatPrivilegesNeed() throws Exception {
        assertThat(ada.page("/privileges").find("#close .mark").text()).isEqualTo("200 points");
        JsonNode tried = node.command(
                        "node", "privileges", "--set", "close=never", "--set", "comment=5", "--dry-run", "--json")
                .json();
        assertThat(tried.path("privileges").findValuesAsText("points"))
                .containsExactly("5", "10", "50", "never", "500");
        assertThat(ada.page("/privileges").find("#close .mark").text()).isEqualTo("200 points");

        node.command("node", "privileges", "--set", "close=never", "--set", "comment=5");
        assertThat(ada.page("/privileges").find("#close .mark").text()).isEqualTo("moderators only");
        node.command("node", "privileges", "--set", "close=300");
        assertThat(node.command("node", "privileges").out()).contains("close", "300", "200");
        assertThat(ada.page("/privileges").find("#comment .mark").text()).isEqualTo("5 points");

        refused(node.command("node", "privileges", "--set", "fly=3"), 1, "there is no privilege \"fly\"");
        refused(node.command("node", "privileges", "--set", "close=-1"), 1, "a number from 0 to 1000000, or never");
        refused(node.command("node", "privileges", "--set", "close=2000000"), 1, "is no number of points");
        assertThat(node.command("node", "privileges", "--json")
                        .json()
                        .path("privileges")
                        .findValuesAsText("points"))
                .containsExactly("5", "10", "50", "300", "500");
    }

    @Test
    void setsALabelThatReadersSeeAndTakesItBack() throws Exception {
        ada.answer(question, "Any oil will do.");
        String answer = ada.answers(question).get(0).key();
        String place = here(question + "#p-" + answer);
        long before = entries();

        Spoken added = node.command("label", "add", place, "outdated", "--reason", "True before 2010.");
        assertThat(added.err()).isEmpty();
        assertThat(added.out()).contains("Labelled outdated.");
        assertThat(ada.page(question).find(".answer .opinions").text())
                .isEqualTo("Outdated – says Pump Works True before 2010.");
        assertThat(ada.page(question).find(".question .opinions")).isEmpty();
        assertThat(ada.page("/moderation-log").find(".held").text())
                .contains("Labelled Outdated", "True before 2010.", "by: Administrator");
        JsonNode listed = node.command("label", "ls", "--json").json().path("labels");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("post").asText()).isEqualTo(answer);
        assertThat(listed.get(0).path("own").asBoolean()).isTrue();
        assertThat(node.command("label", "ls").out()).contains("outdated", "us", "Which oil is right?");

        assertThat(node.command("label", "rm", answer, "outdated", "--json")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("off");
        assertThat(ada.page(question).find(".opinions")).isEmpty();
        assertThat(node.command("label", "ls").out()).contains("No post here has a label");
        assertThat(entries()).isEqualTo(before + 2);
    }

    @Test
    void refusesLabelsThatSayNothingNew() throws Exception {
        long before = entries();
        refused(node.command("label", "rm", here(question), "spam"), 1, "has not set the label \"spam\"");
        assertThat(node.command("label", "add", here(question), "spam").exitCode())
                .isZero();
        refused(node.command("label", "add", here(question), "spam"), 1, "already");
        assertThat(node.command("label", "add", here(question), "spam", "--reason", "Buys links.")
                        .exitCode())
                .as("another reason is news")
                .isZero();
        refused(node.command("label", "rm", here(question), "unsafe"), 1, "has not set the label \"unsafe\"");
        assertThat(node.command("label", "rm", here(question), "spam").exitCode())
                .isZero();
        refused(node.command("label", "rm", here(question), "spam"), 1, "has not set the label \"spam\"");
        assertThat(entries()).isEqualTo(before + 3);

        refused(node.command("label", "add", here(question), "bad"), 1, "outdated, official", "not bad");
        refused(node.command("label", "add", "nonsense", "spam"), 1, "name the post by its address");
        refused(node.command("label", "add", "AAAAAAAAAAAAAAAAAAAAAA", "spam"), 1, "no post here has the key");
        refused(node.command("label", "add", here(question)), 2, "LABEL");
        assertThat(entries()).isEqualTo(before + 3);
    }

    @Test
    void dropsAPostFromTheLogAndShowsWhatBecameOfIt() throws Exception {
        ada.answer(question, "Quicksilver will do.");
        String answer = ada.answers(question).get(0).key();
        String place = here(question + "#p-" + answer);
        long before = entries();

        refused(node.command("drop", place), 2, "say why");
        refused(node.command("drop", place, "--code", "whim"), 1, "\"code\" is one of");
        Spoken dryRun = node.command("drop", place, "--code", "legal", "--dry-run");
        assertThat(dryRun.out())
                .contains(
                        "Would drop the answer " + answer + "; entries of our log that hold it: 1.",
                        "Nothing was changed.");
        assertThat(entries()).isEqualTo(before);
        refused(node.command("erasure", "show", answer), 1, "was erased or dropped here");

        Spoken dropped = node.command("drop", place, "--code", "legal", "--reason", "Order 12/26");
        assertThat(dropped.err()).isEmpty();
        assertThat(dropped.out()).contains("Dropped the answer " + answer);
        assertThat(entries()).isEqualTo(before + 1);
        assertThat(ada.page(question).find("main").text()).doesNotContain("Quicksilver");
        assertThat(ada.page("/moderation-log").find(".held").text())
                .contains("Dropped: this node keeps it no longer", "by: Administrator")
                .doesNotContain("Quicksilver");
        refused(node.command("drop", place, "--code", "legal"), 1, "erased already");
        assertThat(node.command("log", "verify").exitCode()).isZero();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(node.command("erasure", "show", answer).out())
                                .contains("Dropped", "by us", "clean since"));
        JsonNode shown = node.command("erasure", "show", place, "--json").json().path("erasures");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).path("by").asText()).isEqualTo("drop");
        assertThat(shown.get(0).path("payloads").asInt()).isEqualTo(1);
        assertThat(node.command("erasure", "ls").out()).contains(answer, "dropped");
    }
}
