package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.guildhall.admission.Policy.Stance.DECLINE;
import static org.guildhall.admission.Policy.Stance.HOLD;
import static org.guildhall.admission.Policy.Stance.TAKE;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.log.Frame;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Verdict;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.ReceivedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What a node says of a member, as others take it (spec, chapter Standing, section 8). */
class AttestationTest {
    private static final Attestation.Claim STANDING = new Attestation.Standing(
            Optional.of("pumps"), Instant.EPOCH, List.of(new Attestation.Period(228, 2, 1, 5, 0)));

    @TempDir
    private Path directory;

    private NodeInMemory issuer;
    private NodeInMemory reader;

    private void start(DatabaseLocation location) throws Exception {
        issuer = new NodeInMemory("Issuer", new DatabaseLocation.Embedded(directory.resolve("issuer")));
        reader = new NodeInMemory("Reader", location);
    }

    @AfterEach
    void stop() {
        issuer.close();
        reader.close();
    }

    private static Attestation.Role role(String name) {
        return new Attestation.Role(name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ObjectId id(NodeInMemory issuer, ObjectId member, Attestation.Claim claim) {
        return new ObjectId(issuer.id, NamedUuid.attestation(issuer.id, member, claim));
    }

    private OqxRecord say(ObjectId member, Label.State state, Attestation.Claim claim) throws Exception {
        return issuer.publish(id(issuer, member, claim), new Attestation(member, state, claim, Optional.empty()));
    }

    private static Policy policy(Policy.Stance stance, long perDay) {
        return new Policy(
                TAKE,
                TAKE,
                TAKE,
                TAKE,
                Policy.Topics.ALL,
                100,
                Optional.of(1L),
                Optional.empty(),
                Optional.empty(),
                Policy.Storage.STANDARD,
                Policy.Labels.SHOWN,
                new Policy.Attestations(stance, perDay));
    }

    /** What the reader keeps of attestations and of the rest that they could touch. */
    private List<String> state() throws Exception {
        List<String> rows = new ArrayList<>(reader.select("select * from attestation order by object_key"));
        rows.addAll(reader.select("select object_key, handle, revision from member order by object_key"));
        rows.addAll(reader.select("select object_key, revision, digest from object_revision order by 1, 2"));
        return rows;
    }

    @EachDatabase
    void a37HoldsTheNewestWordHoweverOftenAnOlderOneIsRead(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId member = issuer.join("anna");
        OqxRecord first = say(member, Label.State.ON, STANDING);
        reader.follow(issuer);
        assertThat(reader.select("select holds from attestation")).containsExactly("true");

        OqxRecord second = say(member, Label.State.OFF, STANDING);
        reader.follow(issuer);
        List<String> before = state();
        long size = issuer.writer.current().size();
        reader.arrive(issuer, size, List.of(NodeInMemory.frame(first)));

        assertThat(second.object()).isEqualTo(first.object());
        assertThat(reader.select("select holds from attestation")).containsExactly("false");
        assertThat(state()).isEqualTo(before);
    }

    @EachDatabase
    void doesWithAttestationsWhatThePolicySays(DatabaseLocation location) throws Exception {
        start(location);
        reader.peer(issuer.id, policy(DECLINE, 10));
        ObjectId anna = issuer.join("anna");
        say(anna, Label.State.ON, STANDING);
        assertThat(reader.follow(issuer)).isEqualTo(new Intake.Counts(2, 0, 0, 1, 0, 0));
        assertThat(reader.select("select code, outcome from setback")).containsExactly("policy|declined");
        assertThat(reader.select("select * from attestation")).isEmpty();

        reader.changePolicy(issuer.id, policy(HOLD, 10));
        OqxRecord role = say(anna, Label.State.ON, role("welder"));
        OqxRecord other = say(anna, Label.State.ON, role("fitter"));
        reader.follow(issuer);
        assertThat(reader.select("select * from attestation")).isEmpty();
        reader.decide(role, Verdict.Ruling.TAKEN, "", "");
        reader.decide(other, Verdict.Ruling.DECLINED, "other", "not our business");
        assertThat(reader.select("select holds from attestation")).containsExactly("true");
        assertThat(reader.writer.current().size())
                .as("nobody is told: it is not our thread")
                .isEqualTo(1);
    }

    /** Else a role would be shown on though its issuer says that it ended. */
    @EachDatabase
    void takesBackWhatItTookWhateverThePolicySays(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId anna = issuer.join("anna");
        say(anna, Label.State.ON, role("welder"));
        reader.follow(issuer);
        for (Policy strict : List.of(policy(DECLINE, 10), policy(HOLD, 10), policy(TAKE, 0))) {
            reader.changePolicy(issuer.id, strict);
            reader.peer(issuer.id, strict);
            say(anna, Label.State.OFF, role("welder"));
            reader.follow(issuer);
            assertThat(reader.select("select holds from attestation")).containsExactly("false");
            // Nothing that was never taken comes in by this way.
            say(anna, Label.State.OFF, role("fitter " + strict.attestations()));
            reader.follow(issuer);
            assertThat(reader.select("select count(*) from attestation")).containsExactly("1");
            reader.writer.submit(tx -> tx.sql().update("delete from peering")).get();
        }
    }

    @EachDatabase
    void a37TakesNoMoreThanSoManyADayThoughMembersAreInvented(DatabaseLocation location) throws Exception {
        start(location);
        reader.peer(issuer.id, policy(TAKE, 3));
        for (int i = 0; i < 8; i++) {
            say(new ObjectId(issuer.id, UUID.randomUUID()), Label.State.ON, STANDING);
        }
        ObjectId asker = issuer.join("asker");
        issuer.ask(asker, "Why does it stall");
        assertThat(reader.follow(issuer))
                .as("the question has room of its own")
                .isEqualTo(new Intake.Counts(6, 0, 5, 0, 0, 0));
        assertThat(reader.select("select count(*) from attestation")).containsExactly("3");
        assertThat(reader.select("select code, count(*) from setback group by code"))
                .containsExactly("rate|5");
        assertThat(reader.select("select records, attestations from peer_day")).containsExactly("1|3");
        assertThat(reader.select("select count(*) from member"))
                .as("nobody becomes a member by being spoken of")
                .containsExactly("1");

        issuer.clock.advance(Duration.ofDays(1));
        reader.clock.advance(Duration.ofDays(1));
        say(new ObjectId(issuer.id, UUID.randomUUID()), Label.State.ON, STANDING);
        assertThat(reader.follow(issuer).taken()).isEqualTo(1);
    }

    /** Four hundred quarters are four hundred rows here. */
    @EachDatabase
    void a37CountsALongStandingByItsQuarters(DatabaseLocation location) throws Exception {
        start(location);
        reader.peer(issuer.id, policy(TAKE, 4));
        for (int quarters : List.of(21, 11, 10, 1)) {
            List<Attestation.Period> periods = java.util.stream.IntStream.range(0, quarters)
                    .mapToObj(quarter -> new Attestation.Period(quarter, 1, 0, 1, 0))
                    .toList();
            say(
                    new ObjectId(issuer.id, UUID.randomUUID()),
                    Label.State.ON,
                    new Attestation.Standing(Optional.empty(), issuer.clock.instant(), periods));
        }
        assertThat(reader.follow(issuer)).as("the node, 3 and 1 of 4").isEqualTo(new Intake.Counts(3, 0, 2, 0, 0, 0));
        assertThat(reader.select("select attestations from peer_day")).containsExactly("4");
    }

    @EachDatabase
    void tellsBeforehandWhatAPolicyWouldDo(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId anna = issuer.join("anna");
        say(anna, Label.State.ON, role("welder"));
        say(anna, Label.State.ON, role("fitter"));
        say(anna, Label.State.OFF, role("welder"));
        reader.follow(issuer);
        int log = Integer.parseInt(reader.select("select nr from node where id = ?", issuer.id.did())
                .get(0));
        PolicyTrial trial = new PolicyTrial(new ReceivedLog(reader.database), reader.id, reader.clock);
        List<String> before = state();

        assertThat(trial.run(log, policy(DECLINE, 10), done -> {}, () -> false).would())
                .isEqualTo(new PolicyTrial.Fate(0, Map.of(), Map.of("policy", 3L)));
        assertThat(trial.run(log, policy(TAKE, 1), done -> {}, () -> false).would())
                .isEqualTo(new PolicyTrial.Fate(2, Map.of("rate", 1L), Map.of()));
        assertThat(state()).isEqualTo(before);
    }

    /** A11: one id at two nodes is two members. A13: only who said it changes it. */
    @EachDatabase
    void a11AndA13SpeaksOfOneMemberAndForItselfOnly(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory other = new NodeInMemory("Other", new DatabaseLocation.Embedded(directory.resolve("o")))) {
            ObjectId anna = issuer.join("anna");
            ObjectId namesake = new ObjectId(other.id, anna.id());
            say(anna, Label.State.ON, role("welder"));
            reader.follow(issuer);
            reader.follow(other);
            assertThat(reader.select("select count(*) from attestation where about_key = ?", namesake.key()))
                    .containsExactly("0");
            List<String> before = state();

            // In the issuer's name, by another's key.
            OqxRecord forged = other.sign(
                    id(issuer, anna, role("welder")),
                    2,
                    new Attestation(anna, Label.State.OFF, role("welder"), Optional.empty()));
            reader.arrive(other, other.writer.current().size(), List.of(NodeInMemory.included(forged, 3)));
            assertThat(reader.select("select outcome, code from setback")).containsExactly("quarantined|key-unknown");
            assertThat(state()).isEqualTo(before);

            // Under an id of the other's own, which the record's content does not give.
            assertThatThrownBy(() -> org.guildhall.record.RecordReader.read(other.sign(
                                    id(other, namesake, role("welder")),
                                    1,
                                    new Attestation(anna, Label.State.OFF, role("welder"), Optional.empty()))
                            .payload()
                            .bytes()))
                    .hasMessageContaining("id");
        }
    }

    @EachDatabase
    void a36KeepsOutWhatABlockedNodeAttestsWhicheverHubBringsIt(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory hub = new NodeInMemory("Hub", new DatabaseLocation.Embedded(directory.resolve("hub")))) {
            ObjectId anna = issuer.join("anna");
            hub.follow(issuer);
            OqxRecord said = say(anna, Label.State.ON, STANDING);
            reader.writer
                    .submit(tx -> tx.sql()
                            .update(
                                    "insert into blocked_node (node, note, at) values (?, ?, ?)",
                                    tx.number(issuer.id),
                                    "",
                                    0L))
                    .get();
            reader.follow(hub);
            List<Frame> frames = issuer.frames(0);
            reader.arrive(
                    hub,
                    hub.writer.current().size(),
                    List.of(
                            NodeInMemory.included(
                                    org.guildhall.record.RecordReader.read(((Frame.Content.Payload)
                                                    frames.get(0).content())
                                            .bytes()),
                                    0),
                            NodeInMemory.included(said, 2)));
            assertThat(reader.select("select outcome, code from setback")).containsExactly("declined|blocked");
            assertThat(reader.select("select * from attestation")).isEmpty();
        }
    }

    @EachDatabase
    void refusesWhatIsAttestedOfAnErasedMember(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId arno = reader.join("arno");
        issuer.follow(reader);
        say(arno, Label.State.ON, role("welder"));
        reader.follow(issuer);
        assertThat(reader.select("select count(*) from attestation")).containsExactly("1");
        reader.admission
                .publish(desk -> TakingBack.eraseMember(desk, arno.key(), true))
                .get();
        assertThat(reader.select("select count(*) from attestation")).containsExactly("0");

        // The issuer has not heard of it and goes on.
        say(arno, Label.State.OFF, role("welder"));
        say(arno, Label.State.ON, STANDING);
        List<String> before = state();
        reader.follow(issuer);
        assertThat(state()).isEqualTo(before);
        issuer.follow(reader);
        assertThatThrownBy(() -> say(arno, Label.State.ON, role("fitter"))).isInstanceOf(Refusal.class);
    }
}
