package org.guildhall.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.Policy;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.peering.following.Standing;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The main job over real HTTP: invite, accept, ask here, answer there, both have the same. */
@Tag("concurrent")
class TwoNodesOverHttpTest extends VendorAndAssociation {
    private void untilLevel() {
        untilAsserted(() -> {
            assertThat(association.hasAllOf(vendor)).isTrue();
            assertThat(vendor.hasAllOf(association)).isTrue();
        });
    }

    @Test
    void exchangesAQuestionItsAnswerAndTheVerdict() throws Exception {
        association.peerWith(vendor);
        ObjectId vera = vendor.core.join("vera");
        ObjectId anna = association.core.join("anna");
        ObjectId question = vendor.core.ask(vera, "Why does it stall");
        untilAsserted(() ->
                assertThat(association.core.select("select title from thread")).containsExactly("Why does it stall"));
        association.core.answer(anna, question, "Check the suction line.");
        untilAsserted(() -> assertThat(vendor.core.select("select body from post where kind = 4"))
                .containsExactly("Check the suction line."));
        untilAsserted(() -> assertThat(association.core.select("select ruling from verdict"))
                .containsExactly("taken"));
        untilLevel();
    }

    @Test
    void needsOneRequestForEach256EntriesAndAHandfulMore() throws Exception {
        ObjectId vera = vendor.core.join("vera");
        for (int i = 0; i < 2_600; i += 100) {
            int from = i;
            vendor.core
                    .admission
                    .publish(desk -> {
                        for (int j = 0; j < 100; j++) {
                            desk.publish(
                                    vendor.core.fresh(),
                                    new org.guildhall.record.Question(
                                            vera.id(),
                                            "Question " + (from + j),
                                            "Text of it",
                                            java.util.List.of("pumps"),
                                            "en",
                                            "CC-BY-SA-4.0",
                                            org.guildhall.record.Post.Origin.HERE));
                        }
                        return true;
                    })
                    .get(60, TimeUnit.SECONDS);
        }
        association.peerWith(vendor);
        untilLevel();
        untilAsserted(() -> assertThat(standing().behind()).hasValue(0));
        long size = vendor.core.writer.current().size();
        assertThat(size).isEqualTo(2_602);
        // The tail that waits now is not part of catching up.
        assertThat(standing().requests() - 1).isLessThanOrEqualTo(size / 256 + 5);
        assertThat(association.core.select("select count(*) from thread")).containsExactly("2600");
        assertThat(association.rootOf(vendor))
                .isEqualTo(vendor.core.writer.current().root().hex());
    }

    private Standing standing() {
        return association.followers().standing(vendor.core.id).orElseThrow();
    }

    @Test
    void goesOnAtItsCursorAfterItWasStopped() throws Exception {
        association.peerWith(vendor);
        ObjectId vera = vendor.core.join("vera");
        vendor.core.ask(vera, "Before");
        untilLevel();
        association.goOffline();
        vendor.core.ask(vera, "Meanwhile");
        assertThat(association.core.select("select title from thread")).containsExactly("Before");
        association.comeBack();
        untilAsserted(() -> assertThat(association.hasAllOf(vendor)).isTrue());
        assertThat(association.core.select("select title from thread order by created_at"))
                .containsExactly("Before", "Meanwhile");
    }

    @Test
    void neverSaysThatNothingIsMissingWhileThePeerIsDown() throws Exception {
        association.peerWith(vendor);
        ObjectId vera = vendor.core.join("vera");
        vendor.core.ask(vera, "Before");
        untilLevel();
        untilAsserted(() -> assertThat(standing().behind()).hasValue(0));
        vendor.close();
        untilAsserted(() -> assertThat(standing().fault()).isPresent());
        PeerStatus status = association.followers().all().get(0);
        assertThat(status.behind()).isEmpty();
        // What is told first may still be the closing node's word that it is busy.
        untilAsserted(
                () -> assertThat(association.followers().all().get(0).fault().orElseThrow())
                        .startsWith("unreachable: "));
        assertThat(status.seenAt()).isPresent();
        vendor = newNode("Another");
    }

    @Test
    void endsFollowingWithThePeering() throws Exception {
        association.peerWith(vendor);
        ObjectId vera = vendor.core.join("vera");
        vendor.core.ask(vera, "Before");
        untilLevel();
        association.peerings().remove(vendor.core.id);
        assertThat(association.followers().standing(vendor.core.id)).isEmpty();
        assertThat(association.followers().all()).isEmpty();
        long before = association.followedSize(vendor.core.id);
        vendor.core.ask(vera, "After");
        untilAsserted(() -> assertThat(
                        vendor.federation().publisher().newest().orElseThrow().size())
                .isGreaterThan(before));
        assertThat(association.followedSize(vendor.core.id)).isEqualTo(before);
    }

    @Test
    void endsWithThePeeringWhatLabelsDid() throws Exception {
        association.peerWith(vendor);
        association.peerings().setPolicy(vendor.core.id, hiding("spam"));
        ObjectId asked = vendor.core.ask(vendor.core.join("vera"), "Cheap pumps");
        vendor.core.publish(
                new ObjectId(vendor.core.id, NamedUuid.label(vendor.core.id, asked, "spam")),
                new Label(asked, Optional.of(asked), "spam", Label.State.ON, Optional.empty()));
        untilAsserted(() ->
                assertThat(association.core.select("select visible from post")).containsExactly("false"));

        association.peerings().remove(vendor.core.id);
        assertThat(association.core.select("select visible from post")).containsExactly("true");
        association.peerings().accept(vendor.invitation(), hiding("spam"));
        assertThat(association.core.select("select visible from post")).containsExactly("false");
    }

    private static Policy hiding(String label) {
        return Policy.ofJson("{\"questions\": \"take\", \"answers\": \"take\", \"comments\": \"take\","
                + " \"tallies\": \"take\", \"labels\": {\"" + label + "\": \"hide\"}}");
    }
}
