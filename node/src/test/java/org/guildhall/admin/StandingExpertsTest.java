package org.guildhall.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.FreshDatabase;

/** Who has most points of others in a topic, for administrators. */
class StandingExpertsTest {
    private static JsonNode experts(NodeInMemory node, String topic) throws Exception {
        return new StandingExperts(node.database, node.id, node.clock)
                .run(new Call(
                        Map.of(),
                        JsonNodeFactory.instance.objectNode().put("topic", topic),
                        progress -> {},
                        () -> false))
                .path("members");
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
}
