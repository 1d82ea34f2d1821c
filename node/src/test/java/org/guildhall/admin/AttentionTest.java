package org.guildhall.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.guildhall.admin.doctor.OwnCertificate;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.following.Lag;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.peering.witness.Quorum;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.PeerFigures;
import org.guildhall.store.PeeringTable.Counts;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");

    private final Attention attention = new Attention(NOW);

    @Test
    void isWellWhenNothingIsToBeLookedAt() {
        attention.look(true);
        attention.look(new SigningPermit.State.Granted());
        attention.look(
                new PeerFigures.Waiting(3, Optional.of(NOW.minus(Attention.HELD).plusSeconds(1))));
        attention.lookAtDisk(Attention.DISK);
        attention.lookAtDisk(-1);
        assertThat(attention.level()).isEqualTo("well");
        assertThat(attention.json()).isEmpty();
    }

    @Test
    void asksToDecideOnWhatHasWaitedForDays() {
        attention.look(
                new PeerFigures.Waiting(3, Optional.of(NOW.minus(Attention.HELD).minusSeconds(1))));
        assertThat(attention.level()).isEqualTo("attention");
        assertThat(attention.json().get(0).path("remedy").asText()).contains("guildhall held ls");
    }

    @Test
    void asksToRenewACertificateInTime() {
        attention.look(new OwnCertificate.Seen(Optional.of(NOW.plus(Duration.ofDays(15))), Optional.empty()));
        attention.look(new OwnCertificate.Seen(Optional.empty(), Optional.empty()));
        assertThat(attention.level()).as("or nothing is known").isEqualTo("well");
        attention.look(new OwnCertificate.Seen(Optional.of(NOW.plus(Duration.ofDays(13))), Optional.empty()));
        assertThat(attention.level()).isEqualTo("attention");
        assertThat(attention.json().get(0).path("remedy").asText()).contains("renew");
        attention.look(new OwnCertificate.Seen(Optional.empty(), Optional.of("it is of nobody")));
        assertThat(attention.json().get(1).path("detail").asText()).contains("it is of nobody");
    }

    @Test
    void saysThatTooFewWitnessesHaveCosigned() {
        attention.look(new Quorum.State(2, 2, 12, Optional.empty()));
        attention.look(new Quorum.State(2, 1, 12, Optional.of(NOW.minusSeconds(30))));
        assertThat(attention.level()).as("enough, and not yet").isEqualTo("well");
        attention.look(new Quorum.State(2, 1, 12, Optional.of(NOW.minusSeconds(3_600))));
        assertThat(attention.level()).isEqualTo("attention");
        assertThat(attention.json().get(0).path("code").asText()).isEqualTo("witness-quorum");
        assertThat(attention.json().get(0).path("remedy").asText()).contains("guildhall witness quorum");
    }

    @Test
    void saysWhoMendsWhatEndedFollowing() {
        attention.look(stopped("first-entry: the log does not begin with its node's introduction"));
        attention.look(stopped("equivocation: it signed two different checkpoints of 9 entries"));
        assertThat(attention.level()).isEqualTo("attention");
        assertThat(attention.json().get(0).path("remedy").asText())
                .isEqualTo("find out what happened, then `guildhall peer resume PEER`");
        assertThat(attention.json().get(1).path("remedy").asText())
                .contains("guildhall evidence ls", "by itself when they say which history stands");
    }

    private static PeerStatus stopped(String fault) {
        Peer peer = new Peer(
                1,
                NodeId.of(SigningKey.generate(new SecureRandom()).publicKey()),
                Optional.of("Vendor"),
                State.ACTIVE,
                "https://ask.vendor.example",
                Optional.empty(),
                "{}",
                NOW,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.of(fault),
                Optional.of(NOW),
                true,
                new Counts(0, 0, 0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Lag lag = new Lag(OptionalLong.empty(), Optional.of(NOW), Optional.of("equivocation"));
        return new PeerStatus(
                peer,
                "",
                Optional.empty(),
                Optional.empty(),
                0,
                lag,
                Optional.of(fault),
                Optional.of(NOW),
                true,
                0,
                0,
                0);
    }

    @Test
    void saysThatTheDiskIsNearlyFull() {
        attention.lookAtDisk(Attention.DISK - 1);
        assertThat(attention.level()).isEqualTo("attention");
        assertThat(attention.json().get(0).path("detail").asText()).contains("1023 MiB");
    }

    @Test
    void isCriticalWhenNothingMayBeSigned() {
        attention.look(new SigningPermit.State.Waiting("peers are asked"));
        assertThat(attention.level()).isEqualTo("attention");
        attention.look(new SigningPermit.State.Halted("another copy runs"));
        assertThat(attention.level()).isEqualTo("critical");
        assertThat(attention.json().get(1).path("detail").asText()).contains("another copy runs");
    }

    @Test
    void isCriticalWhenReadersAreNotServed() {
        attention.look(false);
        assertThat(attention.level()).isEqualTo("critical");
    }
}
