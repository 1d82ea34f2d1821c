package org.guildhall.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors of standing, which another program computed in another way. */
class StandingVectorsTest {
    static Stream<SpecVectors.Case> standing() {
        return SpecVectors.of("standing").stream();
    }

    @ParameterizedTest
    @MethodSource("standing")
    void comesToTheSameNumbersForTheSameReasons(SpecVectors.Case vector) {
        JsonNode input = vector.input();
        Ledger ledger = ledger(input);
        Weights weights = weights(input);
        int now = Age.quarterOf(instant(input.path("at")));
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        for (JsonNode expected : vector.output().path("standings")) {
            ObjectId member = object(expected.path("member"));
            String topic = expected.path("topic").textValue();
            Scales scales = Scales.of(ledger.toAll(topic), weights, now);
            Explanation explanation = scales.explain(member, ledger.facts(member, topic));
            assertThat(scales.weigh(member.node(), ledger.toMember(member, topic)))
                    .isEqualTo(explanation.standing());
            found.add(json(explanation, member, topic));
        }
        assertThat(found.toPrettyString())
                .isEqualTo(vector.output().path("standings").toPrettyString());
    }

    private static Ledger ledger(JsonNode input) {
        Map<ObjectId, List<Fact>> byRecord = new HashMap<>();
        for (JsonNode json : input.path("facts")) {
            byRecord.computeIfAbsent(object(json.path("record")), record -> new ArrayList<>())
                    .addAll(facts(json));
        }
        Ledger ledger = new Ledger();
        byRecord.forEach(ledger::state);
        return ledger;
    }

    private static List<Fact> facts(JsonNode json) {
        ObjectId record = object(json.path("record"));
        ObjectId member = object(json.path("member"));
        Instant stated = instant(json.path("stated"));
        List<Fact> facts = new ArrayList<>();
        if (json.has("periods")) {
            Optional<String> topic = Optional.ofNullable(json.get("topic")).map(JsonNode::textValue);
            for (JsonNode period : json.path("periods")) {
                Basis.Attested basis = new Basis.Attested(
                        period.path("quarter").intValue(),
                        period.path("answers").longValue(),
                        period.path("accepted").longValue(),
                        period.path("up").longValue(),
                        period.path("down").longValue());
                facts.add(Fact.attested(record, stated, member, topic, basis));
            }
            return facts;
        }
        ObjectId answer = object(json.path("answer"));
        Basis basis = json.has("accepted")
                ? new Basis.Accepted(answer)
                : new Basis.Votes(
                        answer, json.path("up").longValue(), json.path("down").longValue());
        List<String> tags = new ArrayList<>();
        json.path("topics").forEach(tag -> tags.add(tag.textValue()));
        facts.add(Fact.derived(record, stated, member, tags, basis, instant(json.path("date"))));
        return facts;
    }

    private static Weights weights(JsonNode input) {
        Map<NodeId, Integer> peers = new HashMap<>();
        Map<NodeId, Set<NodeId>> introducers = new HashMap<>();
        for (JsonNode json : input.path("peers")) {
            NodeId peer = node(json.path("node"));
            peers.put(peer, json.path("weight").intValue());
            json.path("introduces")
                    .forEach(other -> introducers
                            .computeIfAbsent(node(other), unused -> new HashSet<>())
                            .add(peer));
        }
        Set<NodeId> blocked = new HashSet<>();
        input.path("blocked").forEach(id -> blocked.add(node(id)));
        return new Weights(node(input.path("node")), peers, introducers, blocked);
    }

    private static ObjectNode json(Explanation explanation, ObjectId member, String topic) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("member", json(member));
        json.put("topic", topic);
        json.put("peers", explanation.standing().peers());
        json.put("home", explanation.standing().home());
        ArrayNode groups = json.putArray("groups");
        for (Standing.Share share : explanation.standing().shares()) {
            ObjectNode group = groups.addObject().put("node", share.group().did());
            share.weight().ifPresent(weight -> group.put("weight", weight));
            share.cap().ifPresent(cap -> group.put("cap", cap));
            group.put("total", share.total()).put("part", share.part()).put("gives", share.gives());
            group.set("facts", json(explanation.groups().getOrDefault(share.group(), List.of())));
        }
        json.set("homeFacts", json(explanation.home()));
        return json;
    }

    private static ArrayNode json(List<Explanation.Line> lines) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Explanation.Line line : lines) {
            ObjectNode item = json.addObject();
            item.set("record", json(line.fact().record()));
            Basis basis = line.fact().basis();
            if (basis instanceof Basis.Attested attested) {
                item.put("quarter", attested.quarter());
            } else {
                item.set(
                        "answer",
                        json(basis instanceof Basis.Votes votes ? votes.answer() : ((Basis.Accepted) basis).answer()));
            }
            item.put("points", line.fact().points()).put("permille", line.permille());
        }
        return json;
    }

    private static ObjectNode json(ObjectId object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("node", object.node().did())
                .put("id", object.id().toString());
    }

    private static ObjectId object(JsonNode json) {
        return new ObjectId(
                node(json.path("node")), UUID.fromString(json.path("id").textValue()));
    }

    private static NodeId node(JsonNode did) {
        return new NodeId(did.textValue());
    }

    private static Instant instant(JsonNode time) {
        return Instant.parse(time.textValue());
    }
}
