package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.guildhall.conformance.oqx.Ref;

/** Suite {@code standing}: facts and weights, and the numbers that follow (chapter 11). */
final class StandingVectors {
    /** In quarter 228, which began on 2026-10-22. */
    private static final String TODAY = SampleNode.time(0);

    private static final int QUARTER = 228;
    private static final String PUMPS = "concrete-pumps";

    private final VectorSet set;
    private final String node = VectorFiles.home().node();
    private final String other = VectorFiles.other().node();
    private final String hub = VectorFiles.hub().node();
    /** Nodes of which only the ids matter. */
    private final String third = SampleNode.key("other next identity").did();

    private final String fourth = SampleNode.key("hub next identity").did();
    private final String fifth = SampleNode.key("home next identity").did();
    private final Ref anna = new Ref(node, SampleNode.uuid("anna"));
    private final Ref bert = new Ref(other, SampleNode.uuid("bert"));
    private final Ref carol = new Ref(third, SampleNode.uuid("carol"));

    StandingVectors(VectorSet set) {
        this.set = set;
    }

    void add() {
        points();
        ages();
        topics();
        ownNode();
        weights();
        introduced();
        attested();
        set.valid("standing/example", "The example of chapter 11.", List.of("OQX-STA-041", "OQX-STA-042"), example());
    }

    /** A member of a peer, with votes of two groups, an acceptance, and a word of the own node. */
    ObjectNode example() {
        ObjectNode input = input();
        peer(input, hub, 50, third);
        peer(input, other, 100);
        votes(input, node, bert, "cylinder", 4, 1, "2026-09-01T09:00:00.000Z");
        accepted(input, node, bert, "cylinder", "2026-09-01T09:00:00.000Z");
        votes(input, third, bert, "valve", 3, 0, "2019-05-02T10:00:00.000Z");
        votes(input, third, carol, "seal", 2, 0, TODAY);
        votes(input, hub, bert, "valve", 6, 0, "2019-05-02T10:00:00.000Z");
        votes(input, other, bert, "cylinder", 30, 0, "2026-09-01T09:00:00.000Z");
        return input;
    }

    private void points() {
        one("votes", "Ten points up, five down.", "OQX-STA-010", input -> votes(input, other, anna, "a", 3, 1, TODAY));
        one("votes-below-zero", "Never below zero; the fact is there.", "OQX-STA-010", input -> {
            votes(input, other, anna, "a", 1, 9, TODAY);
            votes(input, other, anna, "b", 1, 0, TODAY);
        });
        one("votes-at-most-100", "One answer is good for 100 points of a node.", "OQX-STA-010", input -> {
            votes(input, other, anna, "a", 10, 0, TODAY);
            votes(input, other, anna, "b", 12, 3, TODAY);
            votes(input, other, anna, "c", 2_147_483_647, 0, TODAY);
        });
        one("accepted", "An acceptance beside votes on the same answer.", "OQX-STA-003", input -> {
            votes(input, other, anna, "a", 10, 0, TODAY);
            accepted(input, other, anna, "a", TODAY);
        });
        one("nothing", "No facts, no standings: who is new has none.", "OQX-STA-001", input -> {});
        one("votes-of-two-nodes", "What two nodes say of one answer is added.", "OQX-STA-005", input -> {
            votes(input, other, anna, "a", 3, 0, TODAY);
            votes(input, hub, anna, "a", 4, 0, TODAY);
        });
    }

