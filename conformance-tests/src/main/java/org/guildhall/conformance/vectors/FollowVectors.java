package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;

/** Suite {@code follow}: whole logs, sound and not, and what a follower makes of them. */
final class FollowVectors {
    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;
    private final Ref question;

    FollowVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.home = home;
        this.other = other;
        this.question = home.ref("question");
    }

    void add() {
        story();
        revisions();
        rotation();
        oldDiscovery();
        revocation();
        revocationOfAnEdit();
        revocationOfIncluded();
        quarantine();
        restricted();
        introducedTwice();
        includedWithoutIntroduction();
        whatIsNotKnown();
        verdictsElsewhere();
        closed();
        refusals();
        firstEntries();
        contradictions();
        continuations();
        erasure();
        holes();
    }

    /** A thread across two nodes as its home's log has it: the example of chapter 05. */
    SampleLog storyLog() {
        SampleLog theirs = new SampleLog(other);
        SignedRecord introduction = theirs.own(other.introduction());
        SignedRecord bert = theirs.own(other.member("bert", 1));
        SignedRecord answer = theirs.own(other.answer("answer", 1, "bert", question, "Check the holding valve.", 30));
        SignedRecord edited = theirs.own(other.answer("answer", 2, "bert", question, "Buy our holding valve!", 31));
        SignedRecord spam = theirs.own(other.answer("spam", 1, "bert", question, "Buy our oil!", 32));
        SignedRecord held = theirs.own(other.answer("held", 1, "bert", question, "Also look at the seals.", 33));
        SignedRecord comment =
                theirs.own(other.comment("their comment", "bert", question, answer.object(), "M12.", 34));
        SignedRecord votes = theirs.own(SampleNode.count(other.tally(question, 1, 35), question, 4, 1));

        SampleLog log = new SampleLog(home);
        log.own(home.introduction());
        log.own(home.member("anna", 1));
        log.own(home.question("question", 1, "anna", 2));
        log.own(home.comment("comment", "anna", question, question, "It is a 42 m boom.", 3));
        log.include(introduction, 0);
        log.include(bert, 1);
        log.include(answer, 2);
        log.own(home.verdict(question, answer, "taken", 1, 40));
        log.include(edited, 3);
        log.own(home.verdict(question, edited, "declined", 2, 41).put("code", "spam"));
        log.own(home.verdict(question, spam, "declined", 1, 42)
                .put("code", "spam")
                .put("reason", "Advertising."));
        log.include(held, 5);
        log.include(comment, 6);
        log.own(home.verdict(question, comment, "taken", 1, 43));
        log.include(votes, 7);
        log.own(home.verdict(question, votes, "taken", 1, 43));
        log.own(homeTally(answer.object()));
        log.own(home.accept(question, answer.object(), 1, 45));
        log.own(home.question("question", 2, "anna", 46).put("name", "Why does the main boom drift under load?"));
        log.own(home.verdict(question, comment, "excluded", 2, 47).put("code", "author-request"));
        log.own(home.link(question, "see-also", other.ref("their question"), 48));
        return log;
    }

    private ObjectNode homeTally(Ref answer) {
        ObjectNode tally = home.tally(question, 1, 44);
        boolean questionFirst = question.node().compareTo(answer.node()) < 0;
        SampleNode.count(tally, questionFirst ? question : answer, 3, 0);
        return SampleNode.count(tally, questionFirst ? answer : question, 3, 0);
    }

    private void story() {
        SampleLog log = storyLog();
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "story",
                "A thread across two nodes: answer taken, its edit declined, another answer declined and not included, one held, a comment taken and later excluded, votes from both nodes.",
                input,
                "OQX-FOL-011",
                "OQX-INC-001",
                "OQX-INC-020",
                "OQX-INC-021",
                "OQX-INC-023",
                "OQX-INC-024",
                "OQX-INC-025",
                "OQX-INC-030",
                "OQX-INC-032",
                "OQX-INC-033");

        ObjectNode parts = VectorSet.input().put("node", home.node()).put("address", home.address());
        SampleLog part = new SampleLog(home);
        part.add(log.frame(0));
        parts.withArray("steps").addObject().set("discovery", Wire.of(log.discovery()));
        step(parts, part.checkpoint(), 0, part.frames(0));
        for (int cut : new int[] {7, 8, 20}) {
            while (part.size() < cut) {
                part.add(log.frame((int) part.size()));
            }
            step(parts, part.checkpoint(), Math.max(0, cut - 12), part.frames(Math.max(0, cut - 12)));
        }
        step(parts, log.checkpoint(), 20, log.frames(20));
        follow(
                "story-in-parts",
                "The same log in five responses, some of which repeat frames below the cursor: the same end.",
                parts,
                "OQX-FOL-018");
    }

    private void revisions() {
        SampleLog log = begun();
        log.own(home.question("question", 3, "anna", 12).put("name", "Third"));
        log.own(home.question("question", 2, "anna", 11).put("name", "Second"));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "latest-revision",
                "The highest revision is the present state, in whatever order they come.",
                input,
                "OQX-FOL-029");

        SampleLog two = begun();
        two.own(home.question("question", 2, "anna", 11).put("name", "One"));
        two.own(home.question("question", 2, "anna", 11).put("name", "Other"));
        ObjectNode conflict = met(two);
        step(conflict, two.checkpoint(), 0, two.frames(0));
        follow(
                "conflict",
                "Two records of one revision: both are kept, the lower digest holds.",
                conflict,
                "OQX-REC-065",
                "OQX-FOL-025");

        SampleLog again = begun();
        again.add(Frame.of(again.frame(2).entry(), -1, again.frame(2).payload().orElseThrow()));
        again.add(Frame.hole(entryOf(home.record(home.member("carl", 5)), again.nextTime()), -1, 1, 9));
        again.own(home.member("dora", 6));
        ObjectNode twice = met(again);
        step(twice, again.checkpoint(), 0, again.frames(0));
        follow(
                "duplicate-and-hole",
                "A digest a second time, and a hole: both count and do nothing.",
                twice,
                "OQX-FOL-023",
                "OQX-FOL-026",
                "OQX-LOG-021",
                "OQX-LOG-044");
    }

    private void rotation() {
        SecretKey newKey = SampleNode.key("home signing 2");
        SampleLog log = begun();
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        log.own(home.introduction(2, home.identity(), home.nextIdentity(), List.of(newKey)));
        log.include(SampleNode.read(SampleNode.publish(home.member("carl", 7), newKey)), -1);
        log.own(home.member("dora", 8));
        step(input, log.checkpoint(newKey), 0, log.frames(0));
        input.withArray("steps").addObject().set("discovery", Wire.of(log.discovery(newKey)));
        step(input, log.checkpoint(home.signing()), 0, log.frames(0));
        step(input, log.checkpoint(newKey), 3, log.frames(3));
        follow(
                "rotation",
                "The signing key is replaced. The checkpoint by the new key is believed once discovery has told of it, one by the old key no more; the member signed by the old key after that is quarantined.",
                input,
                "OQX-FOL-002",
                "OQX-SIG-040",
                "OQX-SIG-044");
    }

    private void oldDiscovery() {
        SecretKey newKey = SampleNode.key("home signing 2");
        SampleLog log = begun();
        byte[] old = log.discovery();
        log.own(home.introduction(2, home.identity(), home.nextIdentity(), List.of(newKey)));
        ObjectNode input = met(log, newKey);
        input.withArray("steps").addObject().set("discovery", Wire.of(old));
        step(input, log.checkpoint(home.signing()), 0, log.frames(0));
        step(input, log.checkpoint(newKey), 0, log.frames(0));
        follow(
                "old-discovery",
                "A discovery document with fewer introductions than are known changes nothing: the retired key stays retired.",
                input,
                "OQX-FOL-003");
    }

    private void revocation() {
        SecretKey newKey = SampleNode.key("home signing 2");
        SampleLog log = begun();
        log.own(home.member("thief", 5));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        ObjectNode revoking =
                home.introduction(2, home.identity(), home.nextIdentity(), List.of(home.signing(), newKey));
        ((ObjectNode) revoking.path("signingKeys").path(0)).put("revokedAt", 3);
        log.own(revoking);
        log.include(SampleNode.read(SampleNode.publish(home.member("carl", 7), newKey)), -1);
        input.withArray("steps").addObject().set("discovery", Wire.of(log.discovery(newKey)));
        step(input, log.checkpoint(newKey), 4, log.frames(4));
        follow(
                "revocation",
                "A record made with a stolen key was taken; the revocation from size 3 on takes it back.",
                input,
                "OQX-SIG-041");

        ObjectNode late = met(log, newKey);
        step(late, log.checkpoint(newKey), 0, log.frames(0));
        follow("revocation-from-zero", "Who follows from zero afterwards ends in the same state.", late, "OQX-SIG-041");
    }

    /** The key that made an edit, and one that signed the first revision at the same size, are told apart by the index. */
    private void revocationOfAnEdit() {
        SecretKey newKey = SampleNode.key("home signing 2");
        SampleLog log = begun();
        log.own(home.question("question", 2, "anna", 5).put("name", "Cheap booms"));
        log.own(home.answer("answer", 1, "anna", question, "Buy one.", 6));
        log.own(home.accept(question, home.ref("answer"), 1, 7));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        ObjectNode revoking =
                home.introduction(2, home.identity(), home.nextIdentity(), List.of(home.signing(), newKey));
        ((ObjectNode) revoking.path("signingKeys").path(0)).put("revokedAt", 3);
        log.own(revoking);
        input.withArray("steps").addObject().set("discovery", Wire.of(log.discovery(newKey)));
        step(input, log.checkpoint(newKey), 6, log.frames(6));
        follow(
                "revocation-of-an-edit",
                "A stolen key edited a question, answered it and accepted the answer. The revocation takes all three back, and"
                        + " the first revision is the present state again.",
                input,
                "OQX-SIG-041",
                "OQX-FOL-029");
    }

    /** Another node's stolen key, known from a log that only claims the indexes. */
    private void revocationOfIncluded() {
        SecretKey newKey = SampleNode.key("other signing 2");
        SampleLog log = begun();
        log.include(other.record(other.introduction()), 0);
        SignedRecord answer = other.record(other.answer("answer", 1, "bert", question, "Check the valve.", 30));
        log.include(answer, 2);
        log.own(home.verdict(question, answer, "taken", 1, 40));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        ObjectNode revoking =
                other.introduction(2, other.identity(), other.nextIdentity(), List.of(other.signing(), newKey));
        ((ObjectNode) revoking.path("signingKeys").path(0)).put("revokedAt", 7);
        log.include(SampleNode.read(SampleNode.publish(revoking, other.identity())), 8);
        SignedRecord second = SampleNode.read(
                SampleNode.publish(other.answer("second", 1, "bert", question, "Or the seals.", 31), newKey));
        log.include(second, 9);
        log.own(home.verdict(question, second, "taken", 1, 41));
        step(input, log.checkpoint(), 6, log.frames(6));
        follow(
                "revocation-of-included",
                "An included answer was taken by the index that the includer claimed. Its key is revoked, from a larger size on,"
                        + " and the claim is no longer enough; what the new key signed is taken.",
                input,
                "OQX-SIG-041",
                "OQX-SIG-043");
    }

    private void quarantine() {
        SampleLog log = begun();
        SignedRecord fine = home.record(home.member("fine-1", 5));
        log.include(fine, -1);
        ObjectNode poll = home.head("Poll", SampleNode.uuid("poll"), 1, 6);
        odd(log, 15, home.publish(poll));
        odd(log, 3, "\"not a record\"".getBytes(UTF_8));
        odd(log, 3, "\u0000\u0001".getBytes(UTF_8));
        byte[] altered = Jcs.bytes(fine.json().deepCopy().put("name", "Altered"));
        log.add(Frame.of(entryOf(SampleNode.read(altered), log.nextTime()), -1, altered));
        byte[] stranger = SampleNode.publish(home.member("stranger", 7), other.signing());
        log.add(Frame.of(entryOf(SampleNode.read(stranger), log.nextTime()), -1, stranger));
        mismatch(log, "kind", e -> new Entry(3, e.time(), e.revision(), e.threadKey(), e.objectKey(), e.digest()));
        mismatch(log, "revision", e -> new Entry(e.kind(), e.time(), 2, e.threadKey(), e.objectKey(), e.digest()));
        mismatch(
                log,
                "thread",
                e -> new Entry(
                        e.kind(),
                        e.time(),
                        e.revision(),
                        new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
                        e.objectKey(),
                        e.digest()));
        mismatch(
                log,
                "object",
                e -> new Entry(e.kind(), e.time(), e.revision(), e.threadKey(), new byte[16], e.digest()));
        SignedRecord early = home.record(home.member("early", 8));
        log.add(Frame.of(entryOf(early, log.nextTime() - 60_000), -1, early.published()));
        SignedRecord own = home.record(home.member("own-with-origin", 9));
        log.add(Frame.of(entryOf(own, log.nextTime()), 5, own.published()));
        SignedRecord theirs = other.record(other.introduction());
        log.add(Frame.of(entryOf(theirs, log.nextTime()), -1, theirs.published()));
        log.own(home.member("restricted", 10).put("audience", "peers"));
        ObjectNode moved = home.question("question", 2, "anna", 11).put("author", SampleNode.uuid("somebody else"));
        log.own(moved);
        log.own(home.head("Member", question.id(), 5, 12).put("handle", "moved").put("name", "Was a question"));
        SignedRecord gap =
                home.record(home.introduction(3, home.identity(), home.nextIdentity(), List.of(home.signing())));
        log.add(Frame.of(entryOf(gap, log.nextTime()), -1, gap.published()));
        log.own(home.member("fine-2", 13));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "quarantine",
                "Each kind of bad record once, between two good ones: all are set aside, none stops the log.",
                input,
                "OQX-FOL-020",
                "OQX-FOL-021",
                "OQX-LOG-002",
                "OQX-LOG-003",
                "OQX-LOG-041",
                "OQX-REC-027",
                "OQX-REC-028",
                "OQX-REC-040");
    }

    /** A log for peers only, and what must not be in it. */
    private void restricted() {
        SampleLog log = new SampleLog(home);
        log.own(restricted(home.introduction()));
        log.own(restricted(home.member("anna", 1)));
        log.own(restricted(home.question("question", 1, "anna", 2)));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "restricted",
                "The first entry says that the log is for peers only, and so do all others.",
                input,
                "OQX-LOG-080",
                "OQX-REC-028");

        log.own(home.member("for-everybody", 5));
        log.include(other.record(restricted(other.introduction())), 0);
        log.include(other.record(other.introduction()), 0);
        log.own(restricted(home.member("carl", 6)));
        ObjectNode mixed = met(log);
        step(mixed, log.checkpoint(), 0, log.frames(0));
        follow(
                "restricted-and-not",
                "In a log for peers only, an own record for everybody, and an included one that is not for everybody, are set"
                        + " aside; an included one for everybody is taken.",
                mixed,
                "OQX-LOG-080",
                "OQX-REC-028",
                "OQX-FOL-020");

        SampleLog open = begun();
        open.include(other.record(restricted(other.introduction())), 0);
        open.include(other.record(restricted(other.member("bert", 1))), 1);
        ObjectNode included = met(open);
        step(included, open.checkpoint(), 0, open.frames(0));
        follow(
                "restricted-included",
                "What is for peers of its node only was included in a log for everybody: set aside, and so nothing else of that"
                        + " node is believed there.",
                included,
                "OQX-INC-056",
                "OQX-REC-028",
                "OQX-FOL-020");

        SampleLog opened = new SampleLog(home);
        opened.own(restricted(home.introduction()));
        SignedRecord forEverybody =
                home.record(home.introduction(2, home.identity(), home.nextIdentity(), List.of(home.signing())));
        opened.add(Frame.of(entryOf(forEverybody, opened.nextTime()), -1, forEverybody.published()));
        opened.own(restricted(home.member("anna", 1)));
        ObjectNode changed = met(opened);
        step(changed, opened.checkpoint(), 0, opened.frames(0));
        follow(
                "restricted-opened",
                "A log for peers only says later that it is for everybody: that is set aside, and the log stays what it was.",
                changed,
                "OQX-LOG-081",
                "OQX-FOL-020");
    }

    /** Two introductions of one revision, the second in the log itself. */
    private void introducedTwice() {
        SampleLog log = begun();
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        SignedRecord second = home.record(home.introduction().put("name", "Another"));
        log.add(Frame.of(entryOf(second, log.nextTime()), -1, second.published()));
        step(input, log.checkpoint(), 3, log.frames(3));
        follow(
                "equivocation-two-introductions-in-the-log",
                "The log goes on with a second Node record of revision 1: the tree contradicts nothing, its node does.",
                input,
                "OQX-FOL-053",
                "OQX-FOL-054");
    }

    private static ObjectNode restricted(ObjectNode record) {
        return record.put("audience", "peers");
    }

    private void mismatch(SampleLog log, String label, UnaryOperator<Entry> change) {
        SignedRecord record = home.record(home.member("mismatch-" + label, 7));
        log.add(Frame.of(change.apply(entryOf(record, log.nextTime())), -1, record.published()));
    }

    /** Logs bytes that are no record under an entry that has their digest. */
    private static void odd(SampleLog log, int kind, byte[] payload) {
        byte[] digest = Hashes.sha256(payload);
        log.odd(new Entry(kind, log.nextTime(), 1, new byte[16], Arrays.copyOf(digest, 16), digest), -1, payload);
    }

    private static Entry entryOf(SignedRecord record, long time) {
        try {
            return record.entry(time);
        } catch (Fault e) {
            throw new IllegalStateException(e);
        }
    }

    private void includedWithoutIntroduction() {
        SampleLog log = begun();
        SignedRecord answer = other.record(other.answer("answer", 1, "bert", question, "Check the holding valve.", 30));
        SignedRecord second = other.record(other.answer("second", 1, "bert", question, "Or the seals.", 31));
        log.include(answer, 2);
        log.include(other.record(other.introduction()), 0);
        log.include(second, 3);
        log.include(other.record(other.answer("third", 1, "bert", question, "Or both.", 32)), 0);
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "included-without-introduction",
                "An answer is included before the introduction that makes its key good, one after it, and one that claims the introduction's own place: what is claimed decides nothing.",
                input,
                "OQX-INC-003",
                "OQX-SIG-042");
    }

    private void whatIsNotKnown() {
        SampleLog log = begun();
        log.own(home.answer("orphan", 1, "nobody", other.ref("never seen"), "To a thread that is not here.", 5));
        log.own(home.comment("orphan comment", "anna", question, other.ref("never seen answer"), "On what?", 6));
        log.own(home.accept(question, other.ref("never seen answer"), 1, 7));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "unknown-references",
                "An answer to an unknown thread by an unknown author, a comment on an unknown answer, an unknown answer accepted:"
                        + " all are taken, none is shown in a thread that is here.",
                input,
                "OQX-FOL-027",
                "OQX-INC-031",
                "OQX-INC-033");
    }

    private void verdictsElsewhere() {
        SampleLog log = begun();
        log.own(home.question("second question", 1, "anna", 4));
        Ref second = home.ref("second question");
        log.include(other.record(other.introduction()), 0);
        SignedRecord answer = other.record(other.answer("answer", 1, "bert", question, "Check the valve.", 30));
        SignedRecord comment =
                other.record(other.comment("their comment", "bert", question, answer.object(), "Of the boom.", 31));
        log.include(answer, 2);
        log.include(comment, 3);
        log.own(home.verdict(second, answer, "taken", 1, 40));
        log.own(home.verdict(question, comment, "taken", 1, 41));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "verdict-of-another-thread",
                "A verdict that names another thread than the answer's changes nothing; the comment was taken, but what it is"
                        + " about is not shown.",
                input,
                "OQX-INC-026",
                "OQX-INC-031");
    }

    private void closed() {
        SampleLog log = begun();
        Ref second = home.ref("second question");
        log.own(home.question("second question", 1, "anna", 4));
        log.include(other.record(other.introduction()), 0);
        log.own(home.label(question, question, "closed", 1, 40).put("reason", "Asked before."));
        log.own(home.link(question, "duplicate-of", second, 41));
        SignedRecord answer = other.record(other.answer("answer", 1, "bert", question, "Check the valve.", 30));
        log.own(home.verdict(question, answer, "declined", 1, 42).put("code", "thread-closed"));
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "closed",
                "The home closed its question as a duplicate, and declines an answer that came too late; its other question is"
                        + " open.",
                input,
                "OQX-INC-060",
                "OQX-INC-061",
                "OQX-INC-064");

        log.own(home.label(question, question, "closed", 2, 43).put("state", "off"));
        ObjectNode open = met(log);
        step(open, log.checkpoint(), 0, log.frames(0));
        follow(
                "closed-and-opened",
                "Opened again: the answer that was declined stays so.",
                open,
                "OQX-INC-060",
                "OQX-INC-065");

        SampleLog others = begun();
        others.own(home.answer("answer", 1, "anna", question, "Check the valve.", 30));
        others.include(other.record(other.introduction()), 0);
        others.include(other.record(other.label(question, question, "closed", 1, 40)), 1);
        others.own(home.label(home.ref("answer"), question, "closed", 1, 41));
        ObjectNode nothing = met(others);
        step(nothing, others.checkpoint(), 0, others.frames(0));
        follow(
                "closed-by-another",
                "A label \"closed\" of another node closes nothing, and neither does the home's about an answer.",
                nothing,
                "OQX-INC-060");
    }

    /** Responses that must be refused as a whole; the next good one is taken as if nothing had been. */
    private void refusals() {
        SampleLog log = begun();
        byte[] good = log.frames(0);
        byte[] entryFlipped = good.clone();
        entryFlipped[5] ^= 1;
        refusal("entry-altered", "A bit of an entry is flipped.", log, entryFlipped, "OQX-FOL-014");
        byte[] payloadFlipped = good.clone();
        payloadFlipped[120] ^= 1;
        refusal("payload-altered", "A bit of a payload is flipped.", log, payloadFlipped, "OQX-FOL-014");
        byte[] version = good.clone();
        version[0] = 9;
        refusal("entry-version", "An entry of an unknown version.", log, version, "OQX-LOG-004");
        refusal(
                "cut-in-frame",
                "The response ends within a frame.",
                log,
                Arrays.copyOf(good, good.length - 1),
                "OQX-LOG-043");
        refusal(
                "frame-missing",
                "The last frame is missing.",
                log,
                Bytes.join(log.frame(0).bytes(), log.frame(1).bytes()),
                "OQX-FOL-014");
        refusal(
                "frame-left-out",
                "A frame in the middle is missing, the last is there twice.",
                log,
                Bytes.join(
                        log.frame(0).bytes(), log.frame(2).bytes(), log.frame(2).bytes()),
                "OQX-FOL-014");
        refusal(
                "frames-swapped",
                "Two frames are swapped.",
                log,
                Bytes.join(
                        log.frame(0).bytes(), log.frame(2).bytes(), log.frame(1).bytes()),
                "OQX-FOL-014");
        refusal("empty", "No frames at all.", log, new byte[0], "OQX-FOL-014");

        ObjectNode byOther = met(log);
        step(byOther, log.checkpoint(other.signing()), 0, good);
        step(byOther, log.checkpoint(), 0, good);
        follow(
                "refused-checkpoint-by-another-key",
                "A checkpoint by a key that is not the node's.",
                byOther,
                "OQX-FOL-010");
        SampleLog foreign = new SampleLog(other);
        foreign.own(other.introduction());
        ObjectNode another = met(log);
        step(another, foreign.checkpoint(), 0, foreign.frames(0));
        step(another, log.checkpoint(), 0, good);
        follow("refused-another-log", "Another node's log at the node's address.", another, "OQX-FOL-010");
        ObjectNode unmet = VectorSet.input().put("node", home.node()).put("address", home.address());
        step(unmet, log.checkpoint(), 0, good);
        unmet.withArray("steps").addObject().set("discovery", Wire.of(foreign.discovery()));
        step(unmet, log.checkpoint(), 0, good);
        unmet.withArray("steps").addObject().set("discovery", Wire.of(log.discovery()));
        step(unmet, log.checkpoint(), 0, good);
        follow(
                "discovery-first",
                "No checkpoint is believed before discovery, and no other node's document helps.",
                unmet,
                "OQX-FOL-001",
                "OQX-FOL-002");
        SampleLog more = begun();
        more.own(home.member("carl", 9));
        ObjectNode beyond = met(log);
        step(beyond, log.checkpoint(), 0, more.frames(0));
        step(beyond, more.checkpoint(), 3, more.frames(3));
        follow(
                "frames-beyond-checkpoint",
                "Frames beyond the checkpoint are not believed before one covers them.",
                beyond,
                "OQX-FOL-011",
                "OQX-FOL-012");
    }

    private void refusal(String name, String comment, SampleLog log, byte[] frames, String requirement) {
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, frames);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "refused-" + name,
                comment + " Nothing of the response is believed; the next one is.",
                input,
                requirement,
                "OQX-FOL-014");
    }

    private void firstEntries() {
        SampleLog memberFirst = new SampleLog(home);
        memberFirst.own(home.member("anna", 1));
        memberFirst.own(home.introduction());
        first("member-first", "The log begins with a member.", memberFirst);
        SampleLog otherFirst = new SampleLog(home);
        otherFirst.include(other.record(other.introduction()), 0);
        otherFirst.own(home.introduction());
        first("another-node-first", "The log begins with another node's introduction.", otherFirst);
    }

    private void first(String name, String comment, SampleLog log) {
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow("first-entry-" + name, comment, input, "OQX-FOL-016", "OQX-LOG-020");
    }

    /** The home erases an answer and a member of its own, and includes another node's erasure. */
    private SampleLog erasedLog() {
        SampleLog log = new SampleLog(home);
        log.own(home.introduction());
        log.own(home.member("anna", 1));
        log.own(home.question("question", 1, "anna", 2));
        SignedRecord own = log.own(home.answer("own answer", 1, "anna", question, "Call me: 555 0100.", 3));
        log.include(other.record(other.introduction()), 0);
        log.include(other.record(other.member("bert", 1)), 1);
        SignedRecord theirs = log.include(
                other.record(other.answer("answer", 1, "bert", question, "Check the holding valve.", 30)), 2);
        log.own(home.verdict(question, theirs, "taken", 1, 40));
        log.own(home.label(theirs.object(), question, "outdated", 1, 41));
        log.own(home.erase(own.object(), question, 50));
        log.include(other.record(other.erase(theirs.object(), question, 51)), 3);
        log.own(home.answer("own answer", 2, "anna", question, "Call me: 555 0101.", 52));
        ObjectNode eraseAnna = home.erase(home.ref("anna"), question, 53).put("ofKind", "Member");
        eraseAnna.remove("thread");
        log.own(eraseAnna);
        log.own(home.comment("comment", "anna", question, question, "Still readable.", 54));
        return log;
    }

    private void erasure() {
        SampleLog log = erasedLog();
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        follow(
                "erasure",
                "An answer is erased, and its edit that comes later; an answer that was included, and the label on it; a member. The"
                        + " publisher still has all payloads; a follower drops them, and what it has in the end is the same as with holes.",
                input,
                "OQX-ERA-010",
                "OQX-ERA-011",
                "OQX-ERA-012",
                "OQX-FOL-026");
    }

    private void holes() {
        SampleLog whole = erasedLog();
        SampleLog log = new SampleLog(home);
        Map<Integer, Long> holes = Map.of(1, 12L, 3, 9L, 6, 10L, 8, 10L, 11, 9L);
        for (int i = 0; i < whole.size(); i++) {
            Frame frame = whole.frame(i);
            Long by = holes.get(i);
            log.add(by == null ? frame : Frame.hole(frame.entry(), frame.origin(), 1, by));
        }
        ObjectNode input = VectorSet.input().put("node", home.node()).put("address", home.address());
        input.withArray("steps").addObject().set("discovery", Wire.of(whole.discovery()));
        step(input, whole.checkpoint(), 0, log.frames(0));
        follow(
                "erasure-with-holes",
                "The same log as its publisher serves it afterwards: the same root, the same end. The holes name the entries of the"
                        + " erasures.",
                input,
                "OQX-LOG-044",
                "OQX-LOG-045",
                "OQX-FOL-026");

        SampleLog early = new SampleLog(home);
        for (int i = 0; i < 5; i++) {
            Frame frame = whole.frame(i);
            early.add(i == 3 ? Frame.hole(frame.entry(), frame.origin(), 1, -1) : frame);
        }
        ObjectNode before = VectorSet.input().put("node", home.node()).put("address", home.address());
        before.withArray("steps").addObject().set("discovery", Wire.of(whole.discovery()));
        step(before, early.checkpoint(), 0, early.frames(0));
        follow(
                "hole-before-its-erasure",
                "Whoever serves these frames knows of an erasure that this log does not have yet: the hole names no entry.",
                before,
                "OQX-LOG-045",
                "OQX-LOG-046");
    }

    private void contradictions() {
        SampleLog log = begun();
        log.own(home.member("carl", 5));
        SampleLog rewritten = begun();
        rewritten.own(home.member("dora", 5));

        contradiction(
                "same-size",
                "Another root for the size that was verified.",
                log,
                input -> step(input, rewritten.checkpoint(), 4, new byte[0]),
                "OQX-FOL-050");
        SampleLog shorter = new SampleLog(home);
        shorter.own(home.introduction());
        shorter.own(home.member("eve", 1));
        contradiction(
                "smaller",
                "A smaller checkpoint that is not what the follower has seen.",
                log,
                input -> step(input, shorter.checkpoint(), 2, new byte[0]),
                "OQX-FOL-051");
        SampleLog old = begun();
        ObjectNode stale = met(log);
        step(stale, log.checkpoint(), 0, log.frames(0));
        step(stale, old.checkpoint(), 3, new byte[0]);
        step(stale, log.checkpoint(), 4, new byte[0]);
        follow(
                "old-checkpoint",
                "A smaller checkpoint of the same history is old, and harmless.",
                stale,
                "OQX-FOL-051");
        rewritten.own(home.member("frank", 6));
        contradiction(
                "not-an-extension",
                "A larger checkpoint of another history. Whether it is an equivocation shows in the hash tiles; the frames alone are refused.",
                log,
                input -> step(input, rewritten.checkpoint(), 4, rewritten.frames(4)),
                "OQX-FOL-052");
        SampleLog introducedAgain = begun();
        introducedAgain.own(home.introduction(2, home.identity(), home.nextIdentity(), List.of(home.signing())));
        ObjectNode secondIntroduction = met(introducedAgain);
        step(secondIntroduction, introducedAgain.checkpoint(), 0, introducedAgain.frames(0));
        SampleLog third = begun();
        third.own(home.introduction(
                2, home.identity(), home.nextIdentity(), List.of(home.signing(), SampleNode.key("home signing 2"))));
        secondIntroduction.withArray("steps").addObject().set("discovery", Wire.of(third.discovery()));
        follow(
                "equivocation-two-introductions",
                "Discovery and log show two records of one revision of the node's introduction.",
                secondIntroduction,
                "OQX-FOL-053");
    }

    /** Two histories were shown, and the node says which of them stands (chapter 09 §6). */
    private void continuations() {
        SecretKey fresh = SampleNode.key("home signing 2");
        SampleLog standing = standing();
        SampleLog before = standing();
        SampleLog givenUp = begun();
        givenUp.own(home.answer("of the other history", 1, "anna", question, "Buy our oil!", 8));
        givenUp.own(home.question("question", 2, "anna", 9).put("name", "Cheap booms"));
        givenUp.own(home.member("dora", 10));
        SignedRecord continuing =
                standing.own(home.continuing(2, standing.size(), standing.root(), fresh, home.signing()));
        standing.include(SampleNode.read(SampleNode.publish(home.member("emil", 12), fresh)), -1);

        ObjectNode back = met(givenUp);
        step(back, givenUp.checkpoint(), 0, givenUp.frames(0));
        back.withArray("steps").addObject().set("discovery", Wire.of(standing.discovery(fresh)));
        step(back, givenUp.checkpoint(), 0, givenUp.frames(0));
        step(back, standing.checkpoint(fresh), 0, standing.frames(0));
        follow(
                "continuation",
                "The follower has read the history that is given up. It believes no checkpoint of it any more, takes back what the"
                        + " two do not share, and goes on with the one that stands.",
                back,
                "OQX-WIT-051",
                "OQX-WIT-052");

        ObjectNode ahead = met(before);
        step(ahead, before.checkpoint(), 0, before.frames(0));
        ahead.withArray("steps").addObject().set("discovery", Wire.of(standing.discovery(fresh)));
        step(ahead, standing.checkpoint(fresh), 0, standing.frames(0));
        follow(
                "continuation-of-what-is-held",
                "The follower has read the history that stands: nothing is taken back.",
                ahead,
                "OQX-WIT-052");

        ObjectNode zero = met(standing, fresh);
        step(zero, standing.checkpoint(fresh), 0, standing.frames(0));
        follow("continuation-from-zero", "Who follows from zero ends in the same state.", zero, "OQX-WIT-052");

        SampleLog wrong = standing();
        wrong.own(home.member("emil", 8));
        wrong.own(home.member("fred", 9));
        wrong.own(home.member("gina", 10));
        wrong.own(home.continuing(2, wrong.size(), givenUp.root(), fresh, home.signing()));
        ObjectNode refused = met(givenUp);
        step(refused, givenUp.checkpoint(), 0, givenUp.frames(0));
        refused.withArray("steps").addObject().set("discovery", Wire.of(wrong.discovery(fresh)));
        step(refused, wrong.checkpoint(fresh), 0, wrong.frames(0));
        follow(
                "continuation-of-another-root",
                "The log is not the history that its node says it stands by: refused, and nothing is taken back.",
                refused,
                "OQX-WIT-052");

        SampleLog late = standing();
        byte[] root = late.root();
        late.include(other.record(other.introduction()), 0);
        late.own(home.continuing(2, 4, root, fresh, home.signing()));
        ObjectNode misplaced = met(late, fresh);
        step(misplaced, late.checkpoint(fresh), 0, late.frames(0));
        follow(
                "continuation-at-another-index",
                "The record is not the next entry of the history that it names: it is set aside.",
                misplaced,
                "OQX-WIT-055",
                "OQX-FOL-020");

        SampleLog relaying = new SampleLog(other);
        relaying.own(other.introduction());
        relaying.include(home.record(home.introduction()), 0);
        relaying.include(continuing, 5);
        ObjectNode included = VectorSet.input().put("node", other.node()).put("address", other.address());
        included.withArray("steps").addObject().set("discovery", Wire.of(relaying.discovery()));
        step(included, relaying.checkpoint(), 0, relaying.frames(0));
        follow(
                "continuation-included-elsewhere",
                "Another log includes the record under another index than the one that it names.",
                included,
                "OQX-WIT-055");
    }

    private SampleLog standing() {
        SampleLog log = begun();
        log.own(home.member("carl", 7));
        return log;
    }

    private void contradiction(
            String name, String comment, SampleLog log, Consumer<ObjectNode> next, String requirement) {
        ObjectNode input = met(log);
        step(input, log.checkpoint(), 0, log.frames(0));
        next.accept(input);
        follow("contradiction-" + name, comment, input, requirement, "OQX-FOL-054");
    }

    /** A log with introduction, member and question. */
    private SampleLog begun() {
        SampleLog log = new SampleLog(home);
        log.own(home.introduction());
        log.own(home.member("anna", 1));
        log.own(home.question("question", 1, "anna", 2));
        return log;
    }

    private ObjectNode met(SampleLog log) {
        return met(log, home.signing());
    }

    private ObjectNode met(SampleLog log, SecretKey key) {
        ObjectNode input = VectorSet.input().put("node", home.node()).put("address", home.address());
        input.withArray("steps").addObject().set("discovery", Wire.of(log.discovery(key)));
        return input;
    }

    private static void step(ObjectNode input, byte[] checkpoint, int from, byte[] frames) {
        ObjectNode step = input.withArray("steps").addObject();
        step.set("checkpoint", Wire.of(checkpoint));
        step.put("from", from).set("frames", Wire.of(frames));
    }

    private void follow(String name, String comment, ObjectNode input, String... requirements) {
        set.valid("follow/" + name, comment, List.of(requirements), input);
    }
}
