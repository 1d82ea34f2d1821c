package org.guildhall.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.guildhall.TestPorts;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's data is copied and started twice: peers find out, prove it and stop following, and both copies stop signing. */
class TwoCopiesIT {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    @TempDir
    Path folder;

    @Test
    void areStoppedAndWhatTheyDidIsShown() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode association = comparing(town.make("association")).start();
            ProcessNode tester = comparing(town.make("tester")).start();
            ProcessNode vendor = comparing(town.make("vendor")).start();
            town.peer(association, tester);
            town.peer(association, vendor);
            Person reader = association.member("reader");
            Person asker = vendor.member("asker");
            String first = asker.ask("Why does the boom drift?", "It sinks by 2 cm a minute.", "hydraulics", "en");
            Town.until(
                    "what came before the copy is at the association",
                    () -> assertThat(reader.reads(first, "2 cm")).isTrue());

            // Its record names two addresses, so that both copies are believed to be it.
            List<Integer> ports = List.of(TestPorts.next(), TestPorts.next());
            String second = "http://127.0.0.1:" + ports.get(0);
            vendor.done("node", "set", "--address", vendor.address().toString(), "--address", second);
            vendor.stop();
            ProcessNode copy = town.add(copyOf(vendor, second, ports));
            vendor.start();
            copy.start();
            town.peer(copy, tester);
            for (ProcessNode one : new ProcessNode[] {vendor, copy}) {
                Town.until("it signs", () -> assertThat(one.signing()).isEqualTo("granted"));
            }
            Town.until("both peers have read all that there is", () -> {
                assertThat(seen(association, vendor).path("size").asLong()).isEqualTo(size(vendor));
                assertThat(seen(tester, vendor).path("size").asLong()).isEqualTo(size(vendor));
            });

            // Each goes its own way, before anybody can tell one of the other.
            association.done("peer", "pause", "vendor");
            vendor.signIn("asker").ask("Which oil?", "For a cold winter.", "hydraulics", "en");
            copy.signIn("asker").ask("Which filter?", "For a dusty site.", "hydraulics", "en");
            assertThat(size(vendor)).isEqualTo(size(copy));
            association.done("peer", "resume", "vendor");

            for (ProcessNode peer : new ProcessNode[] {association, tester}) {
                Town.until("it is not followed any more", () -> {
                    JsonNode seen = seen(peer, vendor);
                    assertThat(seen.path("stopped").asBoolean()).isTrue();
                    assertThat(seen.path("fault").asText()).startsWith("equivocation");
                    assertThat(seen.path("evidence").asLong()).isPositive();
                });
                proves(peer, vendor);
            }
            for (ProcessNode one : new ProcessNode[] {vendor, copy}) {
                Town.until("it is halted", () -> assertThat(one.signing()).isEqualTo("halted"));
                isHalted(one);
            }

            vendor.stop();
            vendor.start();
            isHalted(vendor);
            association.stop();
            association.start();
            assertThat(seen(association, vendor).path("stopped").asBoolean()).isTrue();
            proves(association, vendor);

