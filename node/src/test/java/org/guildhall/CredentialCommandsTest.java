package org.guildhall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.guildhall.cli.Spoken;
import org.guildhall.credential.Credential;
import org.guildhall.site.TestBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member takes along from a node, and what it is worth when the node is gone. */
class CredentialCommandsTest {
    @TempDir
    Path parent;

    /**
     * A member of one node answers at another, whose asker accepts; both nodes are destroyed, disks and all. A third, a peer of both,
     * still shows the member's standing.
     */
    @Test
    void verifiesWhenBothNodesAreGone() throws Exception {
        try (RunningNode peer = RunningNode.start(parent.resolve("peer"), "--name", "Plant Engineers")) {
            verifiesWhenBothNodesAreGone(peer);
        }
    }

    private void verifiesWhenBothNodesAreGone(RunningNode peer) throws Exception {
        Path file = parent.resolve("answer.json");
        String witness;
        String page;
        try (RunningNode author = RunningNode.start(parent.resolve("author"), "--name", "Ask the Association");
                RunningNode home = RunningNode.start(parent.resolve("home"), "--name", "Pump Works")) {
            home.peerWith(author);
            peer.peerWith(author);
            peer.peerWith(home);
            witness = home.made().path("node").asText();
            assertThat(author.command("witness", "add", witness).exitCode()).isZero();
            TestBrowser asker = home.signedIn();
            String question = asker.ask("Which oil is right in winter?", "It is cold.", "oil");
            home.awaitKeptBy(author);
            TestBrowser anna = author.signedIn();
            anna.answer(question, "Number 46.");
            author.awaitKeptBy(home);
            home.awaitKeptBy(author);
            String answer = anna.open(question).html().select(".answer").attr("id");
            Spoken early = author.command(
                    "credential",
                    "issue",
                    "--member",
                    "admin",
                    "--answer",
                    question + "#" + answer,
                    "-o",
                    file.toString());
            assertThat(early.exitCode()).isEqualTo(1);
            assertThat(early.err()).contains("nobody has accepted the answer yet");

            asker.open(question)
                    .form("/p/" + answer.substring(2) + "/accept")
                    .with("accept", "yes")
                    .send();
            home.awaitKeptBy(author);
            author.awaitKeptBy(peer);
            home.awaitKeptBy(peer);
            page = anna.open(question)
                    .html()
                    .select(".answer a[href^=/m/]")
                    .attr("href")
                    .replaceFirst("/standing.*", "");
            Spoken issued = author.command(
                    "credential",
                    "issue",
                    "--member",
                    "admin",
                    "--answer",
                    question + "#" + answer,
                    "-o",
                    file.toString());
            assertThat(issued.err()).isEmpty();
            assertThat(issued.out()).contains("guildhall credential verify " + file);
            assertThat(author.command(
                                    "credential",
                                    "issue",
                                    "--member",
                                    "admin",
                                    "--answer",
                                    answer.substring(2),
                                    "-o",
                                    file.toString())
                            .err())
                    .contains("is there already");
            assertThat(author.command("credential", "issue", "--member", "admin", "--topic", "oil", "-o", "-")
                            .err())
                    .contains("attested no standing");
            assertThat(author.command("credential", "issue", "--member", "nobody", "--topic", "oil", "-o", "-")
                            .err())
                    .contains("guildhall member ls");
            assertThat(author.command("credential", "issue", "--member", "admin", "-o", "-")
                            .exitCode())
                    .isEqualTo(2);
        }
        delete(parent.resolve("author"));
        delete(parent.resolve("home"));

        JsonNode standing = peer.command("standing", "explain", page, "--topic", "oil", "--json")
                .json();
        assertThat(standing.path("peers").asInt()).as("an acceptance").isEqualTo(15);
        assertThat(standing.findValuesAsText("title")).contains("Which oil is right in winter?");
        assertThat(peer.get(page + "/standing").body()).contains("Pump Works", "Which oil is right in winter?");

        assertThat(Files.size(file)).isLessThanOrEqualTo(Credential.MODEST);
        Spoken verified = Spoken.in(Map.of(), "credential", "verify", file.toString());
        assertThat(verified.err()).isEmpty();
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.out())
                .contains("Proven", "Pump Works, where the question is, signed that the answer was accepted")
                .contains("it answers the question \"Which oil is right in winter?\" of Pump Works")
                .contains("Not proven", "that the nodes tell the truth", "took, erased or replaced nothing since")
                .contains("who the person is");
        JsonNode json = Spoken.in(Map.of(), "credential", "verify", file.toString(), "--json")
                .json();
        assertThat(json.path("proven").findValuesAsText("code"))
                .contains("issued", "answered", "question", "accepted", "logged")
                .doesNotContain("voted");
        assertThat(Spoken.hearing(Files.readString(file), Map.of(), "credential", "verify", "-")
                        .out())
                .isEqualTo(verified.out());
        assertThat(Spoken.in(Map.of(), "credential", "verify", file.toString(), "--quorum", "1", "--witness", witness)
                        .exitCode())
                .as("as many cosignatures as the credential says")
                .isEqualTo(json.path("proven").findValuesAsText("code").contains("cosigned") ? 0 : 1);

