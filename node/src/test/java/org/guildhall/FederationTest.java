package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole nodes and the command line: what their administrators see and do. */
class FederationTest {
    @TempDir
    Path parent;

    private RunningNode association;
    private RunningNode vendor;

    @BeforeEach
    void start() throws Exception {
        association = RunningNode.start(parent.resolve("association"), "--name", "Ask the Association");
        vendor = RunningNode.start(parent.resolve("vendor"), "--name", "Pump Works");
    }

    @AfterEach
    void stop() throws Exception {
        vendor.close();
        association.close();
    }

    @Test
    void peersByInvitationAndFollowsEachOther() throws Exception {
        String invitation = invite();
        Spoken looked = vendor.command("peer", "accept", invitation, "--dry-run");
        assertThat(looked.err()).isEmpty();
        assertThat(looked.out())
                .contains("Ask the Association")
                .contains(fingerprint(association))
                .contains("Nothing was changed");
        assertThat(vendor.command("peer", "ls").out()).contains("No peers yet");

        Spoken accepted = vendor.command("peer", "accept", invitation, "--answers", "hold");
        assertThat(accepted.err()).isEmpty();
        assertThat(accepted.out()).contains("Peering is active").contains("answers hold");

        assertThat(association.command("member", "create", "berta").exitCode()).isZero();
        awaitSame(vendor, association);
        awaitSame(association, vendor);
        assertThat(vendor.command("peer", "ls").out())
                .contains("PEER")
                .contains("Ask the Association")
                .contains("active");
        assertThat(vendor.command("status").exitCode()).isZero();
        assertThat(vendor.command("log", "verify").out()).contains("peer").contains("All is as it was signed.");
        assertThat(vendor.getFromAdminPort("/metrics").body()).contains("guildhall_peer_behind_records{");
    }

    @Test
    void asksWhoeverIsAtATerminalBeforeItProposes() throws Exception {
        List<String> accept = List.of("peer", "accept", invite());
        Spoken no = vendor.command(accept, "\n");
        assertThat(no.out()).contains(fingerprint(association)).contains("Nothing was changed");
        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(vendor.command("peer", "ls").out()).contains("No peers yet");

        Spoken yes = vendor.command(accept, "yes\n");
        assertThat(yes.out()).contains(fingerprint(association)).contains("Peering is active");
        assertThat(yes.exitCode()).isZero();
    }

    @Test
    void anInvitationIsGoodForOneNode() throws Exception {
        String invitation = invite();
        assertThat(vendor.command("peer", "accept", invitation).exitCode()).isZero();
        assertThat(association.command("peer", "accept", invitation).err()).contains("of this node itself");
        try (RunningNode hub = RunningNode.start(parent.resolve("hub"))) {
            Spoken refused = hub.command("peer", "accept", invitation);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("ask for a new one");
            assertThat(hub.command("peer", "ls").out()).contains("No peers yet");
        }
        assertThat(vendor.command("peer", "accept", "nonsense").err()).contains("oqx-invitation-");
    }

    @Test
    void changesPausesAndEndsAPeering() throws Exception {
        vendor.command("peer", "accept", invite());
        awaitSame(vendor, association); // before that its name is not known
        String mark = fingerprint(association).substring(0, 9);
        assertThat(vendor.command("peer", "policy", mark, "--comments", "decline", "--json")
                        .json())
                .isEqualTo(vendor.command("peer", "policy", "Ask the Association", "--json")
                        .json());
        assertThat(vendor.command("peer", "show", mark).out()).contains("comments decline");
        assertThat(vendor.command("peer", "policy", mark, "--comments", "burn").err())
                .contains("take, hold or decline");
        assertThat(vendor.command("peer", "show", "nobody").err()).contains("guildhall peer ls");

        assertThat(vendor.command("peer", "remove", mark, "--dry-run").out()).contains("Would remove");
        assertThat(state(vendor)).isEqualTo("active");
        assertThat(vendor.command("peer", "pause", mark).exitCode()).isZero();
        assertThat(state(vendor)).isEqualTo("suspended");
        assertThat(vendor.get("/federation").body()).contains("paused").contains("not known");
        assertThat(vendor.command("peer", "resume", mark).exitCode()).isZero();
        assertThat(state(vendor)).isEqualTo("active");
        assertThat(vendor.command("peer", "remove", mark).out()).contains("is no peer any more");
        assertThat(vendor.command("peer", "ls").out()).contains("No peers yet");
        assertThat(vendor.command("peer", "ls", "--all").out()).contains("Ask the Association", "removed");

        String node = association.made().path("node").asText();
        JsonNode events = vendor.command("events", "--peer", node, "--since", "1h", "--json")
                .json()
                .path("events");
        List<String> told = new ArrayList<>();
        events.forEach(event -> {
            if (event.path("kind").asText().matches("peering|policy-changed")) {
                told.add(event.path("kind").asText() + " " + event.path("code").asText());
            }
        });
        assertThat(told)
                .containsExactly(
                        "peering active", "policy-changed ", "peering suspended", "peering active", "peering removed");
        Spoken table = vendor.command("events", "--kind", "started");
        assertThat(table.out()).contains("KIND").contains("started").contains("version");
        assertThat(vendor.command("events", "--kind", "party").err()).contains("fault-begun");
        assertThat(vendor.command("events", "--since", "long").exitCode()).isEqualTo(2);
        assertThat(vendor.command("events", "--kind", "key-revoked").out()).contains("Nothing of that kind");
    }

