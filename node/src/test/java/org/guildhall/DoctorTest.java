package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, on a node that runs and on one that does not. */
class DoctorTest {
    @TempDir
    Path parent;

    @Test
    void findsARunningNodeWell() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("node"));
                RunningNode peer = RunningNode.start(parent.resolve("peer"))) {
            node.peerWith(peer);
            Spoken spoken = node.command("doctor");
            assertThat(spoken.out())
                    .contains("OK    DNS: ")
                    .contains("OK    public address: ")
                    .contains("OK    proxy: paths and queries arrive unchanged")
                    .contains("OK    signing key: ")
                    .contains("OK    database: ")
                    .contains("OK    peer ")
                    .doesNotContain("FAIL");
            assertThat(spoken.exitCode()).as(spoken.out()).isLessThan(2);
        }
    }

    @Test
    void looksAtWhatItCanWhileTheNodeIsDown() throws Exception {
        Path data = parent.resolve("down");
        JsonNode made = RunningNode.made(data);
        Spoken down = Spoken.by("doctor", "--data", data.toString());
        assertThat(down.exitCode()).as(down.out()).isEqualTo(1);
        assertThat(down.out()).contains("WARN  node: is not running").contains("guildhall serve --data");

        try (ServerSocket taken =
                new ServerSocket(made.path("adminPort").asInt(), 1, InetAddress.getLoopbackAddress())) {
            failure(data, "adminPort", "config.json");
        }
        Path key = data.resolve("keys/signing.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        failure(data, "signing key", "chmod go=");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.move(key, data.resolve("elsewhere"));
        failure(data, "signing key", "backup");
        Files.move(data.resolve("elsewhere"), key);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        failure(data, "data directory", "chmod go=");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        assertThat(Spoken.by("doctor", "--data", data.toString()).exitCode()).isEqualTo(1);
        Files.writeString(data.resolve("config.json"), "{");
        failure(data, "config", "correct it");
    }

    private static void failure(Path data, String check, String remedy) {
        Spoken spoken = Spoken.by("doctor", "--data", data.toString(), "--json");
        assertThat(spoken.exitCode()).as(spoken.out()).isEqualTo(2);
        assertThat(spoken.json().path("findings")).anySatisfy(finding -> {
            assertThat(finding.path("level").asText()).isEqualTo("FAIL");
            assertThat(finding.path("check").asText()).isEqualTo(check);
            assertThat(finding.path("remedy").asText()).contains(remedy);
        });
    }
}
