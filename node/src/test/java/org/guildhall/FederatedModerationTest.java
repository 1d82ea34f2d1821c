package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.guildhall.site.TestBrowser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole nodes and the command line: what becomes of what a peer's members write, and of what a peer thinks of posts. */
class FederatedModerationTest {
    @TempDir
    Path parent;

    private RunningNode association;
    private RunningNode vendor;

    @BeforeEach
    void start() throws Exception {
        association = RunningNode.start(parent.resolve("association"), "--name", "Ask the Association");
        vendor = RunningNode.start(parent.resolve("vendor"), "--name", "Pump Works");
    }

    @AfterEach
    void stop() throws Exception {
        vendor.close();
        association.close();
    }

    @Test
    void honoursLabelsOfAPeerAsThePolicySays() throws Exception {
        Path password = Files.writeString(parent.resolve("password"), "concrete and cranes\n");
        for (RunningNode node : List.of(association, vendor)) {
            node.command("member", "create", "ada", "--password-file", password.toString());
        }
        Person ada = Person.signIn(association.address(), "ada", "concrete and cranes");
        String question = ada.ask("Which oil is right?", "For a gear pump.", "pumps", "en");
        String key = question.replaceFirst(".*/", "");
        vendor.peerWith(association);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                vendor.command("label", "add", key, "spam").exitCode())
                        .isZero());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(ada.page(question).find(".opinions").text()).isEqualTo("Spam – says Pump Works"));
        assertThat(association.command("label", "ls").out()).contains("spam", "Pump Works", "show");

        assertThat(association
                        .command("peer", "policy", "Pump Works", "--label", "spam=burn")
                        .err())
                .contains("what it does is ignore, show, flag or hide");
        Spoken tried = association.command("peer", "policy", "Pump Works", "--label", "spam=hide", "--dry-run");
        assertThat(tried.out())
                .contains("+ labels: {\"spam\":\"hide\",\"*\":\"show\"}")
                .contains("Its label spam does show and would hide; posts here that it is on: 1.");
        assertThat(ada.page(question).ok()).isTrue();

        association.command("peer", "policy", "Pump Works", "--label", "spam=ignore");
        assertThat(ada.page(question).find(".opinions")).isEmpty();
        association.command("peer", "policy", "Pump Works", "--label", "spam=hide");
        assertThat(ada.page(question).ok()).as("a hidden question is not there").isFalse();
        assertThat(ada.page("/moderation-log").find(".held").text())
                .contains("Hidden here Spam", "Pump Works", "by: Node");
        assertThat(association.command("peer", "show", "Pump Works").out()).contains("spam=hide others=show");

        assertThat(vendor.command("label", "rm", key, "spam").exitCode()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ada.page(question).ok()).isTrue());
    }

    @Test
    void decidesOnTheCommandLineWhatIsHeld() throws Exception {
        vendor.peerWith(association, "--answers", "hold");
        TestBrowser vera = vendor.signedIn();
        String question = vera.ask("Which oil is right in winter?", "It is cold.", "oil");
        vendor.awaitKeptBy(association);
        TestBrowser anna = association.signedIn();
        anna.answer(question, "Number 46.");
        anna.answer(question, "Number 47.");
        association.awaitKeptBy(vendor);
        assertThat(anna.open(question).text(".answer .mark.pending")).contains("Pending at its home");

        Spoken listed = vendor.command("held", "ls");
        assertThat(listed.err()).isEmpty();
        assertThat(listed.out())
                .contains("Ask the Association", "Which oil is right in winter?", "Number 46.", "answer");
        JsonNode held = vendor.command("held", "ls", "--json").json().path("held");
        assertThat(held).hasSize(2);
        String first = held.path(0).path("id").asText();
        String second = held.path(1).path("id").asText();

        assertThat(vendor.command("held", "decline", first).err()).contains("--reason");
        assertThat(vendor.command("held", "decline", first, "--code", "ugly").err())
                .contains("off-topic");
        assertThat(vendor.command("held", "take", "0000000000").err()).contains("guildhall held ls");
        assertThat(vendor.command("held", "take", first).out()).contains("Taken.");
        assertThat(vendor.command("held", "decline", second, "--reason", "There is no 47.", "--code", "quality")
                        .out())
                .contains("Declined.");
        assertThat(vendor.command("held", "ls").out()).contains("Nothing is held.");

        vendor.awaitKeptBy(association);
        assertThat(anna.open(question).text(".answer .mark.taken")).contains("Taken by its home");
        assertThat(anna.open(question).text(".answer .mark.refused"))
                .isEqualTo("Declined by its home: no answer, not understandable, or wrong – There is no 47.");
        assertThat(vera.open(question).text(".answer .prose")).isEqualTo("Number 46.");
    }
}
