package org.guildhall.peering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.Blocks;
import org.guildhall.peering.agreement.Door;
import org.guildhall.peering.agreement.Invitation;
import org.guildhall.peering.agreement.PeerReport;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.peering.following.HostilePeer;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.SecretToken;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Doors that are closed, watched or open; who is kept out; and what a node says of its follower (OQX-PEE-060 to 073). */
@Tag("concurrent")
class PeeringWithoutInvitationTest extends VendorAndAssociation {
    private static Proposals proposals(FederatedNode node) {
        return node.federation().proposals();
    }

    private State propose() throws Exception {
        return proposals(association)
                .propose(vendor.address.text(), vendor.core.id, Policy.takeAll())
                .state();
    }

    private static Optional<State> state(FederatedNode at, FederatedNode of) {
        return at.table.find(of.core.id).map(Peer::state);
    }

    private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        PeeringFault[] fault = new PeeringFault[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(PeeringFault.class, thrown -> fault[0] = thrown);
        return fault[0].code();
    }

    @Test
    void isClosedAsItBegins() throws Exception {
        assertThat(proposals(vendor).door()).isEqualTo(Door.CLOSED);
        assertThat(code(this::propose)).isEqualTo("not-open");
        assertThat(vendor.table.all()).isEmpty();
        assertThat(association.table.all()).isEmpty();
    }

    @Test
    void letsPeopleDecideAndTellsTheOtherSide() throws Exception {
        proposals(vendor).setDoor(Door.ASK);
        assertThat(propose()).isEqualTo(State.PROPOSED);
        assertThat(state(vendor, association)).contains(State.PENDING);
        assertThat(propose()).as("again, and nothing changes").isEqualTo(State.PROPOSED);
        assertThat(proposals(vendor).pending()).hasSize(1);
        assertThat(vendor.followedSize(association.core.id))
                .as("nothing is followed yet")
                .isZero();
        assertThat(vendor.standing(association.core.id)).isEmpty();
        assertThat(code(() -> vendor.peerings().suspend(association.core.id))).isEqualTo("not-agreed");
        assertThat(code(() -> vendor.peerings().resume(association.core.id))).isEqualTo("not-agreed");
        assertThat(code(() -> association.peerings().resume(vendor.core.id))).isEqualTo("not-agreed");

        ObjectId vera = vendor.core.join("vera");
        vendor.core.ask(vera, "Why does it stall");
        assertThat(proposals(vendor).accept(association.core.id, Policy.takeAll()))
                .as("they were told")
                .isTrue();

        assertThat(state(vendor, association)).contains(State.ACTIVE);
        assertThat(state(association, vendor)).contains(State.ACTIVE);
        untilAsserted(() -> assertThat(association.hasAllOf(vendor)).isTrue());
        untilAsserted(() -> assertThat(vendor.hasAllOf(association)).isTrue());
    }

    @Test
    void tellsTheOtherSideLaterWhenItCannotBeReached() throws Exception {
        proposals(vendor).setDoor(Door.ASK);
        propose();
        association.goOffline();
        assertThat(proposals(vendor).accept(association.core.id, Policy.takeAll()))
                .isFalse();
        association.comeBack();
        assertThat(state(association, vendor)).contains(State.PROPOSED);

        proposals(association).goOn();

        assertThat(state(association, vendor)).contains(State.ACTIVE);
        untilAsserted(() -> assertThat(association.hasAllOf(vendor)).isTrue());
    }

    @Test
    void forgetsWhatNobodyDecidedOn() throws Exception {
        proposals(vendor).setDoor(Door.ASK);
        propose();
        vendor.core.clock.advance(Proposals.KEPT.plusMinutes(1));
        association.core.clock.advance(Proposals.KEPT.plusMinutes(1));

        assertThat(proposals(vendor).pending()).isEmpty();
        assertThat(code(() -> proposals(vendor).accept(association.core.id, Policy.takeAll())))
                .isEqualTo("not-pending");
        proposals(vendor).setDoor(Door.CLOSED);
        proposals(association).goOn();
        assertThat(state(association, vendor)).contains(State.REMOVED);
        assertThat(state(vendor, association)).contains(State.PENDING);
        proposals(vendor).goOn();
        assertThat(state(vendor, association)).contains(State.REMOVED);
    }

