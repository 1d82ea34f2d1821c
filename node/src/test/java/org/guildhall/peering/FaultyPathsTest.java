package org.guildhall.peering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ThrowingRunnable;
import org.guildhall.peering.following.HostilePeer;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes over paths that lose, cut, delay, repeat and change: after healing, all have the same, and nothing is lost. */
class FaultyPathsTest {
    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<FederatedNode> nodes = new ArrayList<>();
    private final List<FaultyPath> paths = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(FederatedNode::close);
        paths.forEach(FaultyPath::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void start(int count, long seed) throws Exception {
        for (int i = 0; i < count; i++) {
            long own = seed + i;
            nodes.add(new FederatedNode(vertx, "Node" + i, directory, FederatedNode.GENEROUS, port -> {
                FaultyPath path = new FaultyPath(vertx, port, own);
                paths.add(path);
                return path.origin();
            }));
        }
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                nodes.get(i).peerWith(nodes.get(j));
            }
        }
    }

    private static void until(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(check);
    }

    private void untilAllHaveAll() {
        until(() -> {
            for (FederatedNode one : nodes) {
                for (FederatedNode other : nodes) {
                    assertThat(one == other || one.hasAllOf(other)).isTrue();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void endInTheSameStateWhateverHappenedOnTheWay(long seed) throws Exception {
        start(3, seed * 1_000);
        List<ObjectId> members = new ArrayList<>();
        for (FederatedNode node : nodes) {
            members.add(node.core.join("member" + members.size()));
        }
        paths.forEach(path -> path.faulty(true));
        Random random = new Random(seed);
        List<ObjectId> questions = new ArrayList<>();
        int answers = 0;
        for (int i = 0; i < 40; i++) {
            int who = random.nextInt(nodes.size());
            FederatedNode node = nodes.get(who);
            ObjectId thread = questions.isEmpty() ? null : questions.get(random.nextInt(questions.size()));
            if (thread == null || random.nextInt(3) == 0) {
                questions.add(node.core.ask(members.get(who), "Question " + i));
            } else if (!node.core
                    .select("select 1 from thread where thread_key = ?", (Object)
                            thread.key().toBytes())
                    .isEmpty()) {
                node.core.answer(members.get(who), thread, "Answer " + i);
                answers++;
            }
        }
        int wanted = answers;
        until(() -> {
            // When all have all there is nothing on the way that could be broken.
            for (FederatedNode node : nodes) {
                node.core.join("newcomer");
            }
            assertThat(paths.stream().mapToInt(FaultyPath::faults).sum()).isGreaterThan(20);
        });
        paths.forEach(path -> path.faulty(false));
        untilAllHaveAll();
        // The homes have decided when every answer has its verdict everywhere; that took entries of their own.
        until(() -> {
            untilAllHaveAll();
            for (FederatedNode node : nodes) {
                assertThat(node.core.select("select count(*) from post where kind = 4 and visible"))
                        .containsExactly(String.valueOf(wanted));
            }
        });
        String posts = "select object_key, thread_key, kind, revision, digest, visible from post order by object_key";
        String threads = "select thread_key, answers, score from thread order by thread_key";
        for (FederatedNode node : nodes) {
            assertThat(node.core.select(posts)).isEqualTo(nodes.get(0).core.select(posts));
            assertThat(node.core.select(threads)).isEqualTo(nodes.get(0).core.select(threads));
            assertThat(node.core.select("select * from setback")).isEmpty();
            assertThat(node.core.select("select * from evidence"))
                    .as("nobody is accused")
                    .isEmpty();
            for (FederatedNode other : nodes) {
                if (other != node) {
                    assertThat(node.rootOf(other))
                            .isEqualTo(other.core.writer.current().root().hex());
                }
            }
        }
        assertThat(nodes.get(0).core.select("select count(*) from thread"))
                .containsExactly(String.valueOf(questions.size()));
    }

    @Test
    void bringsEverythingThatWasPostedWhileThePathWasDown() throws Exception {
        start(2, 77);
        FederatedNode here = nodes.get(0);
        FederatedNode there = nodes.get(1);
        ObjectId author = here.core.join("author");
        untilAllHaveAll();
        paths.get(0).down(true);
        for (int i = 0; i < 300; i++) {
            here.core.ask(author, "Question " + i);
        }
        until(() ->
                assertThat(there.standing(here.core.id).orElseThrow().fault()).isPresent());
        assertThat(there.hasAllOf(here)).isFalse();
        paths.get(0).down(false);
        untilAllHaveAll();
        assertThat(there.core.select("select count(*) from thread")).containsExactly("300");
        assertThat(there.standing(here.core.id).orElseThrow().requests()).isLessThan(300);
    }

    /** OQX-FOL-043: a failure with one log must not delay another. */
    @Test
    void onePeerThatNeverAnswersDelaysNoOther() throws Exception {
        start(2, 99);
        FederatedNode here = nodes.get(0);
        FederatedNode there = nodes.get(1);
        List<HostilePeer> silent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HostilePeer peer = new HostilePeer(vertx);
            there.peerings().accept(peer.invitation().text(), org.guildhall.admission.Policy.takeAll());
            peer.instead.put("/", request -> {});
            silent.add(peer);
        }
        ObjectId author = here.core.join("author");
        for (int i = 0; i < 20; i++) {
            here.core.ask(author, "Question " + i);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> there.hasAllOf(here));
        }
        silent.forEach(HostilePeer::close);
    }

    /** It names the new address beside the old one, its followers read that, and then the old one is gone. */
    @Test
    void followAPeerToItsNewAddress() throws Exception {
        start(2, 7_000);
        untilAllHaveAll();
        FederatedNode mover = nodes.get(0);
        FederatedNode follower = nodes.get(1);
        FaultyPath there = new FaultyPath(vertx, mover.port(), 7_100);
        paths.add(there);
        NodeProfile now = mover.core.profile();
        NodeProfile then = new NodeProfile(
                now.name(),
                now.identityKey(),
                now.nextIdentity(),
                now.signingKeys(),
                List.of(there.origin().text(), mover.address.text()),
                now.contact(),
                now.license());
        mover.core
                .admission
                .publish(desk -> desk.publishNode(then, mover.core.identity))
                .get();
        untilAllHaveAll();

        paths.get(0).down(true);
        mover.core.join("late");
        until(() -> assertThat(follower.hasAllOf(mover)).isTrue());
        assertThat(follower.table.find(mover.core.id).orElseThrow().address())
                .as("and it will be looked for there after a restart")
                .isEqualTo(there.origin().text());
    }
}