            copy.stop();
            goesOn(vendor, association, tester);
        }
    }

    /** The vendor's people decide for their history. Its peers follow, whichever they had read, and say for ever what was. */
    private void goesOn(ProcessNode vendor, ProcessNode association, ProcessNode tester) throws Exception {
        Spoken tried = vendor.done("log", "continue", "--dry-run");
        assertThat(tried.out()).contains("association", "this history", "Nothing was changed");
        isHalted(vendor);
        vendor.done("log", "continue");
        assertThat(vendor.signing()).as(vendor.command("status").out()).isEqualTo("granted");
        String after = vendor.signIn("asker").ask("Is it mended?", "The log goes on.", "hydraulics", "en");
        for (ProcessNode peer : new ProcessNode[] {association, tester}) {
            Town.until("it is followed again", () -> {
                JsonNode seen = seen(peer, vendor);
                assertThat(seen.path("stopped").asBoolean()).isFalse();
                assertThat(seen.path("size").asLong()).isEqualTo(size(vendor));
            });
            String front = new String(peer.get("/").body(), StandardCharsets.UTF_8);
            assertThat(front).contains("Is it mended?", "Which oil?").doesNotContain("Which filter?");
            assertThat(peer.get(after).statusCode()).isEqualTo(200);
            assertThat(peer.done("evidence", "ls").out()).contains("vendor", "checkpoints");
            assertThat(new String(peer.get("/federation").body(), StandardCharsets.UTF_8))
                    .contains("class=\"alert\"", "continued its log at");
            for (String command : List.of("peer show " + vendor.id(), "peer ls", "status")) {
                assertThat(peer.command(command.split(" ")).out()).as(command).contains("continued at");
            }
            assertThat(peer.done("events").out()).contains("fork-continued");
        }
        vendor.stop();
        vendor.start();
        Town.until("it signs", () -> assertThat(vendor.signing()).isEqualTo("granted"));
        vendor.signIn("asker").ask("And now?", "After a start.", "hydraulics", "en");
        Town.until(
                "the others have it",
                () -> assertThat(seen(association, vendor).path("size").asLong())
                        .isEqualTo(size(vendor)));
    }

    /** The proof is listed, shown to everybody, and checked with nothing but itself. */
    private void proves(ProcessNode peer, ProcessNode vendor) throws Exception {
        assertThat(peer.done("evidence", "ls").out()).contains("vendor", "checkpoints");
        Path proof = Files.createTempDirectory(folder, "proof").resolve("evidence.json");
        peer.done("evidence", "show", vendor.id(), "--out", proof.toString());
        assertThat(peer.done("evidence", "verify", proof.toString()).out()).contains("Proven", vendor.id());
        assertThat(new String(peer.get("/federation").body(), StandardCharsets.UTF_8))
                .contains("class=\"alert\"");
        assertThat(peer.command("status").exitCode()).isEqualTo(1);
        assertThat(metric(peer, "guildhall_equivocations")).isPositive();
    }

    /** Says so by its exit code, its metrics and its events; is read as before, and logs nothing. */
    private static void isHalted(ProcessNode node) throws Exception {
        Spoken status = node.command("status");
        assertThat(status.exitCode()).isEqualTo(2);
        assertThat(status.out()).contains("copy");
        assertThat(metric(node, "guildhall_signing_permitted")).isZero();
        Town.until("that is stored", () -> assertThat(node.done("events").out()).contains("signing-halted"));
        long before = size(node);
        assertThat(node.command("node", "set", "--name", "still here").exitCode())
                .isNotZero();
        assertThat(size(node)).isEqualTo(before);
        assertThat(node.get("/").statusCode()).isEqualTo(200);
    }

    /** Compares with its peers every other second, as a demonstration does. */
    private static ProcessNode comparing(ProcessNode node) throws IOException {
        Path file = node.data().resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        JSON.writeValue(file.toFile(), config.put("demo", true));
        return node;
    }

    private static ProcessNode copyOf(ProcessNode node, String address, List<Integer> ports) throws IOException {
        Path to = node.data().resolveSibling("copy");
        try (Stream<Path> all = Files.walk(node.data())) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(node.data().relativize(path).toString()));
            }
        }
        Path file = to.resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        config.put("publicAddress", address).put("port", ports.get(0)).put("adminPort", ports.get(1));
        JSON.writeValue(file.toFile(), config);
        return ProcessNode.of(to, ((ObjectNode) node.made().deepCopy()).put("address", address));
    }

    private static JsonNode seen(ProcessNode by, ProcessNode whom) {
        for (JsonNode peer : by.done("peer", "ls", "--json").json().path("peers")) {
            if (peer.path("node").asText().equals(whom.id())) {
                return peer;
            }
        }
        throw new AssertionError("not a peer: " + whom.id());
    }

    private static long size(ProcessNode node) {
        return node.command("status", "--json").json().path("log").path("size").asLong();
    }

    private static double metric(ProcessNode node, String name) throws IOException, InterruptedException {
        int port = JSON.readTree(node.data().resolve("config.json").toFile())
                .path("adminPort")
                .asInt();
        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in\n" + text));
    }
}
