package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.AttestationReading;
import org.guildhall.store.AttestationReading.Said;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What a node says of members: only what its log tells, kept true, and roles for their time (OQX-STA-060 to 064). */
class AttestingTest {
    private static final TallyTerms TERMS = new TallyTerms(Duration.ofHours(1), 1, Duration.ZERO);

    @TempDir
    private Path directory;

    private NodeInMemory home;
    private NodeInMemory away;
    private ObjectId asker;
    private ObjectId arno;
    private ObjectId question;
    private ObjectId answer;

    private void start(DatabaseLocation location) throws Exception {
        home = new NodeInMemory("Home", location);
        away = new NodeInMemory("Away", new DatabaseLocation.Embedded(directory.resolve("away")));
        asker = home.join("asker");
        arno = away.join("arno");
        question = home.ask(asker, "Why does it stall");
        away.follow(home);
        answer = away.answer(arno, question, "The filter.");
        home.follow(away);
    }

    @AfterEach
    void stop() {
        home.close();
        away.close();
    }

    private void vote(NodeInMemory node, ObjectId member) throws Exception {
        node.vote(member, answer);
    }

    private void tell(NodeInMemory node) throws Exception {
        node.clock.advance(TERMS.window());
        new TallyWindow(node.admission, TERMS).publishDue().get();
    }

    private Attestation attest(Optional<String> topic) throws Exception {
        return home.admission
                .publish(desk -> Attesting.standing(desk, arno, topic))
                .get();
    }

    private List<Said> words() throws Exception {
        try (Connection connection = home.database.reads().getConnection()) {
            return new AttestationReading(new Sql(connection))
                    .list(Optional.of(home.writer.self()), Optional.empty(), 9);
        }
    }

    private List<String> roles() throws Exception {
        return roles(9);
    }

    private List<String> roles(int most) throws Exception {
        try (Connection connection = home.database.reads().getConnection()) {
            return new AttestationReading(new Sql(connection))
                    .roles(arno.key(), home.writer.self(), home.clock.instant(), most).stream()
                            .map(said -> said.issuerName() + ": "
                                    + ((Attestation.Role) said.attestation().claim()).name())
                            .toList();
        }
    }

    private static String figures(Attestation said) {
        Attestation.Standing standing = (Attestation.Standing) said.claim();
        Attestation.Period period = standing.periods().get(0);
        assertThat(standing.periods()).hasSize(1);
        return period.answers() + " " + period.accepted() + " " + period.up() + " " + period.down();
    }

    @EachDatabase
    void saysWhatItsTalliesAndAcceptancesSayAndNoMore(DatabaseLocation location) throws Exception {
        start(location);
        vote(home, home.join("victor"));
        assertThat(figures(attest(Optional.empty())))
                .as("no vote that no tally tells yet")
                .isEqualTo("1 0 0 0");
        tell(home);
        vote(away, away.join("ada"));
        tell(away);
        home.follow(away);
        home.accept(question, Optional.of(answer));
        Attestation said = attest(Optional.of("pumps"));
        assertThat(figures(said)).as("not what others' members voted").isEqualTo("1 1 1 0");
        assertThat(((Attestation.Standing) said.claim()).periods().get(0).quarter())
                .isEqualTo(org.guildhall.reputation.Age.quarterOf(home.clock.instant()));

        assertThatThrownBy(() -> attest(Optional.of("pumps"))).hasMessageContaining("says so already");
        assertThatThrownBy(() -> attest(Optional.of("paint")))
                .hasMessageContaining("no answer by this member in paint");
        assertThat(words()).hasSize(2);
    }

    @EachDatabase
    void keepsItTrueOnceADayAtMost(DatabaseLocation location) throws Exception {
        start(location);
        attest(Optional.empty());
        vote(home, home.join("victor"));
        tell(home);
        KeptAttestations kept = kept();
        kept.work();
        assertThat(words().get(0).record().head().revision()).as("said today").isEqualTo(1);
        home.clock.advance(Duration.ofDays(1));
        kept.work();
        kept.work();
        assertThat(words().get(0).record().head().revision()).isEqualTo(2);
        assertThat(figures(words().get(0).attestation())).isEqualTo("1 0 1 0");
        home.clock.advance(Duration.ofDays(3));
        kept.work();
        assertThat(words().get(0).record().head().revision())
                .as("nothing has changed")
                .isEqualTo(2);

        // Erased answers count for nothing, and where nothing is left nothing is said.
        away.clock.advance(Duration.ofDays(5));
        away.admission.publish(desk -> TakingBack.erasePost(desk, answer.key())).get();
        home.follow(away);
        kept.work();
        assertThat(words().get(0).record().head().revision()).isEqualTo(3);
        assertThat(words().get(0).holds()).isFalse();
        home.clock.advance(Duration.ofDays(3));
        kept.work();
        assertThat(words().get(0).record().head().revision()).isEqualTo(3);
    }

    private KeptAttestations kept() {
        return new KeptAttestations(home.database, home.admission, home.writer.self(), home.clock);
    }

