package org.guildhall.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guildhall.TestPorts;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node takes a new signing key and moves to another address; its peer sees both by itself. */
class NewKeyAndAddressIT {
    @TempDir
    Path folder;

    @Test
    void areSeenByAPeerWithoutAnybodysHelp() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode association = town.start("association");
            ProcessNode vendor = town.start("vendor");
            town.peer(association, vendor);
            Person asker = vendor.member("asker");
            Person reader = association.member("reader");

            String before = Files.readString(vendor.data().resolve("keys/signing.key"));
            assertThat(vendor.done("key", "rotate", "--dry-run").out()).contains("Nothing was changed");
            assertThat(Files.readString(vendor.data().resolve("keys/signing.key")))
                    .isEqualTo(before);
            String key =
                    vendor.done("key", "rotate", "--json").json().path("key").asText();
            assertThat(Files.readString(vendor.data().resolve("keys/signing.key")))
                    .isNotEqualTo(before);
            assertThat(vendor.data().resolve("keys/next-signing.key")).doesNotExist();
            String rotated = asker.ask("Why does the boom drift?", "It sinks by 2 cm a minute.", "hydraulics", "en");
            Town.until(
                    "what the new key signed is at the peer",
                    () -> assertThat(reader.reads(rotated, "2 cm")).isTrue());

            Path safe = folder.resolve("safe");
            vendor.done("key", "backup", safe.toString());
            assertThat(Files.readString(safe.resolve("signing.key")))
                    .isEqualTo(Files.readString(vendor.data().resolve("keys/signing.key")));
            assertThat(vendor.command("key", "backup", safe.toString()).err()).contains("never overwritten");

            // It says where it will be as well, and its peer reads that before it goes.
            int port = TestPorts.next();
            String old = vendor.address().toString();
            String moved = "http://127.0.0.1:" + port;
            vendor.done("node", "set", "--address", old, "--address", moved);
            long size = vendor.done("status", "--json")
                    .json()
                    .path("log")
                    .path("size")
                    .asLong();
            Town.until(
                    "the peer has read where it will be",
                    () -> assertThat(association
                                    .done("peer", "ls", "--json")
                                    .json()
                                    .path("peers")
                                    .path(0)
                                    .path("size")
                                    .asLong())
                            .isEqualTo(size));
            vendor.stop();
            Path config = vendor.data().resolve("config.json");
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replaceFirst("\"port\"\\s*:\\s*\\d+", "\"port\": " + port)
                            .replace(old, moved));
            ProcessNode there = town.add(
                    ProcessNode.of(vendor.data(), ((ObjectNode) vendor.made().deepCopy()).put("address", moved)));
            there.start();
            Town.until("it signs", () -> assertThat(there.signing()).isEqualTo("granted"));
            Person later = there.member("later");
            String question = later.ask("Which oil?", "For a cold winter.", "hydraulics", "en");
            Town.until(
                    "the peer has followed it",
                    () -> assertThat(reader.reads(question, "cold winter")).isTrue());
            assertThat(association
                            .done("peer", "ls", "--json")
                            .json()
                            .path("peers")
                            .path(0)
                            .path("address")
                            .asText())
                    .isEqualTo(moved);
            assertThat(there.done("node", "show", "--json").out()).contains(moved);
            assertThat(there.command("log", "verify").exitCode()).isZero();
            assertThat(association.command("log", "verify").exitCode()).isZero();
            assertThat(key).startsWith("z6Mk");
        }
    }
}