        byte[] changed = Files.readString(file).replace("winter", "summer").getBytes(UTF_8);
        Path other = Files.write(parent.resolve("changed.json"), changed);
        Spoken refused = Spoken.in(Map.of(), "credential", "verify", other.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("proves nothing (bad-signature)", "ask whoever shows it for the original");
        assertThat(Spoken.in(
                                Map.of(),
                                "credential",
                                "verify",
                                parent.resolve("none").toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(Spoken.in(Map.of(), "credential", "verify", file.toString(), "--witness", "me")
                        .exitCode())
                .isEqualTo(2);
    }

    /** Votes come in by the tally that the node publishes, as the author's own node's word. */
    @Test
    void tellsVotesAsTheNodesWord() throws Exception {
        Path data = parent.resolve("data");
        JsonNode made = RunningNode.made(data);
        Path config = data.resolve("config.json");
        String written = Files.readString(config);
        String hasty = written.replaceFirst(
                "\"tally\": *\\{[^}]*}", "\"tally\": {\"windowSeconds\": 1, \"voters\": 1, \"restDays\": 0}");
        assertThat(hasty).isNotEqualTo(written);
        Files.writeString(config, hasty);
        try (RunningNode node = RunningNode.start(data, made)) {
            String password = node.command("member", "create", "ben", "--json")
                    .json()
                    .path("password")
                    .asText();
            TestBrowser asker = node.signedIn();
            String question = asker.ask("Which oil is right in winter?", "It is cold.", "oil");
            TestBrowser ben = new TestBrowser(node.address());
            ben.signIn("ben", password);
            ben.answer(question, "Number 46.");
            String answer =
                    asker.open(question).html().select(".answer").attr("id").substring(2);
            asker.open(question)
                    .form("/p/" + answer + "/vote")
                    .with("vote", "up")
                    .send();
            Path file = parent.resolve("voted.json");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> node.command(
                                            "credential",
                                            "issue",
                                            "--member",
                                            "ben",
                                            "--answer",
                                            answer,
                                            "-o",
                                            file.toString())
                                    .exitCode()
                            == 0);
            Spoken verified = Spoken.in(Map.of(), "credential", "verify", file.toString());
            assertThat(verified.err()).isEmpty();
            assertThat(verified.out())
                    .contains("the author's own node, signed that its members voted 1 up and 0 down on the answer")
                    .doesNotContain("accepted:");
            assertThat(node.command("credential", "issue", "--member", "admin", "--answer", answer, "-o", "-")
                            .err())
                    .contains("no answer of the member");
            assertThat(node.command("attestation", "standing", "--member", "ben")
                            .exitCode())
                    .isZero();
            assertThat(attested(node, "self").findValuesAsText("handle")).containsExactly("ben");
            assertThat(attested(node, "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"))
                    .as("of a node that nobody here has heard of")
                    .isEmpty();
        }
    }

    private static JsonNode attested(RunningNode node, String issuer) throws Exception {
        return node.command("attestation", "ls", "--issuer", issuer, "--json")
                .json()
                .path("attestations");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertThat(directory).doesNotExist();
    }
}