    @Test
    void tellsMonitoringWhenAPeerIsGone() throws Exception {
        vendor.command("peer", "accept", invite());
        awaitSame(vendor, association);
        assertThat(vendor.command("status", "--json").json().path("level").asText())
                .isEqualTo("well");
        association.close();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(vendor.command("status").exitCode()).isEqualTo(1));
        assertThat(vendor.command("status").out()).contains("attention").contains("Ask the Association");
        assertThat(vendor.get("/federation").body())
                .as("readers are not told that nothing is missing")
                .contains("not answering")
                .contains("not known");
        Spoken down = association.command("status", "--json");
        assertThat(down.exitCode()).isEqualTo(2);
        assertThat(down.json().path("level").asText()).isEqualTo("critical");
        association = RunningNode.start(parent.resolve("association"), association.made());
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> assertThat(vendor.command("status").exitCode()).isZero());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(vendor.command("events", "--kind", "fault-begun").out())
                    .contains("Ask the Association")
                    .contains("unreachable");
            assertThat(vendor.command("events", "--kind", "fault-ended").out()).contains("Ask the Association");
        });
        assertThat(association.command("events", "--json").json().path("events"))
                .extracting(event -> event.path("kind").asText())
                .containsSubsequence("started", "stopped", "started");
    }

    @Test
    void tellsItsNewNameAndAddressesToItsPeers() throws Exception {
        vendor.command("peer", "accept", invite());
        awaitSame(vendor, association);
        assertThat(association.command("node", "show").out()).contains("Ask the Association", "CC-BY-SA-4.0");

        String address = association.made().path("address").asText();
        assertThat(association.command("node", "set").err()).contains("say what to change");
        assertThat(association
                        .command("node", "set", "--address", "https://new.example")
                        .err())
                .contains(address)
                .contains("publicAddress");
        assertThat(association.command("node", "set", "--name", "x".repeat(81)).err())
                .contains("80");
        assertThat(association
                        .command("node", "set", "--name", "Ask us", "--dry-run")
                        .out())
                .contains("Ask us", "Nothing was changed");

        Path away = parent.resolve("safe.key");
        Files.move(association.data().resolve("keys/identity.key"), away);
        assertThat(association.command("node", "set", "--name", "Ask us").err()).contains("--identity-key");
        assertThat(association
                        .command(
                                "node",
                                "set",
                                "--name",
                                "Ask us",
                                "--identity-key",
                                association
                                        .data()
                                        .resolve("keys/next-identity.key")
                                        .toString())
                        .err())
                .contains("not the identity key");
        Spoken set = association.command(
                "node",
                "set",
                "--name",
                "Ask us",
                "--contact",
                "office@association.example",
                "--address",
                address,
                "--address",
                "https://new.example",
                "--identity-key",
                away.toString(),
                "--json");
        assertThat(set.err()).isEmpty();
        assertThat(set.json().path("revision").asInt()).isEqualTo(2);
        assertThat(association.get("/federation").body()).contains("Ask us");

        awaitSame(vendor, association);
        assertThat(vendor.command("peer", "show", "Ask us").out()).contains("Ask us");
        assertThat(vendor.command("log", "verify").out()).contains("All is as it was signed.");
        // Who follows from now on believes the new record as well.
        try (RunningNode hub = RunningNode.start(parent.resolve("hub"))) {
            assertThat(hub.command("peer", "accept", invite()).out()).contains("Ask us");
            awaitSame(hub, association);
        }
        assertThat(association
                        .command("node", "set", "--name", "Ask us", "--identity-key", away.toString())
                        .out())
                .contains("Nothing to change");
    }

    private String invite() {
        Spoken invited = association.command("peer", "invite", "--expires", "1h", "--json");
        assertThat(invited.err()).isEmpty();
        return invited.json().path("invitation").asText();
    }

    private static String fingerprint(RunningNode node) {
        return node.made().path("fingerprint").asText();
    }

    private static String state(RunningNode node) {
        return node.command("peer", "ls", "--json")
                .json()
                .path("peers")
                .path(0)
                .path("state")
                .asText();
    }

    private static void awaitSame(RunningNode follower, RunningNode followed) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode peer = follower.command("peer", "ls", "--json")
                    .json()
                    .path("peers")
                    .path(0);
            long size = followed.command("status", "--json")
                    .json()
                    .path("log")
                    .path("size")
                    .asLong();
            assertThat(peer.path("size").asLong()).isEqualTo(size);
            assertThat(peer.path("behind").asLong(-1)).isZero();
        });
    }
}
