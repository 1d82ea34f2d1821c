package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk is gone is made anew from its keys and its peers, of which one lies (OQX-MIR-020 to 024). */
class RecoverTest {
    private static final Path DUMP = Path.of("src", "test", "resources", "stackexchange", "pumps");

    @TempDir
    Path parent;

    private Path data;
    private Path keys;
    private JsonNode made;
    private JsonNode before;
    private RunningNode node;
    private RunningNode peer;
    private LyingPeer liar;

    @BeforeEach
    void loseTheDisk() throws Exception {
        data = parent.resolve("node");
        keys = parent.resolve("keys");
        made = RunningNode.made(data);
        peer = RunningNode.start(parent.resolve("peer"));
        node = RunningNode.start(data, made);
        node.peerWith(peer);
        assertThat(node.command("import", "stackexchange", DUMP.toString()).exitCode())
                .isZero();
        assertThat(node.command("member", "create", "anna").exitCode()).isZero();
        before = node.command("status", "--json").json();
        node.awaitKeptBy(peer);
        node.close();
        Files.move(data.resolve("keys"), keys);
        delete(data);
        liar = new LyingPeer(peer.address());
    }

    @AfterEach
    void stop() throws Exception {
        liar.close();
        node.close();
        peer.close();
    }

    private Spoken recover(String... options) {
        List<String> command = new java.util.ArrayList<>(List.of(
                "recover",
                "--data",
                data.toString(),
                "--keys",
                keys.toString(),
                "--allow-range",
                "127.0.0.0/8",
                "--from-peer",
                liar.address()));
        command.addAll(List.of(options));
        return Spoken.in(Map.of(), command.toArray(String[]::new));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void comesBackWithTheSameRootAndGoesOn() throws Exception {
        Spoken looked = recover("--from-peer", peer.address().toString(), "--dry-run");
        assertThat(looked.out()).contains("Nothing was made");
        assertThat(data).doesNotExist();

        Spoken recovered = recover("--from-peer", peer.address().toString(), "--json");
        assertThat(recovered.exitCode()).as(recovered.err()).isZero();
        assertThat(recovered.json().path("root").asText())
                .isEqualTo(before.path("log").path("root").asText());
        assertThat(recovered.json().path("peers").path(0).path("address").asText())
                .isEqualTo(liar.address());
        assertThat(recovered.json().path("peers").path(0).path("lie").asText()).contains("page");
        assertThat(recovered.json().path("peers").path(1).has("lie")).isFalse();

        node = RunningNode.start(data, made);
        JsonNode after = node.command("status", "--json").json();
        assertThat(after.path("log")).isEqualTo(before.path("log"));
        assertThat(after.path("name")).isEqualTo(before.path("name"));
        for (String kind : List.of("questions", "answers", "comments")) {
            assertThat(after.path("content").path(kind))
                    .as(kind)
                    .isEqualTo(before.path("content").path(kind));
        }
        assertThat(node.command("rebuild").err()).contains("in use");
        assertThat(node.command("member", "create", "anna").out()).contains("anna");
        assertThat(node.command("status", "--json").json().path("log").path("size"))
                .as("the old member, not a new one")
                .isEqualTo(before.path("log").path("size"));
        assertThat(node.command("member", "create", "berta").exitCode()).isZero();
        node.awaitKeptBy(peer);
        assertThat(peer.command("status", "--json").json().path("attention")).isEmpty();
        assertThat(node.command("log", "verify").exitCode()).isZero();
    }

    @Test
    void makesNothingWhenAllItCanAskIsALiar() throws Exception {
        Spoken refused = recover();
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(liar.address()).contains("page").contains("Nothing was made");
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("keys", "peer");
        }
    }

    @Test
    void saysWhyAPeerDidNotAnswer() {
        String address = peer.address().toString();
        Spoken refused = Spoken.in(
                Map.of(), "recover", "--data", data.toString(), "--keys", keys.toString(), "--from-peer", address);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(address + " did not answer: ").contains("A private network");
    }

    @Test
    void leavesADirectoryAloneThatHoldsSomething() throws Exception {
        Files.createDirectory(data);
        Files.writeString(data.resolve("config.json"), "{}");
        assertThat(recover("--from-peer", peer.address().toString()).err()).contains("is not empty");
        assertThat(data.resolve("config.json")).hasContent("{}");
    }

    @Test
    void namesTheKeyThatIsNeededWhenAnOldOneIsBrought() throws Exception {
        assertThat(recover("--from-peer", peer.address().toString(), "--json").exitCode())
                .isZero();
        node = RunningNode.start(data, made);
        node.peerWith(peer);
        assertThat(node.command("key", "rotate").exitCode()).isZero();
        assertThat(node.command("member", "create", "berta").exitCode()).isZero();
        node.awaitKeptBy(peer);
        node.close();
        String newest = Files.readAllLines(data.resolve("keys").resolve("signing.key")).stream()
                .filter(line -> line.startsWith("public "))
                .findFirst()
                .orElseThrow();
        delete(data);

        Spoken refused = recover("--from-peer", peer.address().toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("Bring the signing.key that says \"" + newest + "\"")
                .contains("Nothing was made");
        assertThat(data).doesNotExist();
    }
}
