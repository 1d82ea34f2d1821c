package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.guildhall.peering.serving.WitnessDesk;
import org.guildhall.record.NodeId;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes back with an old disk, beside a copy of itself, or where nobody answers (OQX-MIR-010 to 016). */
@Tag("concurrent")
class NeverTwoHeadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path parent;

    private Path data;
    private Path backup;
    private JsonNode made;
    private RunningNode node;
    private RunningNode peer;

    /** A node with a peer who has read all of it, stopped; and a copy of its disk from before its last members came. */
    @BeforeEach
    void leaveAnOldCopyBehind() throws Exception {
        data = parent.resolve("node");
        backup = parent.resolve("backup");
        made = RunningNode.made(data);
        peer = RunningNode.start(parent.resolve("peer"));
        node = RunningNode.start(data, made);
        node.peerWith(peer);
        assertThat(node.command("member", "create", "anna").exitCode()).isZero();
        node.awaitKeptBy(peer);
        node.close();
        copy(data, backup);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        peer.close();
    }

    private JsonNode status() {
        return node.command("status", "--json").json();
    }

    private void awaitSigning(String state) {
        await().atMost(PATIENCE).until(() -> status().path("signing").asText().equals(state));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private void bringBackTheOldCopy() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        copy(backup, data);
    }

    private void goOn(String... members) throws Exception {
        node = RunningNode.start(data, made);
        awaitSigning("granted");
        for (String member : members) {
            assertThat(node.command("member", "create", member).exitCode()).isZero();
        }
        node.awaitKeptBy(peer);
    }

    @Test
    void bringsAnOldDiskUpToDateBeforeItSigns() throws Exception {
        goOn("berta", "carla");
        String root = status().path("log").path("root").asText();
        node.close();
        bringBackTheOldCopy();

        node = RunningNode.start(data, made);
        awaitSigning("granted");
        assertThat(status().path("log").path("root").asText()).isEqualTo(root);
        assertThat(node.command("events", "--kind", "log-caught-up").out()).contains("entries");
        assertThat(node.command("log", "verify").exitCode()).isZero();
        assertThat(node.command("member", "create", "dora").exitCode()).isZero();
        node.awaitKeptBy(peer);
        assertThat(peer.command("status", "--json").json().path("attention")).isEmpty();
    }

    @Test
    void stopsSigningForGoodWhenASecondHistoryHasBegun() throws Exception {
        goOn("berta");
        node.close();
        bringBackTheOldCopy();
        node = RunningNode.serve(data, made, "--alone");
        assertThat(node.command("member", "create", "wrong").exitCode()).isZero();
        assertThat(node.command("events", "--kind", "started-alone").out()).contains("entries on");
        node.close();

        node = RunningNode.start(data, made);
        awaitSigning("halted");
        assertThat(node.command("member", "create", "dora").err()).contains("our own log of that size is another");
        assertThat(node.command("status").exitCode()).isEqualTo(2);
        assertThat(node.get("/").statusCode()).isEqualTo(200);
        node.close();

        node = RunningNode.serve(data, made, "--alone");
        assertThat(status().path("signing").asText()).as("not even alone").isEqualTo("halted");
        assertThat(node.command("log", "resume").exitCode()).isZero();
        awaitSigning("halted");
    }

    @Test
    void signsNothingWhileNobodyAnswersAndServesReadersMeanwhile() throws Exception {
        peer.close();
        node = RunningNode.start(data, made);
        assertThat(status().path("signing").asText()).isEqualTo("waiting");
        assertThat(node.get("/").statusCode()).isEqualTo(200);
        assertThat(node.get("/oqx/log/checkpoint").statusCode()).isEqualTo(200);
        assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(node.command("member", "create", "berta").err()).contains("serve --alone");

        peer = RunningNode.start(parent.resolve("peer"), peer.made());
        awaitSigning("granted");
        assertThat(node.command("member", "create", "berta").exitCode()).isZero();
    }

    @Test
    void learnsFromItsPeersOfTheKeyThatAnOldDiskDoesNotKnow() throws Exception {
        Path keys = data.resolve("keys");
        Path newest = parent.resolve("newest");
        goOn("berta");
        assertThat(node.command("key", "rotate").exitCode()).isZero();
        assertThat(node.command("member", "create", "carla").exitCode()).isZero();
        node.awaitKeptBy(peer);
        String root = status().path("log").path("root").asText();
        node.close();
        Files.move(keys, newest);
        Path checkpoint = Files.move(data.resolve("checkpoint"), parent.resolve("checkpoint"));
        bringBackTheOldCopy();

        node = RunningNode.start(data, made);
        await().atMost(PATIENCE)
                .until(() -> status().path("attention").toString().contains("put that signing.key in its place"));
        assertThat(status().path("signing").asText())
                .as("with the old key it signs nothing")
                .isEqualTo("waiting");
        assertThat(node.command("member", "create", "wrong").exitCode()).isNotZero();
        node.close();

        Files.copy(newest.resolve("signing.key"), keys.resolve("signing.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(checkpoint, data.resolve("checkpoint"), StandardCopyOption.REPLACE_EXISTING);
        node = RunningNode.start(data, made);
        awaitSigning("granted");
        assertThat(status().path("log").path("root").asText()).isEqualTo(root);
        assertThat(node.command("node", "show", "--json")
                        .json()
                        .path("revision")
                        .asInt())
                .isEqualTo(2);
        assertThat(node.command("member", "create", "dora").exitCode()).isZero();
        node.awaitKeptBy(peer);
        assertThat(node.command("log", "verify").exitCode()).isZero();
        assertThat(peer.command("status", "--json").json().path("attention")).isEmpty();
    }

    @Test
    void doesNotSignOnTheWordOfOneWhoKeepsNothingWhileAnotherIsSilent() throws Exception {
        node = RunningNode.start(data, made);
        awaitSigning("granted");
        int port;
        try (RunningNode other = RunningNode.start(parent.resolve("other"))) {
            node.peerWith(other);
            node.awaitKeptBy(peer);
            node.close();
            port = other.address().getPort();
        }
        HttpServer forgetful = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        forgetful.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(404, -1);
            }
        });
        forgetful.start();
        try {
            peer.close();
            node = RunningNode.start(data, made);
            String silent = "(no answer from " + peer.address().getAuthority() + ")";
            await().atMost(PATIENCE)
                    .until(() -> status().path("attention").toString().contains(silent));
            assertThat(status().path("signing").asText()).isEqualTo("waiting");
            peer = RunningNode.start(parent.resolve("peer"), peer.made());
            awaitSigning("granted");
        } finally {
            forgetful.stop(0);
        }
    }

    /** OQX-MIR-017: a witness may know more of us than anybody's mirror. */
    @Test
    void signsNothingWhileAWitnessHasCosignedMoreThanIsHere() throws Exception {
        String id = made.path("node").asText();
        String mirror = "/oqx/mirror/" + id + "/checkpoint";
        String older = peer.get(mirror).body();
        goOn("berta");
        String newer = peer.get(mirror).body();
        node.close();
        peer.close();
        bringBackTheOldCopy();
        Map<String, String> kept =
                Map.of(mirror, older, "/oqx/witness/" + WitnessDesk.hash(new NodeId(id)) + "/checkpoint", newer);
        HttpServer witness = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), peer.address().getPort()),
                0);
        witness.createContext("/", exchange -> {
            byte[] body =
                    kept.getOrDefault(exchange.getRequestURI().getPath(), "").getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
                exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        witness.start();
        try {
            node = RunningNode.start(data, made);
            await().atMost(PATIENCE)
                    .until(() -> status().path("attention").toString().contains("known to have signed"));
            assertThat(status().path("signing").asText()).isEqualTo("waiting");
            assertThat(node.command("member", "create", "wrong").exitCode()).isNotZero();
        } finally {
            witness.stop(0);
        }
        node.close();
        peer = RunningNode.start(parent.resolve("peer"), peer.made());
        node = RunningNode.start(data, made);
        awaitSigning("granted");
        assertThat(peer.get(mirror).body())
                .as("what it signed is here again, and goes on")
                .isEqualTo(newer);
    }

    @Test
    void signsNothingWithAKeyThatNoRecordNames() throws Exception {
        Path key = data.resolve("keys").resolve("signing.key");
        Files.delete(key);
        KeyFile.create(key, SigningKey.generate(new SecureRandom()));
        long size = followed();
        node = RunningNode.start(data, made);
        await().atMost(PATIENCE)
                .until(() -> status().path("attention")
                        .toString()
                        .contains("is none that the newest Node record of this node names"));
        assertThat(node.command("member", "create", "wrong").err()).contains("Put the right signing.key");
        assertThat(status().path("signing").asText()).isEqualTo("waiting");
        assertThat(followed()).isEqualTo(size);
    }

    private long followed() {
        return peer.command("peer", "ls", "--json")
                .json()
                .path("peers")
                .path(0)
                .path("size")
                .asLong();
    }
}