    private void ages() {
        one("ages", "Full for eight quarters, then falling.", "OQX-STA-021", input -> {
            for (int age : List.of(0, 7, 8, 9, 10, 12, 20, 28, 39, 40, 41, 160)) {
                votes(input, other, anna, "age " + age, 10, 0, quarterBegins(QUARTER - age));
            }
        });
        one(
                "quarters-begin-at-midnight",
                "The last millisecond of a quarter, and the first of the next.",
                "OQX-STA-008",
                input -> {
                    votes(input, other, anna, "before", 10, 0, "2024-07-24T23:59:59.999Z");
                    votes(input, other, anna, "after", 10, 0, "2024-07-25T00:00:00.000Z");
                });
        one("from-the-future", "Age 0, if the record that states it is from there, too.", "OQX-STA-020", input -> {
            ObjectNode fact = votes(input, other, anna, "a", 10, 0, "2040-01-01T00:00:00.000Z");
            fact.put("stated", "2040-01-01T00:00:00.000Z");
        });
        one(
                "not-younger-than-its-record",
                "An answer that says it is from the future is as old as the tally.",
                "OQX-STA-008",
                input -> {
                    ObjectNode fact = votes(input, other, anna, "a", 10, 0, "2040-01-01T00:00:00.000Z");
                    fact.put("stated", quarterBegins(QUARTER - 12));
                });
        one(
                "old-answer-in-a-new-tally",
                "A fact is as old as its answer.",
                "OQX-STA-008",
                input -> votes(input, other, anna, "a", 10, 0, "2010-07-01T00:00:00.000Z"));
        one("rounding-once", "Three facts of 9,750 thousandths: 29 points, not 27.", "OQX-STA-042", input -> {
            for (String answer : List.of("a", "b", "c")) {
                votes(input, other, anna, answer, 1, 0, quarterBegins(QUARTER - 9));
            }
        });
    }

    private void topics() {
        one("topics", "In each of its topics, and once in all.", "OQX-STA-006", input -> {
            topics(votes(input, other, anna, "a", 3, 0, TODAY), PUMPS, "hydraulics");
            topics(votes(input, other, anna, "b", 2, 0, TODAY), "hydraulics");
        });
        one("cap-per-topic", "More than the full allowance in one topic only.", "OQX-STA-042", input -> {
            flood(input, other, anna, 2);
            topics(votes(input, other, anna, "mine", 5, 0, TODAY), "hydraulics");
        });
    }

    private void ownNode() {
        one("own-node-apart", "What the member's own node says is another number.", "OQX-STA-040", input -> {
            votes(input, other, bert, "a", 30, 0, TODAY);
            accepted(input, other, bert, "a", TODAY);
            votes(input, hub, bert, "a", 2, 0, TODAY);
        });
        one("own-node-uses-no-cap", "Votes among a peer's members leave its cap to others.", "OQX-STA-041", input -> {
            flood(input, other, bert, 2);
            votes(input, other, anna, "a", 10, 0, TODAY);
        });
        one(
                "here",
                "The computing node: its members' votes have no cap; of its own members they are the home number.",
                "OQX-STA-033",
                input -> {
                    flood(input, node, bert, 2);
                    votes(input, node, anna, "a", 7, 0, TODAY);
                });
    }

    private void weights() {
        ObjectNode half = input();
        peer(half, other, 50);
        peer(half, hub, 0);
        votes(half, other, anna, "a", 3, 1, TODAY);
        votes(half, hub, anna, "a", 9, 0, TODAY);
        set.valid(
                "standing/weights", "Half a weight halves each point; none leaves none.", List.of("OQX-STA-030"), half);
        one(
                "at-the-full-allowance",
                "10,000 points are not shrunk.",
                "OQX-STA-042",
                input -> flood(input, other, anna, 1));
        ObjectNode capped = input();
        peer(capped, other, 60);
        for (int i = 1; i <= 7; i++) {
            flood(capped, other, new Ref(node, SampleNode.uuid("invented " + i)), i);
        }
        set.valid(
                "standing/capped",
                "280,000 points to seven members shrink to the cap of 6,000, rounded down for each.",
                List.of("OQX-STA-042", "OQX-STA-033"),
                capped);
    }

