package org.guildhall.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench of attacks on standing, on a federation small enough for every build. */
class AttacksTest {
    @TempDir
    private Path directory;

    private final HonestFederation federation = new HonestFederation(7, 100, 600);
    private final Attacks attacks = new Attacks(federation);

    private List<Gain> tried(Attack attack) {
        List<Gain> gains = Gain.of(federation, attack, HonestFederation.measured());
        assertThat(gains).allMatch(Gain::isWithinBounds);
        return gains;
    }

    @Test
    void a37GainWithinTheCapsAndOfTheGroupsUsedOnly() {
        List<Gain> many = tried(attacks.inventedNodes(50, 100, 1));
        // Without a cap it would be far more; so nearly all of the cap is theirs, and nothing of another.
        assertThat(many).allMatch(gain -> gain.gained() > gain.bound().orElseThrow() * 9 / 10);
        assertThat(many).allMatch(gain -> gain.plain() > 2 * gain.bound().orElseThrow());
        assertThat(tried(attacks.inventedNodes(50, 100, 5))).allMatch(gain -> gain.gained() <= 10_000);
        tried(attacks.sybils(10, 100));
        tried(attacks.ringAcross(3, 20, 5));
        tried(attacks.inflatedTallies(500));
        tried(attacks.inflatedAttestations(20));
        tried(attacks.capturedNodes(20));
        tried(attacks.staffAbroad(10, 20));
    }

    @Test
    void a37GainNothingWithoutAPeer() {
        List.of(
                        attacks.sybilsAtHome(100, 100),
                        attacks.ringWithin(20, 5),
                        attacks.inventedNodes(50, 100, 0),
                        attacks.afterThePeersWeightIsZero(50, 100),
                        attacks.staff(10, 20),
                        attacks.newName(20),
                        attacks.erasure(20))
                .forEach(attack -> assertThat(tried(attack)).allMatch(gain -> gain.gained() <= 0));
    }

    @Test
    void a37TakeNothingThatOthersGave() {
        assertThat(tried(attacks.votesAgainst(1_000)))
                .anyMatch(gain -> gain.lost() > 0)
                .allMatch(gain -> gain.plainLost() > gain.lost());
    }

    @Test
    void leaveTheFederationAsItWas() {
        List<Gain> before = tried(attacks.sybils(0, 1));
        tried(attacks.inventedNodes(50, 100, 1));
        tried(attacks.votesAgainst(1_000));
        tried(attacks.erasure(20));

        assertThat(tried(attacks.sybils(0, 1)))
                .extracting(Gain::had, Gain::top)
                .isEqualTo(before.stream()
                        .map(gain -> tuple(gain.had(), gain.top()))
                        .toList());
    }

    @Test
    void a37GainNothingByAnAttestationThatNobodySaid() throws Exception {
        try (ReplayedAttestation attestation = new ReplayedAttestation(directory)) {
            for (ReplayedAttestation.Way way : ReplayedAttestation.Way.values()) {
                ReplayedAttestation.Outcome outcome = attestation.of(way, 3);

                assertThat(outcome.gained()).as(way.text()).isZero();
                assertThat(outcome.plain()).as(way.text()).isPositive();
                assertThat(outcome.counts().duplicate() + outcome.counts().quarantined())
                        .as(way.text())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void learnNoMoreVotesThanTwoAccountsForEachAllow() throws Exception {
        VoteProbing.Outcome before = VoteProbing.of(2, Duration.ZERO, 3, 1, directory.resolve("before"));
        VoteProbing.Outcome after = VoteProbing.of(2, Duration.ofDays(30), 3, 1, directory.resolve("after"));

        assertThat(before.learnt()).isEqualTo(3);
        assertThat(after.learnt()).isEqualTo(1);
    }
}
