package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.io.TempDir;

/** Tables made again from the logs are the tables that were made on the way (05, invariants 4 and 5). */
class ReplayTest {
    @TempDir
    private Path directory;

    @EachDatabase
    void makesTheSameTablesAgain(DatabaseLocation location) throws Exception {
        try (NodeInMemory home = new NodeInMemory("Home", location);
                NodeInMemory away =
                        new NodeInMemory("Away", new DatabaseLocation.Embedded(directory.resolve("away")))) {
            play(home, away, new Random(7));
            for (NodeInMemory node : List.of(home, away)) {
                List<String> before = rows(node);
                Replay.run(node.writer, read -> {}).get();
                assertThat(rows(node)).isEqualTo(before);
            }
            assertThat(home.select("select title, answers, score from thread order by title"))
                    .as("and both show the same")
                    .isEqualTo(away.select("select title, answers, score from thread order by title"));
            assertThat(home.select("select body, up, down from post where visible order by object_key"))
                    .isEqualTo(away.select("select body, up, down from post where visible order by object_key"));
        }
    }

    @EachDatabase
    void happensOnceWhenTheTablesWereMadeByAnotherVersion(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            ObjectId thread = node.ask(node.join("hedwig"), "Which oil?");
            node.accept(thread, Optional.of(node.answer(node.join("hanna"), thread, "Number 46.")));
            List<String> whole = rows(node);
            assertThat(Replay.runIfDue(node.writer, read -> {}).get())
                    .as("it is new")
                    .isEmpty();
            node.writer
                    .submit(tx -> {
                        tx.sql().update("delete from standing_fact");
                        tx.sql().update("delete from standing_sum");
                        tx.sql().update("delete from projection");
                        return true;
                    })
                    .get();

            assertThat(Replay.runIfDue(node.writer, read -> {}).get())
                    .contains(node.writer.current().size());
            assertThat(rows(node)).isEqualTo(whole);
            assertThat(Replay.runIfDue(node.writer, read -> {}).get()).isEmpty();
        }
    }

    /** Questions, answers, comments, edits, votes, accepts at two nodes that read each other in between. */
    private static void play(NodeInMemory home, NodeInMemory away, Random random) throws Exception {
        List<NodeInMemory> nodes = List.of(home, away);
        List<ObjectId> members = List.of(home.join("hedwig"), away.join("arno"), home.join("hanna"), away.join("ada"));
        List<ObjectId> questions = new ArrayList<>();
        List<ObjectId> answers = new ArrayList<>();
        List<ObjectId> ofAnswer = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            int at = random.nextInt(2);
            NodeInMemory node = nodes.get(at);
            ObjectId author = members.get(at + 2 * random.nextInt(2));
            switch (random.nextInt(6)) {
                case 0 -> questions.add(node.ask(author, "Question " + step));
                case 1 -> exchange(home, away);
                default -> {
                    exchange(home, away);
                    if (questions.isEmpty()) {
                        continue;
                    }
                    ObjectId question = questions.get(random.nextInt(questions.size()));
                    if (answers.isEmpty() || random.nextBoolean()) {
                        answers.add(node.answer(author, question, "Answer " + step));
                        ofAnswer.add(question);
                    } else {
                        int which = random.nextInt(answers.size());
                        react(node, author, ofAnswer.get(which), answers.get(which), step);
                    }
                }
            }
        }
        for (int i = 0; i < 2; i++) {
            exchange(home, away);
            for (NodeInMemory node : nodes) {
                node.publishTallies();
            }
        }
        exchange(home, away);
    }

    private static void react(NodeInMemory node, ObjectId author, ObjectId question, ObjectId answer, int step)
            throws Exception {
        try {
            switch (step % 4) {
                case 0 -> node.comment(author, question, answer, "Comment " + step);
                case 1 -> node.vote(author, answer);
                case 2 -> {
                    if (question.node().equals(node.id)) {
                        node.accept(question, Optional.of(answer));
                    }
                }
                default -> {
                    if (answer.node().equals(node.id)) {
                        String writer = node.select(
                                        "select m.id from post p join member m on m.object_key = p.author where p.object_key = ?",
                                        answer.key())
                                .get(0);
                        node.publish(
                                answer,
                                NodeInMemory.answerBody(
                                        new ObjectId(node.id, java.util.UUID.fromString(writer)),
                                        question,
                                        "Edited " + step));
                    }
                }
            }
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e.getCause()).as("own posts take no vote").isInstanceOf(Refusal.class);
        }
    }

    private static void exchange(NodeInMemory one, NodeInMemory other) throws Exception {
        for (int i = 0; i < 2; i++) {
            one.follow(other);
            other.follow(one);
        }
    }

    static List<String> rows(NodeInMemory node) throws Exception {
        List<String> rows = new ArrayList<>();
        for (String table : Replay.projections()) {
            for (String row : node.select("select * from " + table)) {
                rows.add(table + ": " + row);
            }
        }
        rows.sort(null);
        return rows;
    }
}