    private void introduced() {
        ObjectNode input = input();
        peer(input, other, 40, third, fourth);
        peer(input, hub, 80, fourth);
        votes(input, third, anna, "a", 5, 0, TODAY);
        votes(input, fourth, anna, "b", 5, 0, TODAY);
        votes(input, fifth, anna, "c", 5, 0, TODAY);
        votes(input, other, anna, "d", 1, 0, TODAY);
        set.valid(
                "standing/introduced",
                "One node behind one peer, one behind two: it is of the group with more weight; one behind none.",
                List.of("OQX-STA-031", "OQX-STA-032"),
                input);
        ObjectNode tie = input();
        peer(tie, other, 40, third);
        peer(tie, hub, 40, third);
        votes(tie, third, anna, "a", 5, 0, TODAY);
        set.valid("standing/introduced-by-equals", "The lower node id.", List.of("OQX-STA-031"), tie);
        ObjectNode peerAndIntroduced = input();
        peer(peerAndIntroduced, other, 0);
        peer(peerAndIntroduced, hub, 100, other);
        votes(peerAndIntroduced, other, anna, "a", 5, 0, TODAY);
        set.valid(
                "standing/peer-stays-its-own",
                "A peer of weight 0 gains nothing by being introduced.",
                List.of("OQX-STA-031"),
                peerAndIntroduced);
        ObjectNode shared = input();
        peer(shared, hub, 10, third, fourth);
        flood(shared, third, anna, 1);
        flood(shared, fourth, bert, 2);
        set.valid("standing/introduced-share-a-cap", "Two nodes behind a hub.", List.of("OQX-STA-042"), shared);
        ObjectNode blocked = input();
        peer(blocked, hub, 100, third);
        blocked.putArray("blocked").add(third);
        votes(blocked, third, anna, "a", 5, 0, TODAY);
        votes(blocked, hub, anna, "a", 5, 0, TODAY);
        set.valid("standing/blocked", "What a blocked node says counts nowhere.", List.of("OQX-STA-032"), blocked);
    }

    private void attested() {
        one(
                "attested-more",
                "The attestation says more than the tallies that are here: it counts alone.",
                "OQX-STA-011",
                input -> {
                    votes(input, other, anna, "a", 3, 0, TODAY);
                    period(attestation(input, other, anna, PUMPS), 220, 2, 1, 5, 1);
                });
        one("attested-less", "It says less: it does not count.", "OQX-STA-011", input -> {
            votes(input, other, anna, "a", 7, 0, TODAY);
            period(attestation(input, other, anna, PUMPS), QUARTER, 2, 1, 5, 1);
        });
        one(
                "attested-as-much",
                "Votes go before an attestation of as many points, though they are older.",
                "OQX-STA-011",
                input -> {
                    votes(input, other, anna, "a", 6, 0, quarterBegins(QUARTER - 40));
                    period(attestation(input, other, anna, PUMPS), QUARTER, 2, 1, 5, 1);
                });
        one("attested-by-topic", "The larger is taken in each topic for itself.", "OQX-STA-011", input -> {
            votes(input, other, anna, "a", 7, 0, TODAY);
            period(attestation(input, other, anna, ""), QUARTER, 20, 0, 60, 0);
        });
        one(
                "attested-twice",
                "Two attestations that the node maps to one topic: the larger, or the one with the lower id.",
                "OQX-STA-011",
                input -> {
                    period(attestation(input, other, anna, PUMPS), QUARTER, 2, 0, 5, 0);
                    period(attestation(input, other, anna, "pumping", PUMPS), QUARTER, 2, 0, 6, 0);
                    period(attestation(input, other, bert, PUMPS), QUARTER - 9, 2, 0, 6, 0);
                    period(attestation(input, other, bert, "pumping", PUMPS), QUARTER, 2, 0, 6, 0);
                });
        one(
                "attested-bounds",
                "Points of periods: never below zero, by the answers, and by 10,000.",
                "OQX-STA-010",
                input -> {
                    ObjectNode attestation = attestation(input, hub, bert, PUMPS);
                    period(attestation, 224, 3, 2, 1, 50);
                    period(attestation, 225, 1, 1, 900, 0);
                    period(attestation, 226, 0, 0, 900, 0);
                    period(attestation, 227, 1_000_000, 1_000_000, 1_000_000, 0);
                });
        one("attested-ages", "Each period has its age, at least that of the attestation.", "OQX-STA-004", input -> {
            ObjectNode attestation = attestation(input, hub, bert, PUMPS);
            period(attestation, 180, 5, 0, 10, 0);
            period(attestation, 210, 5, 0, 10, 0);
            period(attestation, 240, 5, 0, 10, 0);
            attestation.put("stated", quarterBegins(QUARTER - 10));
        });
        one("attested-by-own-node", "The own node's attestation is its own word.", "OQX-STA-040", input -> {
            period(attestation(input, other, bert, PUMPS), QUARTER, 5, 2, 40, 3);
            period(attestation(input, hub, bert, PUMPS), QUARTER, 5, 2, 4, 3);
        });
    }

