package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is made while the node runs, proven, and put back; what is newer comes from peers. */
class BackupTest {
    private static final Path DUMP = Path.of("src", "test", "resources", "stackexchange", "pumps");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path parent;

    private Path file;
    private Path passphrase;
    private Path data;
    private JsonNode made;
    private RunningNode node;

    @BeforeEach
    void start() throws Exception {
        file = parent.resolve("node.backup");
        passphrase = Files.writeString(parent.resolve("passphrase"), "quiet copper lantern\n");
        data = parent.resolve("node");
        made = RunningNode.made(data);
        node = RunningNode.start(data, made);
        assertThat(node.command("import", "stackexchange", DUMP.toString()).exitCode())
                .isZero();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private static Spoken run(String... command) {
        return Spoken.in(Map.of(), command);
    }

    private JsonNode status() {
        return node.command("status", "--json").json();
    }

    private void awaitSigning() {
        await().atMost(PATIENCE).until(() -> status().path("signing").asText().equals("granted"));
    }

    @Test
    void bringsTheNodeBackAsItWas() throws Exception {
        JsonNode before = status();
        Spoken created = node.command("backup", "create", file.toString(), "--with-keys");
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(node.command("backup", "create", file.toString()).err()).contains("is there already");
        assertThat(node.command(
                                "backup",
                                "create",
                                parent.resolve("nowhere").resolve("file").toString())
                        .err())
                .contains("(not there)");
        Spoken verified = run("backup", "verify", file.toString(), "--json");
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.json().path("log").path("root").asText())
                .isEqualTo(before.path("log").path("root").asText());
        node.close();

        Path back = parent.resolve("back");
        Spoken restored = run("backup", "restore", file.toString(), "--data", back.toString());
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(run("backup", "restore", file.toString(), "--data", back.toString())
                        .err())
                .contains("is not empty");
        node = RunningNode.start(back, made);
        JsonNode after = status();
        assertThat(after.path("log")).isEqualTo(before.path("log"));
        assertThat(after.path("content")).isEqualTo(before.path("content"));
        assertThat(node.command("member", "ls").out()).contains("admin");
        assertThat(node.command("member", "create", "anna").exitCode()).isZero();
        assertThat(node.command("log", "verify").exitCode()).isZero();
        node.close();
        Spoken rebuilt = run("rebuild", "--compare", "--data", back.toString());
        assertThat(rebuilt.exitCode()).as(rebuilt.out()).isZero();
        try (var left = Files.list(parent)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("node.backup", "passphrase", "node", "back");
        }
    }

    @Test
    void saysWhichKeysAreNotInTheFile() throws Exception {
        Files.delete(data.resolve("keys").resolve("identity.key"));
        Spoken created = node.command(
                "backup",
                "create",
                file.toString(),
                "--with-keys",
                "--encrypt",
                "--passphrase-file",
                passphrase.toString());
        assertThat(created.out())
                .contains("with signing.key, next-identity.key; not in the data directory, so not in it: identity.key.")
                .contains("backup verify " + file + " --passphrase-file");
    }

    @Test
    void noticesEveryKindOfDamage() throws Exception {
        for (boolean encrypted : List.of(false, true)) {
            Path whole = parent.resolve("whole" + encrypted);
            String[] options =
                    encrypted ? new String[] {"--encrypt", "--passphrase-file", passphrase.toString()} : new String[0];
            assertThat(node.command(joined(new String[] {"backup", "create", whole.toString()}, options))
                            .exitCode())
                    .isZero();
            String[] open = encrypted ? new String[] {"--passphrase-file", passphrase.toString()} : new String[0];
            assertThat(run(joined(new String[] {"backup", "verify", whole.toString()}, open))
                            .out())
                    .contains("All is as it was signed");
            byte[] bytes = Files.readAllBytes(whole);
            byte[] changed = bytes.clone();
            changed[bytes.length / 2] ^= 1;
            for (byte[] damaged : List.of(
                    changed,
                    Arrays.copyOf(bytes, bytes.length - 1),
                    Arrays.copyOf(bytes, bytes.length / 2),
                    Arrays.copyOf(bytes, 30))) {
                Path bad = Files.write(parent.resolve("bad"), damaged);
                assertThat(run(joined(new String[] {"backup", "verify", bad.toString()}, open))
                                .exitCode())
                        .isNotZero();
                Path nowhere = parent.resolve("nowhere");
                assertThat(run(joined(
                                        new String[] {"backup", "restore", bad.toString(), "--data", nowhere.toString()
                                        },
                                        open))
                                .exitCode())
                        .isNotZero();
                assertThat(nowhere).doesNotExist();
            }
            if (encrypted) {
                assertThat(run("backup", "verify", whole.toString()).err()).contains("is encrypted");
                Path other = Files.writeString(parent.resolve("other"), "another passphrase\n");
                assertThat(run("backup", "verify", whole.toString(), "--passphrase-file", other.toString())
                                .err())
                        .contains("the passphrase is another one");
            }
        }
    }

    private static String[] joined(String[] one, String[] other) {
        String[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    @Test
    void holdsNoKeysUnlessAskedAndCatchesUpFromPeers() throws Exception {
        try (RunningNode peer = RunningNode.start(parent.resolve("peer"))) {
            node.peerWith(peer);
            assertThat(node.command("backup", "create", file.toString()).exitCode())
                    .isZero();
            assertThat(node.command("member", "create", "newer").exitCode()).isZero();
            JsonNode before = status();
            node.awaitKeptBy(peer);
            node.close();

            Path back = parent.resolve("back");
            assertThat(run("backup", "restore", file.toString(), "--data", back.toString())
                            .err())
                    .contains("holds no keys");
            assertThat(back).doesNotExist();
            Spoken restored = run(
                    "backup",
                    "restore",
                    file.toString(),
                    "--data",
                    back.toString(),
                    "--keys",
                    data.resolve("keys").toString());
            assertThat(restored.exitCode()).as(restored.err()).isZero();
            node = RunningNode.start(back, made);
            awaitSigning();
            assertThat(status().path("log")).isEqualTo(before.path("log"));
            assertThat(node.command("events", "--kind", "log-caught-up").out()).contains("entries");
        }
    }
}
