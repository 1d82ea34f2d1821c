package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("concurrent")
class ServeTest {
    @TempDir
    Path parent;

    @Test
    void servesUntilItIsToldToStop() throws Exception {
        RunningNode node = RunningNode.start(parent.resolve("data"));
        assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(node.getFromAdminPort("/health/live").statusCode()).isEqualTo(200);
        assertThat(node.getFromAdminPort("/metrics").body()).contains("jvm_memory_used_bytes");
        Spoken stopped = node.command("stop");
        assertThat(stopped.exitCode()).isZero();
        assertThat(node.awaitEnd()).isZero();
        Spoken again = node.command("stop");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("is not running").contains("guildhall serve --data");
    }

    @Test
    void endsWithItsParent() throws Exception {
        RunningNode node = RunningNode.start(parent.resolve("data"));
        node.endInput();
        assertThat(node.awaitEnd()).isZero();
    }

    @Test
    void runsOnceAtATime() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("data"))) {
            Spoken second = node.command("serve");
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err()).contains("is in use by guildhall serve");
            assertThat(node.command("rebuild").err()).contains("is in use by guildhall serve");
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("a"))) {
            String port = String.valueOf(node.address().getPort());
            Path other = parent.resolve("b");
            RunningNode.made(other, "--port", port);
            Spoken refused = Spoken.in(Map.of("GUILDHALL_DATA", other.toString()), "serve");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("port " + port).contains("\"port\" in config.json");
        }
    }

    @Test
    void refusesADatabaseThatHoldsAnotherNode() throws Exception {
        Path one = parent.resolve("one");
        RunningNode.made(one);
        Path two = parent.resolve("two");
        RunningNode.made(two);
        Files.copy(one.resolve("node"), two.resolve("node"), StandardCopyOption.REPLACE_EXISTING);
        Spoken refused = Spoken.in(Map.of("GUILDHALL_DATA", two.toString()), "serve");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("does not hold the log of did:key:");
    }

    @Test
    void refusesASigningKeyThatTheNodeNeverIntroduced() throws Exception {
        Path one = parent.resolve("one");
        RunningNode.made(one);
        Path two = parent.resolve("two");
        RunningNode.made(two);
        Files.copy(
                one.resolve("keys/signing.key"), two.resolve("keys/signing.key"), StandardCopyOption.REPLACE_EXISTING);
        Spoken refused = Spoken.in(Map.of("GUILDHALL_DATA", two.toString()), "serve");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("is not one that the newest Node record");
    }

    @Test
    void makesTheSearchIndexAgainWhileItRuns() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("data"))) {
            Spoken rebuilt = node.command("rebuild", "--search");
            assertThat(rebuilt.err()).isEmpty();
            assertThat(rebuilt.out()).contains("Made the search index again");
        }
    }

    @Test
    void managesMembersOfARunningNode() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("data"))) {
            Spoken made = node.command(
                    "member", "create", "berta", "--name", "Berta Kran", "--affiliation", "Kran AG", "--json");
            assertThat(made.err()).isEmpty();
            assertThat(made.json().path("password").asText()).hasSizeGreaterThan(20);
            assertThat(node.command("member", "create", "berta").err()).contains("there is a member berta already");
            assertThat(node.command("member", "create", "Berta").exitCode()).isEqualTo(1);
            assertThat(node.command("member", "ls").out())
                    .contains("HANDLE")
                    .contains("Berta Kran")
                    .contains("administrator");
            assertThat(node.command("member", "role", "admin", "member").err()).contains("make another one first");
            assertThat(node.command("member", "role", "berta", "administrator").exitCode())
                    .isZero();
            assertThat(node.command("member", "role", "admin", "member").out()).contains("admin is member now");
            assertThat(node.command("member", "role", "nobody", "member").exitCode())
                    .isEqualTo(1);
            assertThat(node.command("member", "reset-password", "berta").out()).contains("Password: ");
            assertThat(node.command("member", "reset-password", "nobody").err()).contains("guildhall member ls");
        }
    }

    @Test
    void verifiesItsLogWhileItRunsAndWhileItIsDown() throws Exception {
        RunningNode node = RunningNode.start(parent.resolve("data"));
        node.command("member", "create", "berta");
        // The checkpoint on the disk follows the commit within a moment.
        await().until(() -> node.command("log", "verify", "--json")
                        .json()
                        .at("/logs/0/checkpointSize")
                        .asLong()
                == 3);
        Spoken running = node.command("log", "verify", "--json");
        assertThat(running.err()).isEmpty();
        assertThat(running.exitCode()).isZero();
        node.close();
        Spoken down = node.command("log", "verify", "--json");
        assertThat(down.err()).isEmpty();
        assertThat(down.json()).isEqualTo(running.json());
        assertThat(down.json().path("logs").path(0).path("entries").asInt()).isEqualTo(3);
        assertThat(down.json().path("logs").path(0).path("records").asInt()).isEqualTo(3);
        assertThat(node.command("log", "verify").out()).contains("All is as it was signed.");
        assertThat(node.command("rebuild", "--search").err()).contains("is not running");
        Spoken rebuilt = node.command("rebuild", "--compare");
        assertThat(rebuilt.err()).isEmpty();
        assertThat(rebuilt.out()).contains("They are the same as before.");
        assertThat(rebuilt.exitCode()).isZero();
    }
}
