package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;

/** Suite {@code follow}, continued: logs of a hub, which relays a thread it has no part in, well and badly. */
final class RelayVectors {
    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;
    private final SampleNode hub;
    private final Ref question;
    private final SampleLog atHome;

    RelayVectors(VectorSet set, SampleNode home, SampleNode other, SampleNode hub) {
        this.set = set;
        this.home = home;
        this.other = other;
        this.hub = hub;
        this.question = home.ref("question");
        this.atHome = new FollowVectors(new VectorSet(), home, other).storyLog();
    }

    void add() {
        follow(
                "hub",
                "Chapter 05's thread in the log of a hub, with an answer that the home declined and did not include: who follows the"
                        + " hub alone is shown what the home took.",
                hubLog(),
                "OQX-INC-001",
                "OQX-INC-007",
                "OQX-INC-024",
                "OQX-INC-025",
                "OQX-INC-035",
                "OQX-INC-041",
                "OQX-INC-042");
        reordered();
        withoutVerdicts();
        tallyRevisions();
        introducedElsewhere();
        rotatedElsewhere();
        withoutIntroduction();
        attestations();
    }

    /** The hub follows both: it has the home's log as it is, and of the other what the home has not included. */
    SampleLog hubLog() {
        SampleLog log = begun();
        for (int i = 0; i < 12; i++) {
            relay(log, i);
        }
        log.include(other.record(other.answer("spam", 1, "bert", question, "Buy our oil!", 32)), 4);
        for (int i = 12; i < atHome.size(); i++) {
            relay(log, i);
        }
        return log;
    }

    /** A verdict of a higher revision comes before the lower one: the state follows from their revisions. */
    private void reordered() {
        SampleLog log = begun();
        for (int i : new int[] {0, 1, 2, 4, 5, 6, 9, 8, 7, 12, 19, 13, 18, 14, 15}) {
            relay(log, i);
        }
        follow(
                "hub-reordered",
                "A hub relays a declined edit's verdict before that of the revision that was taken, an exclusion before what it"
                        + " excludes was taken, and the question's edit before the votes: the same thread.",
                log,
                "OQX-INC-024",
                "OQX-INC-054");
    }

    private void withoutVerdicts() {
        SampleLog log = begun();
        for (int i : new int[] {0, 1, 2, 3, 4, 5, 6, 8, 11, 14, 16, 17}) {
            relay(log, i);
        }
        follow(
                "hub-without-verdicts",
                "A hub that leaves the home's verdicts out can show nothing for the home: nothing foreign is in the thread and the"
                        + " foreign votes do not count.",
                log,
                "OQX-INC-006",
                "OQX-INC-024",
                "OQX-INC-025");
    }

    private void tallyRevisions() {
        SampleLog log = begun();
        for (int i : new int[] {0, 1, 2, 4}) {
            relay(log, i);
        }
        SignedRecord first = other.record(SampleNode.count(other.tally(question, 1, 35), question, 4, 1));
        SignedRecord second = other.record(SampleNode.count(other.tally(question, 2, 36), question, 400, 0));
        log.include(first, 7);
        log.include(home.record(home.verdict(question, first, "taken", 1, 43)), 15);
        log.include(second, 8);
        follow(
                "hub-tally-not-taken-yet",
                "A tally's second revision has no verdict yet: the first one counts.",
                log,
                "OQX-INC-025");
        SampleLog declined = begun();
        for (int i : new int[] {0, 1, 2, 4}) {
            relay(declined, i);
        }
        declined.include(first, 7);
        declined.include(second, 8);
        declined.include(home.record(home.verdict(question, first, "taken", 1, 43)), 15);
        declined.include(
                home.record(home.verdict(question, second, "declined", 2, 44).put("code", "node-policy")), 16);
        follow(
                "hub-tally-declined",
                "A tally's second revision is declined: the first one still counts.",
                declined,
                "OQX-INC-024",
                "OQX-INC-025");
    }