    @Test
    void declinesWithoutSayingSo() throws Exception {
        proposals(vendor).setDoor(Door.ASK);
        propose();
        proposals(vendor).decline(association.core.id);
        assertThat(proposals(vendor).pending()).isEmpty();
        assertThat(state(association, vendor)).contains(State.PROPOSED);
    }

    @Test
    void peersAtOnceWhenItIsOpenAndHoldsWhatStrangersSend() throws Exception {
        proposals(vendor).setDoor(Door.OPEN);
        assertThat(propose()).isEqualTo(State.ACTIVE);
        ObjectId anna = association.core.join("anna");
        association.core.ask(anna, "Why is it loud");
        untilAsserted(() -> assertThat(vendor.core.select("select outcome, code from setback"))
                .containsExactly("held|policy"));
    }

    @Test
    void takesAProposalOfWhomItProposedToThoughItsDoorIsClosed() throws Exception {
        proposals(vendor).setDoor(Door.ASK);
        propose();
        assertThat(proposals(association).door()).isEqualTo(Door.CLOSED);
        assertThat(proposals(vendor)
                        .propose(association.address.text(), association.core.id, Policy.takeAll())
                        .state())
                .isEqualTo(State.ACTIVE);
        assertThat(state(association, vendor)).contains(State.ACTIVE);
    }

    /** A31, A35: an address in any spelling is one address. */
    @Test
    void refusesWhoIsBlockedByIdOrByAddressInAnySpelling() throws Exception {
        proposals(vendor).setDoor(Door.OPEN);
        Blocks blocks = vendor.federation().blocks();
        String spelled = association.address.text().toUpperCase(java.util.Locale.ROOT) + "/";
        List<Blocks.Target> list = Blocks.read("# bad ones\n" + spelled + "   # spam since spring\n\n");
        assertThat(list)
                .containsExactly(new Blocks.Target(
                        Optional.empty(), Optional.of(association.address.text()), "spam since spring"));
        assertThat(blocks.block(list)).isEqualTo(1);
        assertThat(blocks.block(list)).as("again does no harm").isZero();

        assertThat(code(this::propose)).isEqualTo("not-peer");
        assertThat(vendor.table.all()).isEmpty();

        blocks.unblock(list.get(0));
        assertThat(propose()).isEqualTo(State.ACTIVE);
        blocks.block(Blocks.read(association.core.id.did()));
        assertThat(state(vendor, association)).contains(State.BLOCKED);
        assertThat(
                        vendor.core.select(
                                "select code, detail from event where kind = 'peering' and code = 'blocked' and node is not null"))
                .as("one block, one event")
                .containsExactly("blocked|");
        blocks.block(Blocks.read(association.core.id.did()));
        assertThat(vendor.core.select("select count(*) from event where kind = 'peering' and code = 'blocked'"))
                .as("with the address above")
                .containsExactly("2");
        assertThat(code(() -> vendor.peerings().resume(association.core.id))).isEqualTo("not-agreed");
        assertThat(vendor.standing(association.core.id)).isEmpty();
        blocks.unblock(Blocks.read(association.core.id.did()).get(0));
        assertThat(state(vendor, association)).contains(State.SUSPENDED);
    }

    private void agreeOnceBlocked(HttpServerRequest request, Blocks.Target target) {
        byte[] active = "{\"state\":\"active\"}".getBytes(StandardCharsets.UTF_8);
        vertx.executeBlocking(() -> vendor.federation().blocks().block(List.of(target)))
                .onComplete(blocked -> HostilePeer.answer(request, "application/json", active));
    }

    /** A31: a block that comes while a proposal is under way is not undone by what becomes of that. */
    @Test
    void keepsABlockThatComesWhileANodeAnswers() throws Exception {
        Blocks blocks = vendor.federation().blocks();
        try (HostilePeer slow = new HostilePeer(vertx)) {
            Blocks.Target target = Blocks.Target.of(slow.id.did(), "");
            slow.instead.put("/oqx/peering", request -> agreeOnceBlocked(request, target));

            assertThat(code(() -> proposals(vendor).propose(slow.address.text(), slow.id, Policy.takeAll())))
                    .isEqualTo("blocked");
            assertThat(vendor.table.find(slow.id)).isEmpty();
            blocks.unblock(target);
            assertThat(code(() -> vendor.peerings().accept(slow.invitation().text(), Policy.takeAll())))
                    .isEqualTo("blocked");
            assertThat(vendor.table.find(slow.id)).isEmpty();
            assertThat(code(() -> vendor.peerings().look(slow.invitation().text())))
                    .as("and before anything is sent")
                    .isEqualTo("blocked");

            blocks.unblock(target);
            slow.instead.clear();
            vendor.peerings().accept(slow.invitation().text(), Policy.takeAll());
            slow.instead.put("/oqx/peering", request -> agreeOnceBlocked(request, target));
            assertThat(code(() -> vendor.peerings().accept(slow.invitation().text(), Policy.takeAll())))
                    .isEqualTo("blocked");
            assertThat(vendor.table.find(slow.id).map(Peer::state)).contains(State.BLOCKED);
        }
    }

