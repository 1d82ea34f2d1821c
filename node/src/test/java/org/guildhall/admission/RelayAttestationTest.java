package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guildhall.admission.NodesInMemory.relaying;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What nodes say of members reaches those who follow a hub alone: association – hub – vendor (OQX-INC-047). */
class RelayAttestationTest {
    @TempDir
    private Path directory;

    private NodesInMemory nodes;
    private NodeInMemory association;
    private NodeInMemory hub;
    private NodeInMemory vendor;
    private ObjectId anna;

    private void start(DatabaseLocation location, Policy ofAssociation) throws Exception {
        nodes = new NodesInMemory(directory);
        hub = nodes.node("Hub", location);
        association = nodes.node("Association");
        vendor = nodes.node("Vendor");
        nodes.peer(hub, association, ofAssociation);
        nodes.peer(vendor, hub, Policy.takeAll());
        anna = association.join("anna");
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private static Attestation.Claim standing(Optional<String> topic) {
        return new Attestation.Standing(topic, Instant.EPOCH, List.of(new Attestation.Period(228, 2, 1, 5, 0)));
    }

    private static Attestation.Claim role() {
        return new Attestation.Role("welder", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private ObjectId say(Label.State state, Attestation.Claim claim) throws Exception {
        return association
                .publish(
                        new ObjectId(association.id, NamedUuid.attestation(association.id, anna, claim)),
                        new Attestation(anna, state, claim, Optional.empty()))
                .object();
    }

    /** What was taken before the policy changed is gone through in rounds of its own. */
    private void goOn() throws Exception {
        nodes.settle();
        while (hub.admission.relayMore().get()) {
            // One batch after the other.
        }
        nodes.settle();
    }

    private List<String> atVendor() throws Exception {
        return vendor.select("select holds from attestation order by holds");
    }

    private boolean hasVendor(ObjectId attestation) throws Exception {
        return !vendor.select("select holds from attestation where object_key = ?", attestation.key())
                .isEmpty();
    }

    @EachDatabase
    void relaysStandingInTheTopicsThatItRelaysAndTheRestWithAllTopics(DatabaseLocation location) throws Exception {
        start(location, relaying("pumps"));
        ObjectId pumps = say(Label.State.ON, standing(Optional.of("pumps")));
        ObjectId paint = say(Label.State.ON, standing(Optional.of("paint")));
        ObjectId all = say(Label.State.ON, standing(Optional.empty()));
        ObjectId welder = say(Label.State.ON, role());
        nodes.settle();
        assertThat(hub.select("select count(*) from attestation")).containsExactly("4");
        assertThat(hasVendor(pumps)).isTrue();
        assertThat(atVendor()).hasSize(1);

        // From now on everything, and what came before as well (OQX-INC-045).
        hub.changePolicy(association.id, relaying());
        goOn();
        for (ObjectId one : List.of(pumps, paint, all, welder)) {
            assertThat(hasVendor(one)).isTrue();
        }
        assertThat(vendor.select("select count(*) from node_profile where name = 'Association'"))
                .containsExactly("1");
    }

    @EachDatabase
    void carriesOnWhatIsTakenBackThoughItCeasedToRelay(DatabaseLocation location) throws Exception {
        start(location, relaying());
        say(Label.State.ON, role());
        say(Label.State.ON, standing(Optional.of("pumps")));
        nodes.settle();
        assertThat(atVendor()).containsExactly("true", "true");

        hub.changePolicy(association.id, Policy.takeAll());
        say(Label.State.OFF, role());
        ObjectId never = say(
                Label.State.ON, new Attestation.Role("fitter", Optional.empty(), Optional.empty(), Optional.empty()));
        goOn();
        assertThat(atVendor()).containsExactly("false", "true");
        assertThat(hasVendor(never)).isFalse();
    }

    @EachDatabase
    void takesThemAwayWithTheMember(DatabaseLocation location) throws Exception {
        start(location, relaying());
        ObjectId said = say(Label.State.ON, role());
        nodes.settle();
        assertThat(hasVendor(said)).isTrue();
        association
                .admission
                .publish(desk -> TakingBack.eraseMember(desk, anna.key(), true))
                .get();
        nodes.settle();
        assertThat(atVendor()).isEmpty();
        assertThat(hub.select("select count(*) from attestation")).containsExactly("0");
        for (NodeInMemory node : List.of(hub, vendor)) {
            assertThat(node.select(
                            "select count(*) from payload p join log_entry e on e.digest = p.digest where e.object_key = ?",
                            said.key()))
                    .containsExactly("0");
        }
    }

    @EachDatabase
    void a37RelaysNoMoreThanTheHubTakes(DatabaseLocation location) throws Exception {
        Policy all = relaying();
        start(
                location,
                new Policy(
                        all.questions(),
                        all.answers(),
                        all.comments(),
                        all.tallies(),
                        all.topics(),
                        all.voteWeight(),
                        all.recordsPerDay(),
                        all.bytesPerDay(),
                        all.relay(),
                        all.storage(),
                        all.labels(),
                        new Policy.Attestations(Policy.Stance.TAKE, 2)));
        for (int i = 0; i < 5; i++) {
            anna = association.fresh();
            say(Label.State.ON, role());
        }
        nodes.settle();
        assertThat(atVendor()).hasSize(2);
    }
}