    private void introducedElsewhere() {
        SampleLog log = begun();
        for (int i : new int[] {0, 1, 2}) {
            relay(log, i);
        }
        log.include(other.record(other.introduction()), 1000);
        relay(log, 5);
        relay(log, 6);
        relay(log, 7);
        log.include(other.record(other.member("carl", 9)), 1001);
        follow(
                "hub-invented-index",
                "A hub that claims another index than 0 for a node's introduction: it is quarantined, and what leans on it.",
                log,
                "OQX-INC-007",
                "OQX-INC-009");
    }

    private void rotatedElsewhere() {
        SecretKey newKey = SampleNode.key("other signing 2");
        SignedRecord rotation = SampleNode.read(SampleNode.publish(
                other.introduction(2, other.identity(), other.nextIdentity(), List.of(newKey)), other.identity()));
        SignedRecord late = SampleNode.read(
                SampleNode.publish(other.answer("late", 1, "bert", question, "Renewed, too.", 33), newKey));
        SignedRecord unknown = SampleNode.read(SampleNode.publish(
                other.answer("unknown", 1, "bert", question, "By nobody.", 34), SampleNode.key("other signing 3")));
        SampleLog log = begun();
        for (int i : new int[] {0, 1, 2, 4, 5}) {
            relay(log, i);
        }
        log.include(rotation, 1_000_000);
        relay(log, 6);
        log.include(late, 7);
        log.include(unknown, 8);
        follow(
                "hub-invented-rotation",
                "A hub invents the place of a later introduction, which would make all that its node signs unbelievable if it were"
                        + " believed. Only what no introduction's key signed is quarantined.",
                log,
                "OQX-SIG-042",
                "OQX-INC-009");
    }

    private void withoutIntroduction() {
        SampleLog log = begun();
        for (int i : new int[] {0, 1, 2, 6, 7}) {
            relay(log, i);
        }
        log.own(hub.member("helga", 9));
        follow(
                "hub-without-introduction",
                "A hub that leaves an author's node's introduction out: that answer is quarantined, and nothing else stops.",
                log,
                "OQX-INC-003",
                "OQX-FOL-021",
                "OQX-SIG-042");
    }

    /** A hub relays what nodes say of members, taken back afterwards; one of them of a node that it does not introduce. */
    private void attestations() {
        Ref bert = other.ref("bert");
        SampleLog log = begun();
        relay(log, 0);
        log.include(home.record(home.standing(bert, "concrete-pumps", 50)), 21);
        log.include(home.record(home.role(bert, "Service technician", 51)), 22);
        log.include(
                home.record(home.role(bert, "Service technician", 52)
                        .put("revision", 2)
                        .put("state", "off")),
                23);
        log.include(other.record(other.role(home.ref("anna"), "Customer", 53)), 8);
        follow(
                "hub-attestations",
                "A hub relays attestations about a member whom no record introduces: they are taken, one is taken back. One of a node"
                        + " that the hub does not introduce is quarantined.",
                log,
                "OQX-INC-003",
                "OQX-INC-047",
                "OQX-STA-064",
                "OQX-STA-068");
    }

    private SampleLog begun() {
        SampleLog log = new SampleLog(hub);
        log.own(hub.introduction());
        return log;
    }

    /** Includes what the home's log has at the index, as the home's own or with the origin index that the home gives it. */
    private void relay(SampleLog log, int index) {
        Frame frame = atHome.frame(index);
        log.include(SampleNode.read(frame.payload().orElseThrow()), frame.origin() < 0 ? index : frame.origin());
    }

    private void follow(String name, String comment, SampleLog log, String... requirements) {
        ObjectNode input = VectorSet.input().put("node", hub.node()).put("address", hub.address());
        input.withArray("steps").addObject().set("discovery", Wire.of(log.discovery()));
        ObjectNode step = input.withArray("steps").addObject();
        step.set("checkpoint", Wire.of(log.checkpoint()));
        step.put("from", 0).set("frames", Wire.of(log.frames(0)));
        set.valid("follow/" + name, comment, List.of(requirements), input);
    }
}
