package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guildhall.admission.Ballot.Direction.DOWN;
import static org.guildhall.admission.Ballot.Direction.NONE;
import static org.guildhall.admission.Ballot.Direction.UP;

import java.time.Duration;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;

/** When votes are told, and that who watches the sums can't have one member's votes told again and again (OQX-STA-070, 071). */
class TallyWindowTest {
    private static final TallyTerms TERMS = new TallyTerms(Duration.ofHours(1), 3, Duration.ofDays(30));

    private NodeInMemory node;
    private ObjectId question;
    private ObjectId answer;
    private ObjectId other;
    private ObjectId victim;
    private ObjectId first;
    private ObjectId second;

    private void start(DatabaseLocation location) throws Exception {
        node = new NodeInMemory("Home", location);
        ObjectId asker = node.join("asker");
        question = node.ask(asker, "Why does it stall");
        answer = node.answer(node.join("author"), question, "Bleed it.");
        other = node.answer(node.join("another"), question, "Replace it.");
        victim = node.join("victim");
        first = node.join("first");
        second = node.join("second");
    }

    private void vote(ObjectId member, ObjectId post, Ballot.Direction direction) throws Exception {
        new Ballot(node.writer).cast(member.key(), post.key(), direction).get();
    }

    /** What peers are told after the window has closed: revision of the tally, votes for the answer, votes against the other. */
    private String told(TallyTerms terms) throws Exception {
        node.clock.advance(terms.window());
        new TallyWindow(node.admission, terms).publishDue().get();
        return String.join(
                "",
                node.select(
                        "select t.revision, a.up, coalesce(o.down, 0) from tally t"
                                + " join tally_count a on a.tally = t.object_key left join tally_count o on o.object_key = ?"
                                + " where a.object_key = ?",
                        other.key(),
                        answer.key()));
    }

    private void probe(Ballot.Direction direction) throws Exception {
        vote(first, answer, direction);
        vote(second, answer, direction);
    }

    @EachDatabase
    void countsNobodyWhoTakesBackWhatTheyNeverSaid(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory home = node) {
            probe(Ballot.Direction.NONE);
            vote(victim, other, Ballot.Direction.DOWN);
            assertThat(told(TERMS)).as("one member's vote waits for more").isEmpty();
        }
    }

    @EachDatabase
    void countsNobodyTwiceInAThreadInAMonth(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory home = node) {
            vote(victim, answer, UP);
            probe(UP);
            assertThat(told(TERMS))
                    .as("three members: one vote can be told from two")
                    .isEqualTo("1|3|0");

            // The same two try to have each further vote told alone.
            for (int i = 0; i < 3; i++) {
                probe(NONE);
                vote(victim, other, i % 2 == 0 ? DOWN : NONE);
                probe(UP);
                assertThat(told(TERMS)).isEqualTo("1|3|0");
            }
            vote(victim, other, DOWN);
            for (int i = 0; i < 2; i++) {
                vote(home.join("late" + i), answer, UP);
            }
            assertThat(told(TERMS))
                    .as("two who were never counted, and three who rest")
                    .isEqualTo("1|3|0");
            vote(home.join("third"), answer, DOWN);
            assertThat(told(TERMS)).as("three who were not: everything travels").isEqualTo("2|5|1");
        }
    }

    @EachDatabase
    void countsThemAgainAfterAMonthAndForgetsWhenThatWas(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory home = node) {
            vote(victim, answer, UP);
            probe(UP);
            assertThat(told(TERMS)).isEqualTo("1|3|0");
            vote(victim, other, DOWN);
            home.clock.advance(Duration.ofDays(31));
            probe(DOWN);
            assertThat(told(TERMS))
                    .as("what was voted within the month does not count after it")
                    .isEqualTo("1|3|0");
            assertThat(home.select("select count(*) from counted"))
                    .as("old rows are gone")
                    .containsExactly("0");

            vote(victim, other, DOWN);
            assertThat(told(TERMS)).as("voted again after the month").isEqualTo("2|1|1");
            assertThat(home.select("select count(*) from counted")).containsExactly("3");
        }
    }

    @EachDatabase
    void tellsEachVoteWhereOneVoterIsEnough(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory home = node) {
            TallyTerms demo = new TallyTerms(Duration.ofSeconds(1), 1, TallyTerms.STANDARD.rest());
            vote(victim, answer, UP);
            assertThat(told(demo)).isEqualTo("1|1|0");
            vote(victim, other, DOWN);
            assertThat(told(demo)).as("nobody rests").isEqualTo("2|1|1");
            assertThat(home.select("select count(*) from counted")).containsExactly("0");
        }
    }

    @EachDatabase
    void erasesWhoWasCounted(DatabaseLocation location) throws Exception {
        start(location);
        try (NodeInMemory home = node) {
            vote(victim, answer, UP);
            probe(UP);
            told(TERMS);
            home.admission
                    .publish(desk -> TakingBack.eraseMember(desk, victim.key(), false))
                    .get();
            assertThat(home.select("select member from counted where member = ?", victim.key()))
                    .isEmpty();
            assertThat(home.select("select count(*) from counted")).containsExactly("2");
        }
    }
}