    /** Else every round counts all answers of everybody who was ever attested, while nobody can write. */
    @EachDatabase
    void leavesTheWriterAloneWhileNothingHasChanged(DatabaseLocation location) throws Exception {
        start(location);
        attest(Optional.empty());
        home.clock.advance(Duration.ofDays(2));
        long groups = home.writer.groups();
        kept().work();
        assertThat(home.writer.groups()).isEqualTo(groups);
        vote(home, home.join("victor"));
        tell(home);
        kept().work();
        assertThat(words().get(0).record().head().revision()).isEqualTo(2);
    }

    @EachDatabase
    void comparesAgainBeforeItSaysAnything(DatabaseLocation location) throws Exception {
        start(location);
        attest(Optional.empty());
        vote(home, home.join("victor"));
        tell(home);
        home.clock.advance(Duration.ofDays(2));
        Attesting.Looked looked;
        try (Connection connection = home.database.reads().getConnection()) {
            looked = Attesting.look(new Sql(connection), home.writer.self(), home.clock.instant(), Optional.empty());
        }
        assertThat(looked.stale()).containsExactly(words().get(0).key());
        assertThat(looked.next()).isEmpty();
        attest(Optional.empty()); // somebody asks for it meanwhile
        home.clock.advance(Duration.ofDays(2));
        renew(looked.stale());
        assertThat(words().get(0).record().head().revision()).as("said already").isEqualTo(2);
        home.admission
                .publish(desk -> Attesting.revoke(
                        desk, arno, words().get(0).attestation().claim(), Optional.empty()))
                .get();
        vote(home, home.join("ada"));
        tell(home);
        home.clock.advance(Duration.ofDays(2));
        renew(looked.stale());
        assertThat(words().get(0).holds()).as("taken back").isFalse();
        assertThat(words().get(0).record().head().revision()).isEqualTo(3);
    }

    private void renew(List<ObjectKey> words) throws Exception {
        home.admission
                .publish(desk -> {
                    Attesting.renew(desk, words);
                    return true;
                })
                .get();
    }

    @EachDatabase
    void saysRolesForTheirTimeAndTakesThemBack(DatabaseLocation location) throws Exception {
        start(location);
        Instant now = home.clock.instant();
        Attestation.Role technician = new Attestation.Role(
                "technician", Optional.of("ACME"), Optional.of(now), Optional.of(now.plus(Duration.ofDays(2))));
        Attestation.Role welder = role("welder");
        home.admission
                .publish(desk -> Attesting.role(desk, arno, technician, Optional.empty()))
                .get();
        home.admission
                .publish(desk -> Attesting.role(desk, arno, welder, Optional.empty()))
                .get();
        assertThat(roles()).containsExactlyInAnyOrder("Home: technician", "Home: welder");
        assertThatThrownBy(() -> home.admission
                        .publish(desk -> Attesting.role(desk, arno, welder, Optional.empty()))
                        .get())
                .hasMessageContaining("says so already");

        home.admission
                .publish(desk -> Attesting.revoke(desk, arno, role("welder"), Optional.of("retired")))
                .get();
        assertThat(roles()).containsExactly("Home: technician");
        assertThatThrownBy(() -> home.admission
                        .publish(desk -> Attesting.revoke(desk, arno, role("welder"), Optional.empty()))
                        .get())
                .hasMessageContaining("does not say so");
        home.clock.advance(Duration.ofDays(2));
        assertThat(roles()).as("not after its time").isEmpty();
    }

    @EachDatabase
    void showsRolesAsTheWordOfTheirIssuersButNotOfThoseBlocked(DatabaseLocation location) throws Exception {
        start(location);
        Attestation said = new Attestation(arno, Label.State.ON, role("welder"), Optional.empty());
        away.publish(new ObjectId(away.id, NamedUuid.attestation(away.id, arno, role("welder"))), said);
        home.follow(away);
        home.admission
                .publish(desk -> Attesting.role(desk, arno, role("welder"), Optional.empty()))
                .get();
        assertThat(roles()).containsExactly("Home: welder", "Away: welder");
        home.writer
                .submit(tx -> tx.sql()
                        .update(
                                "insert into blocked_node (node, note, at) values (?, ?, ?)",
                                tx.number(away.id),
                                "",
                                0L))
                .get();
        assertThat(roles()).containsExactly("Home: welder");
    }

    /** Else whoever attests often enough decides what is read of everybody else, and how long that takes. */
    @EachDatabase
    void readsSomeOfWhatANodeSaysOfAMemberAndOursFirst(DatabaseLocation location) throws Exception {
        start(location);
        for (int i = 0; i < 120; i++) {
            Attestation.Role one = role("role " + i);
            away.clock.advance(Duration.ofSeconds(1));
            away.publish(
                    new ObjectId(away.id, NamedUuid.attestation(away.id, arno, one)),
                    new Attestation(arno, Label.State.ON, one, Optional.empty()));
        }
        home.clock.advance(Duration.ofMinutes(3));
        home.follow(away);
        home.admission
                .publish(desk -> Attesting.role(desk, arno, role("welder"), Optional.empty()))
                .get();
        assertThat(roles(1_000))
                .hasSize(101)
                .contains("Away: role 119", "Away: role 20")
                .doesNotContain("Away: role 19");
        assertThat(roles(2)).containsExactly("Home: welder", "Away: role 119");
    }

    private static Attestation.Role role(String name) {
        return new Attestation.Role(name, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
