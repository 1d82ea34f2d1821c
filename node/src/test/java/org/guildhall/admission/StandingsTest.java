package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.guildhall.record.Attestation;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Tally;
import org.guildhall.reputation.Age;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Explanation;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Standing;
import org.guildhall.store.CredentialQueries;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Hiding;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Sql;
import org.junit.jupiter.api.io.TempDir;

/** What a node makes of the tallies, acceptances and attestations that it holds (spec, chapter Standing). */
class StandingsTest {
    @TempDir
    private Path directory;

    interface Asked<T> {
        T ask(Standings standings) throws Exception;
    }

    private static <T> T ask(NodeInMemory node, Asked<T> question) throws Exception {
        return ask(node, node.clock.instant(), question);
    }

    private static <T> T ask(NodeInMemory node, Instant at, Asked<T> question) throws Exception {
        try (Connection connection = node.database.reads().getConnection()) {
            return question.ask(new Standings(new Sql(connection), node.id, at));
        }
    }

    private static Standing standing(NodeInMemory node, ObjectId member, String topic) throws Exception {
        return ask(node, standings -> standings.of(List.of(member.key()), topic).get(member.key()));
    }

    /** Anna of the home answers a question at a peer; the peer's asker accepts, and its people vote. */
    private static final class Scene {
        final NodeInMemory home;
        final NodeInMemory peer;
        final ObjectId anna;
        final ObjectId asker;
        final ObjectId thread;
        final ObjectId answer;

        Scene(NodesInMemory nodes, DatabaseLocation location, int weight) throws Exception {
            home = nodes.node("Home", location);
            peer = nodes.node("Peer");
            nodes.peer(home, peer, NodeInMemory.weighing(weight));
            nodes.peer(peer, home, NodeInMemory.weighing(100));
            anna = home.join("anna");
            asker = peer.join("pete");
            thread = peer.ask(asker, "Which seal for 80 bar?");
            nodes.settle();
            answer = home.answer(anna, thread, "FKM.");
            nodes.settle();
            peer.accept(thread, Optional.of(answer));
            for (String voter : List.of("paula", "piet", "pia")) {
                peer.vote(peer.join(voter), answer);
            }
            peer.publishTallies();
            nodes.settle();
        }
    }

    @EachDatabase
    void countsWhatAPeersMembersSaidUnderItsWeight(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 50);