    private interface Facts {
        void addTo(ObjectNode input);
    }

    /** With two peers of full weight. */
    private void one(String name, String comment, String requirement, Facts facts) {
        ObjectNode input = input();
        peer(input, other, 100);
        peer(input, hub, 100);
        facts.addTo(input);
        set.valid("standing/" + name, comment, List.of(requirement), input);
    }

    private ObjectNode input() {
        ObjectNode input = VectorSet.input().put("node", node).put("at", TODAY);
        input.putArray("peers");
        input.putArray("facts");
        return input;
    }

    private static void peer(ObjectNode input, String peer, int weight, String... introduces) {
        ArrayNode nodes = input.withArray("peers")
                .addObject()
                .put("node", peer)
                .put("weight", weight)
                .putArray("introduces");
        Arrays.asList(introduces).forEach(nodes::add);
    }

    /** 10,000 points in each of so many quarters. */
    private static void flood(ObjectNode input, String issuer, Ref member, int quarters) {
        ObjectNode attestation = attestation(input, issuer, member, PUMPS);
        for (int i = quarters; i > 0; i--) {
            period(attestation, QUARTER + 1 - i, 100, 100, 1000, 0);
        }
    }

    /** The answer is of its member's node, in a thread of its own. */
    private ObjectNode votes(
            ObjectNode input, String issuer, Ref member, String answer, long up, long down, String date) {
        return fact(input, issuer, "tally", member, answer, date).put("up", up).put("down", down);
    }

    private ObjectNode accepted(ObjectNode input, String issuer, Ref member, String answer, String date) {
        return fact(input, issuer, "accept", member, answer, date).put("accepted", true);
    }

    private ObjectNode fact(ObjectNode input, String issuer, String purpose, Ref member, String answer, String date) {
        String thread = SampleNode.uuid("thread of " + answer);
        ObjectNode fact = fact(input, new Ref(issuer, Ref.nameBased(purpose, issuer, node, thread)), member);
        topics(fact, PUMPS);
        fact.set("answer", SampleNode.json(new Ref(member.node(), SampleNode.uuid(answer))));
        return fact.put("date", date);
    }

    private static ObjectNode fact(ObjectNode input, Ref record, Ref member) {
        ObjectNode fact = input.withArray("facts").addObject();
        fact.set("record", SampleNode.json(record));
        fact.put("stated", TODAY).set("member", SampleNode.json(member));
        return fact;
    }

    private static void topics(ObjectNode fact, String... topics) {
        ArrayNode names = fact.putArray("topics");
        Arrays.asList(topics).forEach(names::add);
    }

    private static ObjectNode attestation(ObjectNode input, String issuer, Ref member, String topic) {
        return attestation(input, issuer, member, topic, topic);
    }

    /** @param mapped what the computing node calls the topic; empty for all topics */
    private static ObjectNode attestation(ObjectNode input, String issuer, Ref member, String topic, String mapped) {
        String[] parts = topic.isEmpty()
                ? new String[] {member.node(), member.id(), "standing"}
                : new String[] {member.node(), member.id(), "standing", topic};
        ObjectNode fact = fact(input, new Ref(issuer, Ref.nameBased("attestation", issuer, parts)), member);
        if (!mapped.isEmpty()) {
            fact.put("topic", mapped);
        }
        fact.putArray("periods");
        return fact;
    }

    private static void period(ObjectNode attestation, int quarter, long answers, long accepted, long up, long down) {
        attestation
                .withArray("periods")
                .addObject()
                .put("quarter", quarter)
                .put("answers", answers)
                .put("accepted", accepted)
                .put("up", up)
                .put("down", down);
    }

    private static String quarterBegins(int quarter) {
        return LocalDate.ofEpochDay(quarter * 91L) + "T00:00:00.000Z";
    }
}
