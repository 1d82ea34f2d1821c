package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guildhall.admission.NodesInMemory.relaying;
import static org.guildhall.admission.NodesInMemory.shown;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.guildhall.record.ObjectId;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens, and in whatever order logs are read: in the end all nodes show the same (05, invariants 3 to 5). A ring of
 * three hubs with a member each, and a member that peers with two of them.
 */
class RelayHistoriesTest {
    private static final int STEPS = 50;

    @TempDir
    private Path directory;

    private final Map<ObjectId, ObjectId> authors = new HashMap<>();
    private final List<ObjectId> questions = new ArrayList<>();
    private final Map<ObjectId, ObjectId> threads = new HashMap<>();
    private final List<ObjectId> answers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122, 7})
    void endInTheSameThreadsEverywhere(long seed) throws Exception {
        Random random = new Random(seed);
        try (NodesInMemory nodes = new NodesInMemory(directory)) {
            List<NodeInMemory> hubs = List.of(nodes.node("H1"), nodes.node("H2"), nodes.node("H3"));
            for (int i = 0; i < 3; i++) {
                NodeInMemory next = hubs.get((i + 1) % 3);
                nodes.peer(hubs.get(i), next, relaying());
                nodes.peer(next, hubs.get(i), relaying());
                member(nodes, nodes.node("M" + (i + 1)), hubs.get(i));
            }
            NodeInMemory both = nodes.node("M4");
            member(nodes, both, hubs.get(0));
            member(nodes, both, hubs.get(1));
            List<ObjectId> members = new ArrayList<>();
            for (NodeInMemory node : nodes.all()) {
                members.add(node.join("member"));
            }

            for (int step = 0; step < STEPS; step++) {
                int at = random.nextInt(members.size());
                act(nodes.all().get(at), members.get(at), random, step);
                for (int i = random.nextInt(6); i > 0; i--) {
                    nodes.stir(random);
                }
            }
            for (NodeInMemory node : nodes.all()) {
                node.clock.advance(Duration.ofDays(2));
                new TallyWindow(node.admission, new TallyTerms(Duration.ofSeconds(1), 1, Duration.ZERO))
                        .publishDue()
                        .get();
                nodes.settle(random);
            }

            List<String> everywhere = shown(hubs.get(0));
            assertThat(everywhere).as("something happened").hasSizeGreaterThan(STEPS / 2);
            for (NodeInMemory node : nodes.all()) {
                assertThat(shown(node)).as("%s, seed %d", node.name, seed).isEqualTo(everywhere);
                assertThat(node.select("select code, detail from setback"))
                        .as("%s, seed %d", node.name, seed)
                        .isEmpty();
                List<String> before = ReplayTest.rows(node);
                Replay.run(node.writer, read -> {}).get();
                assertThat(ReplayTest.rows(node))
                        .as("%s, seed %d", node.name, seed)
                        .isEqualTo(before);
            }
        }
    }

    private static void member(NodesInMemory nodes, NodeInMemory member, NodeInMemory hub) throws Exception {
        nodes.peer(member, hub, Policy.takeAll());
        nodes.peer(hub, member, relaying());
    }

    /** Somebody does something with what is to be seen at their node. */
    private void act(NodeInMemory node, ObjectId member, Random random, int step) throws Exception {
        int what = random.nextInt(8);
        if (what == 0 || questions.isEmpty()) {
            ObjectId question = node.ask(member, "Question " + step);
            questions.add(question);
            authors.put(question, member);
            return;
        }
        ObjectId question = questions.get(random.nextInt(questions.size()));
        Optional<ObjectId> answer =
                answers.isEmpty() ? Optional.empty() : Optional.of(answers.get(random.nextInt(answers.size())));
        try {
            if (what < 3 || answer.isEmpty()) {
                ObjectId written = node.answer(member, question, "Answer " + step);
                answers.add(written);
                threads.put(written, question);
                authors.put(written, member);
            } else {
                react(node, member, answer.get(), what, step);
            }
        } catch (Refusal refusal) {
            assertThat(refusal.code()).as("it is not to be seen here yet").startsWith("unknown-");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as("one's own, or not to be seen here yet").isInstanceOf(Refusal.class);
        }
    }

    private void react(NodeInMemory node, ObjectId member, ObjectId answer, int what, int step) throws Exception {
        ObjectId question = threads.getOrDefault(answer, answer);
        switch (what) {
            case 3 -> node.comment(member, question, answer, "Comment " + step);
            case 4 -> node.vote(member, answer);
            case 5 -> {
                node.publishTallies();
            }
            case 6 -> {
                if (question.node().equals(node.id)) {
                    node.accept(question, Optional.of(answer));
                }
            }
            default -> {
                if (member.equals(authors.get(answer))) {
                    node.publish(answer, NodeInMemory.answerBody(member, question, "Edited " + step));
                }
            }
        }
    }
}
