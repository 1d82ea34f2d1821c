package org.guildhall.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.reputation.Age;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.FreshDatabase;

/** Who has most points of others in a topic, for administrators. */
class StandingExpertsTest {
    private static JsonNode experts(NodeInMemory node, String topic) throws Exception {
        return new StandingExperts(node.database, node.id, node.clock)
                .run(call(Map.of("topic", topic)))
                .path("members");
    }

    private static Call call(Map<String, String> values) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        values.forEach(body::put);
        return new Call(Map.of(), body, progress -> {}, () -> false);
    }

    @EachDatabase
    void listsThemWithTheirNodeAndBothNumbers(DatabaseLocation location) throws Exception {
        try (FreshDatabase database = FreshDatabase.onH2();
                NodeInMemory here = new NodeInMemory("Here", location);
                NodeInMemory peer = new NodeInMemory("Peer", database.location())) {
            ObjectId thread = here.ask(here.join("ada"), "Which oil is right?");
            ObjectId bob = here.join("bob");
            ObjectId answer = here.answer(bob, thread, "HLP 46.");
            peer.follow(here);
            here.vote(here.join("carl"), answer);
            peer.vote(peer.join("vera"), answer);
            peer.vote(peer.join("vroni"), answer);
            for (NodeInMemory node : List.of(here, peer)) {
                node.publishTallies();
            }
            here.follow(peer);
            assertThat(experts(here, "pumps")).as("its node is no peer").isEmpty();

            here.peer(peer.id, Policy.takeAll());
            JsonNode members = experts(here, "pumps");
            assertThat(members).hasSize(1);
            JsonNode first = members.get(0);
            assertThat(first.path("key").asText()).isEqualTo(bob.key().text());
            assertThat(first.path("name").asText()).isEqualTo("bob");
            assertThat(first.path("nodeName").asText()).isEqualTo("Here");
            assertThat(first.path("peers").asLong()).isEqualTo(20);
            assertThat(first.path("home").asLong()).isEqualTo(10);
            assertThat(experts(here, "seals")).isEmpty();
            assertThatThrownBy(() -> experts(here, "Two words"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no topic");
        }
    }

    /** OQX-STA-068: what is attested of members who are not known here is taken. */
    @EachDatabase
    void a37ListsWhoIsKnownHereHoweverManyMembersAPeerInvents(DatabaseLocation location) throws Exception {
        try (FreshDatabase database = FreshDatabase.onH2();
                NodeInMemory here = new NodeInMemory("Here", location);
                NodeInMemory peer = new NodeInMemory("Peer", database.location())) {
            ObjectId thread = here.ask(here.join("ada"), "Which oil is right?");
            ObjectId bob = here.join("bob");
            ObjectId answer = here.answer(bob, thread, "HLP 46.");
            here.peer(peer.id, Policy.takeAll());
            peer.follow(here);
            peer.vote(peer.join("vera"), answer);
            peer.publishTallies();
            NodeId nowhere = NodeId.of(SigningKey.generate(new SecureRandom()).publicKey());
            Attestation.Claim claim = new Attestation.Standing(
                    Optional.of("pumps"),
                    Instant.EPOCH,
                    List.of(new Attestation.Period(Age.quarterOf(here.clock.instant()), 9, 0, 9, 0)));
            for (int i = 0; i < 20; i++) {
                ObjectId invented = new ObjectId(nowhere, UUID.randomUUID());
                peer.publish(
                        new ObjectId(peer.id, NamedUuid.attestation(peer.id, invented, claim)),
                        new Attestation(invented, Label.State.ON, claim, Optional.empty()));
            }
            here.follow(peer);
            assertThat(here.select("select count(distinct member_key) from standing_sum where topic = 'pumps'"))
                    .containsExactly("21");

            assertThat(experts(here, "pumps").findValuesAsText("name")).containsExactly("bob");
        }
    }

    @EachDatabase
    void givesTheHomeNumberThatExplainingOpens(DatabaseLocation location) throws Exception {
        try (FreshDatabase database = FreshDatabase.onH2();
                NodeInMemory here = new NodeInMemory("Here", location);
                NodeInMemory peer = new NodeInMemory("Peer", database.location())) {
            ObjectId thread = here.ask(here.join("ada"), "Which oil is right?");
            here.peer(peer.id, Policy.takeAll());
            peer.follow(here);
            ObjectId pia = peer.join("pia");
            ObjectId answer = peer.answer(pia, thread, "HLP 46.");
            peer.vote(peer.join("vera"), answer);
            here.follow(peer);
            here.vote(here.join("carl"), answer);
            for (NodeInMemory node : List.of(here, peer)) {
                node.publishTallies();
            }
            here.follow(peer);

            JsonNode explained = new StandingExplain(here.database, here.id, here.clock)
                    .run(call(Map.of("member", pia.key().text(), "topic", "pumps")));
            JsonNode first = experts(here, "pumps").path(0);
            assertThat(first.path("key").asText()).isEqualTo(pia.key().text());
            assertThat(first.path("peers")).isEqualTo(explained.path("peers"));
            assertThat(first.path("home"))
                    .as("though its node speaks of nobody else's members")
                    .isEqualTo(explained.path("home"));
            assertThat(first.path("home").asLong()).isEqualTo(10);
        }
    }
}