    /** The same for who proposes to us: between the look at its address and the transaction. */
    @Test
    void takesNoProposalOfWhomItBlockedInTheMeantime() throws Exception {
        proposals(vendor).setDoor(Door.OPEN);
        String secret = Invitation.parse(vendor.invitation()).secret();
        byte[] hash = SecretToken.hash(secret);
        Blocks.Target target = Blocks.Target.of(association.core.id.did(), "");
        vendor.federation().blocks().block(List.of(target));
        assertThat(vendor.peerings().redeem(hash, association.core.id, association.address))
                .isFalse();
        assertThat(proposals(vendor).knock(association.core.id, association.address))
                .isEqualTo(Proposals.Answer.CLOSED);
        assertThat(state(vendor, association)).isEmpty();

        vendor.federation().blocks().unblock(target);
        assertThat(vendor.peerings().redeem(hash, association.core.id, association.address))
                .as("the invitation was not used up")
                .isTrue();
        assertThat(state(vendor, association)).contains(State.ACTIVE);
    }

    @Test
    void namesTheLineOfAListThatIsWrong() {
        assertThatThrownBy(() -> Blocks.read("https://fine.example\nnonsense # why"))
                .isInstanceOf(PeeringFault.class)
                .hasMessageStartingWith("line 2: ");
        assertThat(code(() -> vendor.federation()
                        .blocks()
                        .block(List.of(new Blocks.Target(Optional.of(vendor.core.id), Optional.empty(), "")))))
                .isEqualTo("self");
    }

    /** A31. */
    @Test
    void keepsNoMoreThanAHundredProposals() throws Exception {
        proposals(vendor).setDoor(Door.ASK);
        for (int i = 0; i < 100; i++) {
            NodeId stranger = NodeId.of(org.guildhall.signing.SigningKey.generate(new java.security.SecureRandom())
                    .publicKey());
            assertThat(proposals(vendor).knock(stranger, association.address)).isEqualTo(Proposals.Answer.PENDING);
        }
        assertThat(code(this::propose)).isEqualTo("busy");
        assertThat(proposals(vendor).pending()).hasSize(100);
        assertThat(state(vendor, association)).isEmpty();
    }

    @Test
    void saysWhatItMakesOfItsFollowersLog() throws Exception {
        association.peerWith(vendor);
        ObjectId anna = association.core.join("anna");
        vendor.peerings()
                .setPolicy(
                        association.core.id,
                        Policy.ofJson(
                                "{\"questions\":\"decline\",\"answers\":\"take\",\"comments\":\"take\",\"tallies\":\"take\"}"));
        association.core.ask(anna, "Why is it loud");
        untilAsserted(() -> assertThat(vendor.hasAllOf(association)).isTrue());
        // The key that signs is believed once the record that names it was followed.
        PeerReport report = association
                .federation()
                .reports()
                .ask(association.table.find(vendor.core.id).orElseThrow());
        assertThat(report)
                .isEqualTo(new PeerReport(
                        association.core.id,
                        "active",
                        association.size(),
                        association.size() - 1,
                        Map.of(),
                        Map.of("policy", 1L),
                        Map.of(),
                        Optional.empty()));
        Peer kept = association.table.find(vendor.core.id).orElseThrow();
        assertThat(kept.report()).contains(new String(report.bytes(), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(kept.reportAt()).isPresent();

        vendor.peerings().suspend(association.core.id);
        assertThat(association.federation().reports().ask(kept).state()).isEqualTo("suspended");
        vendor.peerings().remove(association.core.id);
        assertThat(code(() -> association.federation().reports().ask(kept))).isEqualTo("not-peer");
    }
}
