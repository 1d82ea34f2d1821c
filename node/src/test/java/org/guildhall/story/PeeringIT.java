package org.guildhall.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two administrators at their command lines: a proposal that people decide on, a policy from a file, a block list. */
class PeeringIT {
    @TempDir
    Path folder;

    @Test
    void isAgreedOnByPeopleLimitedByAFileAndEndedByAList() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode association = town.start("association");
            ProcessNode vendor = town.start("vendor");
            String there = association.address().toString();

            // Closed as it begins.
            Spoken look = vendor.done("peer", "propose", there, "--dry-run", "--json");
            String fingerprint = look.json().path("fingerprint").asText();
            Spoken closed = vendor.command("peer", "propose", there, "--fingerprint", fingerprint);
            assertThat(closed.exitCode()).isEqualTo(1);
            assertThat(closed.err()).contains("by invitation only");
            assertThat(vendor.done("peer", "ls").out()).contains("No peers yet");

            // People decide.
            association.done("node", "peering", "ask");
            assertThat(vendor.command("peer", "propose", there, "--fingerprint", "0000-wrong")
                            .err())
                    .contains("another node is there");
            assertThat(vendor.done("peer", "propose", there, "--fingerprint", fingerprint)
                            .out())
                    .contains("Peering is proposed");
            assertThat(vendor.done("peer", "ls").out()).contains("proposed until 20");
            JsonNode waiting = association
                    .done("peer", "pending", "ls", "--json")
                    .json()
                    .path("proposals")
                    .path(0);
            assertThat(waiting.path("address").asText())
                    .isEqualTo(vendor.address().toString());
            assertThat(association
                            .done(
                                    "peer",
                                    "pending",
                                    "accept",
                                    waiting.path("fingerprint").asText())
                            .out())
                    .contains("Peering is active");
            assertThat(peer(vendor).path("state").asText()).isEqualTo("active");

            // What came so far.
            Person asker = vendor.member("asker");
            asker.ask("Why does the boom drift?", "It sinks by 2 cm a minute.", "hydraulics", "en");
            asker.ask("Which paint holds?", "It peels off.", "paint", "en");
            Town.until(
                    "both questions have come",
                    () -> assertThat(peer(association).path("size").asLong())
                            .isEqualTo(vendor.done("status", "--json")
                                    .json()
                                    .path("log")
                                    .path("size")
                                    .asLong()));

            // A policy is a file, and its mistakes have lines.
            Path file = folder.resolve("policy.json");
            String now = association.done("peer", "policy", "vendor").out();
            Files.writeString(file, now.replace("\"answers\" : \"take\"", "\"answers\" : \"maybe\""));
            Spoken wrong = association.command("peer", "policy", "vendor", "--set", file.toString());
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.err()).contains("line 3: \"answers\": a stance is take, hold or decline, not \"maybe\"");
            Files.writeString(file, now.replace("\"topics\" : \"all\"", "\"topics\" : [\"hydraulics\"]"));
            Spoken trial = association.done("peer", "policy", "vendor", "--set", file.toString(), "--dry-run");
            assertThat(trial.out())
                    .contains("- topics: \"all\"")
                    .contains("+ topics: [\"hydraulics\"]")
                    .contains("this would have taken 1, held 0 and declined 1 (topics 1)")
                    .contains("Which paint holds?")
                    .contains("Nothing was changed.");
            assertThat(association.done("peer", "policy", "vendor").out()).isEqualTo(now);
            assertThat(association
                            .done("peer", "policy", "vendor", "--set", file.toString())
                            .out())
                    .contains("This holds from now on.");
            asker.ask("Which colour?", "For the boom.", "paint", "en");
            Town.until(
                    "the third question was declined",
                    () -> assertThat(peer(association).path("declined").asLong())
                            .isEqualTo(1));

            // A list of whom to keep out.
            assertThat(association.done("peer", "ping", "vendor").out()).contains("answers in");
            Path list = Files.writeString(
                    folder.resolve("list"), "# from a friend\n" + vendor.id() + " # spam\nhttps://Other.Example/\n");
            assertThat(association
                            .done("peer", "block", "--list", list.toString(), "--dry-run")
                            .out())
                    .contains("Would block 2 of 2")
                    .contains("https://other.example");
            assertThat(peer(association).path("state").asText()).isEqualTo("active");
            association.done("peer", "block", "--list", list.toString());
            assertThat(association
                            .done("peer", "block", "--list", list.toString())
                            .out())
                    .contains("Blocked 0");
            assertThat(peer(association).path("state").asText()).isEqualTo("blocked");
            assertThat(association.command("peer", "resume", "vendor").err()).contains("guildhall peer unblock");
            association.done("peer", "unblock", "vendor");
            association.done("peer", "resume", "vendor");
            assertThat(peer(association).path("state").asText()).isEqualTo("active");
        }
    }

    private static JsonNode peer(ProcessNode at) {
        return at.done("peer", "ls", "--json").json().path("peers").path(0);
    }
}
