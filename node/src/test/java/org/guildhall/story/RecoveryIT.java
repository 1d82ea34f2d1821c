package org.guildhall.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.guildhall.LyingPeer;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that lost its disk, and one that was put back from an old backup, go on where their peers saw them last. */
class RecoveryIT {
    @TempDir
    Path folder;

    @Test
    void aNodeWithoutItsDiskIsMadeAnewFromTwoPeersOfWhichOneLies() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode association = town.start("association");
            ProcessNode vendor = town.start("vendor");
            ProcessNode maker = town.start("maker");
            town.peer(association, vendor);
            town.peer(association, maker);
            Person asker = association.member("asker");
            Person expert = vendor.member("expert");
            Person reader = maker.member("reader");
            String question = asker.ask("Why does the boom drift?", "It sinks by 2 cm a minute.", "hydraulics", "en");
            Town.until(
                    "the question is at the vendor",
                    () -> assertThat(expert.reads(question, "2 cm")).isTrue());
            expert.answer(question, "Check the holding valve.");
            Town.until(
                    "the answer is at the association",
                    () -> assertThat(asker.reads(question, "holding valve")).isTrue());
            awaitKept(association, vendor, maker);
            String root = log(association).path("root").asText();

            association.kill();
            Path keys = Files.move(association.data().resolve("keys"), folder.resolve("keys"));
            delete(association.data());
            try (LyingPeer liar = new LyingPeer(maker.address())) {
                Spoken recovered = Spoken.in(
                        Map.of("GUILDHALL_DATA", association.data().toString()),
                        "recover",
                        "--keys",
                        keys.toString(),
                        "--allow-range",
                        "127.0.0.0/8",
                        "--from-peer",
                        liar.address(),
                        "--from-peer",
                        vendor.address().toString(),
                        "--json");
                assertThat(recovered.exitCode()).as(recovered.err()).isZero();
                assertThat(recovered.json().path("root").asText()).isEqualTo(root);
                JsonNode peers = recovered.json().path("peers");
                assertThat(peers.path(0).path("address").asText()).isEqualTo(liar.address());
                assertThat(peers.path(0).path("lie").asText()).contains("page");
                assertThat(peers.path(1).has("lie")).as("the honest one").isFalse();
            }

            association.start();
            assertThat(log(association).path("root").asText()).isEqualTo(root);
            Person again = association.member("asker");
            assertThat(log(association).path("root").asText())
                    .as("the member of that name, and no new one")
                    .isEqualTo(root);
            assertThat(again.reads(question, "holding valve")).isTrue();
            String later = again.ask("Which oil?", "For a cold winter.", "hydraulics", "en");
            Town.until("both peers have gone on reading", () -> {
                assertThat(expert.reads(later, "cold winter")).isTrue();
                assertThat(reader.reads(later, "cold winter")).isTrue();
            });

            // What is in no log is agreed on anew; then the vendor is heard again.
            town.peer(association, vendor);
            expert.answer(later, "HVLP 32.");
            Town.until(
                    "the answer is at the association",
                    () -> assertThat(again.reads(later, "HVLP 32")).isTrue());
            for (ProcessNode node : new ProcessNode[] {association, vendor, maker}) {
                node.done("log", "verify");
            }
            for (ProcessNode peer : new ProcessNode[] {vendor, maker}) {
                assertThat(peer.done("status", "--json").json().path("attention"))
                        .isEmpty();
            }
        }
    }

    @Test
    void anOldBackupIsNoticedBeforeItSignsAndCatchesUp() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode vendor = town.start("vendor");
            ProcessNode maker = town.start("maker");
            town.peer(vendor, maker);
            Person expert = vendor.member("expert");
            Person reader = maker.member("reader");
            String early = expert.ask("How often is the oil changed?", "On series 3.", "hydraulics", "en");
            Path backup = folder.resolve("vendor.backup");
            vendor.done("backup", "create", backup.toString(), "--with-keys");
            long old = log(vendor).path("size").asLong();
            String lost = expert.ask("Which filter?", "Ten microns?", "hydraulics", "en");
            Town.until(
                    "what the backup lacks is at the maker",
                    () -> assertThat(reader.reads(lost, "microns")).isTrue());
            awaitKept(vendor, maker);
            String root = log(vendor).path("root").asText();

            vendor.kill();
            maker.kill();
            delete(vendor.data());
            vendor.done("backup", "restore", backup.toString());
            vendor.start();
            Town.until(
                    "it says that it waits",
                    () -> assertThat(Files.readString(vendor.log(), UTF_8)).contains("Nothing can be posted yet"));
            JsonNode waiting = vendor.command("status", "--json").json();
            assertThat(waiting.path("signing").asText()).isEqualTo("waiting");
            assertThat(waiting.path("attention").findValuesAsText("detail"))
                    .anySatisfy(words -> assertThat(words).contains("maker").contains("guildhall serve --alone"));
            Person back = vendor.signIn("expert");
            assertThat(back.reads(early, "series 3"))
                    .as("reading waits for nobody")
                    .isTrue();
            assertThatThrownBy(() -> back.ask("May I ask again?", "Not yet.", "hydraulics", "en"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Nothing can be posted just now");
            assertThat(log(vendor).path("size").asLong()).isEqualTo(old);

            maker.start();
            Town.until(
                    "the vendor has caught up",
                    () -> assertThat(log(vendor).path("root").asText()).isEqualTo(root));
            Town.until(
                    "the vendor may sign",
                    () -> assertThat(vendor.done("status", "--json")
                                    .json()
                                    .path("signing")
                                    .asText())
                            .isEqualTo("granted"));
            assertThat(vendor.done("events", "--kind", "log-caught-up").out()).contains("from " + old + " to ");
            assertThat(back.reads(lost, "microns")).isTrue();
            String later = back.ask("Which oil?", "For a cold winter.", "hydraulics", "en");
            Person readerAgain = maker.signIn("reader");
            Town.until(
                    "the maker goes on reading",
                    () -> assertThat(readerAgain.reads(later, "cold winter")).isTrue());
            vendor.done("log", "verify");
            maker.done("log", "verify");
        }
    }

    /** Waits until each of the peers serves all that the node has signed. */
    private static void awaitKept(ProcessNode node, ProcessNode... peers) {
        for (ProcessNode peer : peers) {
            Town.until(
                    "all of it is kept elsewhere",
                    () -> assertThat(new String(
                                    peer.get("/oqx/mirror/" + node.id() + "/checkpoint")
                                            .body(),
                                    UTF_8))
                            .contains("\n" + log(node).path("size").asLong() + "\n"));
        }
    }

    private static JsonNode log(ProcessNode node) {
        return node.command("status", "--json").json().path("log");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