            for (String topic : List.of("", "pumps")) {
                // 3 votes and an acceptance: 45 points, of which a weight of 50 leaves half.
                assertThat(standing(scene.home, scene.anna, topic).peers()).isEqualTo(22);
                assertThat(standing(scene.home, scene.anna, topic).home()).isZero();
            }
            assertThat(standing(scene.home, scene.anna, "seals").peers()).isZero();
            assertThat(standing(scene.peer, scene.anna, "").peers())
                    .as("its own people have no cap")
                    .isEqualTo(45);
            Map<String, Standing> byTopic = ask(scene.home, standings -> standings.byTopic(scene.anna.key()));
            assertThat(byTopic.keySet()).containsExactly("", "pumps");
            List<Standings.Ranked> experts = ask(scene.home, standings -> standings.most("pumps", 3));
            assertThat(experts).extracting(Standings.Ranked::member).containsExactly(scene.anna);
        }
    }

    @EachDatabase
    void opensEachNumberDownToTheRecords(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 50);

            Explanation explanation = ask(scene.home, standings -> standings.explain(scene.anna.key(), Fact.ALL_TOPICS))
                    .orElseThrow();

            List<Explanation.Line> lines = explanation.groups().get(scene.peer.id);
            assertThat(lines).extracting(line -> line.fact().points()).containsExactlyInAnyOrder(30L, 15L);
            for (Explanation.Line line : lines) {
                ObjectKey record = line.fact().record().key();
                assertThat(scene.home.select("select kind from object_revision where object_key = ?", record))
                        .containsExactly(String.valueOf(
                                line.fact().basis() instanceof Basis.Votes ? Kind.TALLY.code() : Kind.ACCEPT.code()));
                assertThat(line.fact().basis().subject()).isEqualTo(scene.answer.toString());
            }
            Optional<Explanation> nobody = ask(scene.home, standings -> standings.explain(scene.answer.key(), ""));
            assertThat(nobody).isEmpty();
        }
    }

    @EachDatabase
    void keepsTheWordOfAMembersOwnNodeApart(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 50);
            scene.home.vote(scene.home.join("hedwig"), scene.answer);
            assertThat(standing(scene.home, scene.anna, "").home())
                    .as("before the tally tells it")
                    .isZero();
            scene.home.publishTallies();
            nodes.settle();

            assertThat(standing(scene.home, scene.anna, "").home()).isEqualTo(10);
            assertThat(standing(scene.home, scene.anna, "").peers()).isEqualTo(22);
            assertThat(standing(scene.peer, scene.anna, "").home()).isEqualTo(10);
            assertThat(standing(scene.peer, scene.anna, "").peers()).isEqualTo(45);
        }
    }

    @EachDatabase
    void forgetsWhatIsTakenBack(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 100);
            scene.peer.accept(scene.thread, Optional.empty());
            nodes.settle();
            assertThat(standing(scene.home, scene.anna, "").peers()).isEqualTo(30);

            Question asked = NodeInMemory.questionBody(scene.asker, "Which seal for 80 bar?");
            scene.peer.publish(
                    scene.thread,
                    new Question(
                            asked.author(),
                            asked.name(),
                            asked.text(),
                            List.of("seals"),
                            "en",
                            "CC-BY-SA-4.0",
                            Post.Origin.HERE));
            nodes.settle();
            assertThat(standing(scene.home, scene.anna, "pumps").peers())
                    .as("the question has other tags")
                    .isZero();
            assertThat(standing(scene.home, scene.anna, "seals").peers()).isEqualTo(30);

            hide(scene.home, scene.answer, scene.thread, true);
            assertThat(standing(scene.home, scene.anna, "").peers())
                    .as("not shown here")
                    .isZero();
            hide(scene.home, scene.answer, scene.thread, false);
            assertThat(standing(scene.home, scene.anna, "").peers()).isEqualTo(30);

            scene.home
                    .admission
                    .publish(desk -> TakingBack.erasePost(desk, scene.answer.key()))
                    .get();
            assertThat(standing(scene.home, scene.anna, "").peers()).isZero();
            assertThat(scene.home.select("select points from standing_total")).isEmpty();
            assertThat(scene.home.select("select origin_key from standing_fact"))
                    .isEmpty();
        }
    }

    @EachDatabase
    void forgetsMembersWhoWereErasedThoughTheirAnswersStay(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 100);
            scene.home
                    .admission
                    .publish(desk -> TakingBack.eraseMember(desk, scene.anna.key(), false))
                    .get();
            nodes.settle();

            for (NodeInMemory node : List.of(scene.home, scene.peer)) {
                assertThat(node.select("select visible, erased from post where object_key = ?", scene.answer.key()))
                        .as("at the " + node.name)
                        .allMatch(row -> row.equalsIgnoreCase("true|0") || row.equals("t|0"));
                assertThat(sums(node)).as("at the " + node.name).isEmpty();
                List<String> before = sums(node);
                Replay.run(node.writer, read -> {}).get();
                assertThat(sums(node)).isEqualTo(before);
            }
        }
    }

    @EachDatabase
    void takesNoTallyOfAnotherThreadForOneOfTheAnswer(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 100);
            ObjectId elsewhere = scene.peer.ask(scene.asker, "Which oil?");
            Tally meddling = new Tally(elsewhere, List.of(new Tally.Count(scene.answer, 1, 0)));
            scene.peer.publish(new ObjectId(scene.peer.id, NamedUuid.tally(scene.peer.id, elsewhere)), meddling);
            nodes.settle();

            assertThat(standing(scene.home, scene.anna, "").peers()).isEqualTo(45);
            CredentialQueries.Answered answered = new CredentialQueries(scene.home.database)
                    .answer(scene.answer.key())
                    .orElseThrow();
            assertThat(answered.tallies()).isEmpty();
            ObjectId tally = new ObjectId(scene.peer.id, NamedUuid.tally(scene.peer.id, scene.thread));
            assertThat(scene.home.select(
                            "select count(*) from object_revision where object_key = ? and digest = ?",
                            tally.key(),
                            answered.homeTally().orElseThrow()))
                    .containsExactly("1");
        }
    }

    private static void hide(NodeInMemory node, ObjectId post, ObjectId thread, boolean hidden) throws Exception {
        node.writer
                .submit(tx -> {
                    if (hidden) {
                        new Hiding(tx).hide(post.key(), thread.key(), "spam", post.key(), ModerationLog.By.MODERATOR);
                    } else {
                        new Hiding(tx).show(post.key(), thread.key(), ModerationLog.By.MODERATOR);
                    }
                    return true;
                })
                .get();
    }

    @EachDatabase
    void countsAnAttestationWhereItSaysMoreAndOnlyWhileItHolds(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 100);
            int now = Age.quarterOf(scene.home.clock.instant());
            Attestation.Claim more = new Attestation.Standing(
                    Optional.of("pumps"),
                    Instant.EPOCH,
                    List.of(new Attestation.Period(now - 20, 2, 1, 8, 0), new Attestation.Period(now, 1, 0, 2, 0)));
            attest(scene.peer, scene.anna, Label.State.ON, more);
            nodes.settle();

            // 95 points of twenty quarters ago, 30 % faded, and 20 of now: more than 45, so it stands for them.
            assertThat(standing(scene.home, scene.anna, "pumps").peers()).isEqualTo(66 + 20);
            assertThat(standing(scene.home, scene.anna, "").peers())
                    .as("it is about one topic")
                    .isEqualTo(45);
            assertThat(scene.home.select(
                            "select sum(points) from standing_total where topic = 'pumps' group by issuer"))
                    .as("never the sum of both")
                    .containsExactly("115");

            attest(scene.peer, scene.anna, Label.State.OFF, more);
            nodes.settle();
            assertThat(standing(scene.home, scene.anna, "pumps").peers()).isEqualTo(45);
        }
    }

    private static void attest(NodeInMemory issuer, ObjectId about, Label.State state, Attestation.Claim claim)
            throws Exception {
        issuer.publish(
                new ObjectId(issuer.id, NamedUuid.attestation(issuer.id, about, claim)),
                new Attestation(about, state, claim, Optional.empty()));
    }

    @EachDatabase
    void countsANodeThatAPeerIntroducesUnderThatPeersCap(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            NodeInMemory home = nodes.node("Home", location);
            NodeInMemory peer = nodes.node("Peer");
            NodeInMemory third = nodes.node("Third");
            nodes.peer(home, peer, NodeInMemory.weighing(20));
            nodes.peer(peer, third, NodeInMemory.weighing(100));
            nodes.peer(third, peer, NodeInMemory.weighing(100));
            ObjectId pia = peer.join("pia");
            ObjectId thread = peer.ask(peer.join("pete"), "Which seal for 80 bar?");
            ObjectId answer = peer.answer(pia, thread, "FKM.");
            nodes.settle();
            for (String voter : List.of("tom", "tina")) {
                third.vote(third.join(voter), answer);
            }
            third.publishTallies();
            nodes.settle();

            Standing standing = standing(home, pia, "");
            assertThat(standing.shares()).extracting(Standing.Share::group).containsExactly(peer.id);
            assertThat(standing.peers()).isEqualTo(4);

            home.changePolicy(peer.id, NodeInMemory.weighing(50));
            assertThat(standing(home, pia, "").peers()).as("at once").isEqualTo(10);
            home.writer
                    .submit(tx -> org.guildhall.store.BlockTable.block(tx, third.id, "", Instant.EPOCH))
                    .get();
            assertThat(standing(home, pia, "").peers()).as("blocked").isZero();
        }
    }

    @EachDatabase
    void keepsSumsThatTheFactsGiveWhateverHappened(DatabaseLocation location) throws Exception {
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            Scene scene = new Scene(nodes, location, 70);
            Random random = new Random(11);
            List<ObjectId> members = new ArrayList<>(List.of(scene.anna, scene.asker));
            members.addAll(List.of(scene.home.join("hedwig"), scene.home.join("hanna"), scene.peer.join("ada")));
            List<ObjectId> threads = new ArrayList<>(List.of(scene.thread));
            List<ObjectId> answers = new ArrayList<>(List.of(scene.answer));
            List<ObjectId> threadOf = new ArrayList<>(List.of(scene.thread));
            List<NodeInMemory> both = List.of(scene.home, scene.peer);
            int refused = 0;
            for (int step = 0; step < 80; step++) {
                NodeInMemory node = both.get(random.nextInt(2));
                List<ObjectId> own = members.stream()
                        .filter(one -> one.node().equals(node.id))
                        .toList();
                ObjectId member = own.get(random.nextInt(own.size()));
                int which = random.nextInt(answers.size());
                try {
                    switch (random.nextInt(8)) {
                        case 0 -> threads.add(node.ask(member, "Question " + step));
                        case 1 -> {
                            ObjectId thread = threads.get(random.nextInt(threads.size()));
                            nodes.settle();
                            answers.add(node.answer(member, thread, "Answer " + step));
                            threadOf.add(thread);
                        }
                        case 2, 3, 4 ->
                            node.vote(
                                    member,
                                    answers.get(which),
                                    random.nextInt(3) == 0 ? Ballot.Direction.DOWN : Ballot.Direction.UP);
                        case 5 -> {
                            NodeInMemory home =
                                    threadOf.get(which).node().equals(scene.home.id) ? scene.home : scene.peer;
                            home.accept(
                                    threadOf.get(which),
                                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of(answers.get(which)));
                        }
                        case 6 ->
                            attest(
                                    node,
                                    members.get(random.nextInt(members.size())),
                                    random.nextInt(3) == 0 ? Label.State.OFF : Label.State.ON,
                                    new Attestation.Standing(
                                            random.nextBoolean() ? Optional.empty() : Optional.of("pumps"),
                                            Instant.EPOCH,
                                            List.of(new Attestation.Period(
                                                    220 + random.nextInt(8),
                                                    9,
                                                    random.nextInt(4),
                                                    random.nextInt(9),
                                                    random.nextInt(5)))));
                        default -> {
                            node.publishTallies();
                            hide(node, answers.get(which), threadOf.get(which), random.nextBoolean());
                        }
                    }
                } catch (ExecutionException | Refusal e) {
                    refused++;
                }
                nodes.settle();
                agrees(both.get(step % 2), members);
            }
            assertThat(refused).as("most steps did something").isLessThan(50);
            for (NodeInMemory node : both) {
                List<String> before = sums(node);
                assertThat(before).isNotEmpty();
                Replay.run(node.writer, read -> {}).get();
                assertThat(sums(node)).isEqualTo(before);
            }
        }
    }

    /** The numbers, which come from the sums, are those that the facts give (OQX-STA-050). */
    private static void agrees(NodeInMemory node, List<ObjectId> members) throws Exception {
        Set<ObjectKey> keys = new java.util.HashSet<>();
        members.forEach(member -> keys.add(member.key()));
        for (String topic : List.of("", "pumps")) {
            Map<ObjectKey, Standing> standings = ask(node, Instant.EPOCH, all -> all.of(keys, topic));
            for (ObjectKey member : keys) {
                Explanation explanation = ask(node, Instant.EPOCH, all -> all.explain(member, topic))
                        .orElseThrow();
                assertThat(giving(standings.get(member))).isEqualTo(giving(explanation.standing()));
            }
        }
    }

    /** Facts without points, votes against an answer say, are told and have no sum. */
    private static Standing giving(Standing standing) {
        return new Standing(
                standing.home(),
                standing.shares().stream().filter(share -> share.part() > 0).toList());
    }

    private static List<String> sums(NodeInMemory node) throws Exception {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("standing_fact", "standing_sum", "standing_total")) {
            rows.addAll(node.select("select * from " + table));
        }
        rows.sort(null);
        return rows;
    }
}
