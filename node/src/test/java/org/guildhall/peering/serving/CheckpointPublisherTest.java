package org.guildhall.peering.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.CompactRange;
import org.guildhall.log.MerkleTree;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.record.NodeId;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Database;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointPublisherTest {
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final NodeId node = NodeId.of(key.publicKey());
    private final FreshDatabase fresh = FreshDatabase.onH2();
    private final Database database = Database.open(fresh.location());
    private final Writer writer = Writer.open(database, node, Clock.systemUTC());
    private final SigningPermit permit = SigningPermit.open(writer);
    private final CheckpointPublisher publisher = new CheckpointPublisher(node, () -> key, permit);
    private final List<SignedCheckpoint> published = new CopyOnWriteArrayList<>();
    private final CompactRange log = CompactRange.empty();

    CheckpointPublisherTest() throws Exception {
        publisher.onPublished(published::add);
    }

    @AfterEach
    void close() throws Exception {
        publisher.close();
        writer.close();
        database.close();
        fresh.close();
    }

    private void commit(String entry) {
        log.append(MerkleTree.leaf(entry.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        publisher.committed(log.size(), log.root());
    }

    private void untilPublished(long size) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !published.isEmpty()
                        && published.get(published.size() - 1).size() == size);
    }

    @Test
    void signsTheNewestStateAndSignsABurstTogether() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            commit("entry " + i);
        }
        untilPublished(2_000);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat((double) published.size()).as("20 a second, and the first").isLessThanOrEqualTo(20 * seconds + 2);
        assertThat(published).extracting(SignedCheckpoint::size).isSorted().doesNotHaveDuplicates();
        SignedCheckpoint newest = publisher.newest().orElseThrow();
        assertThat(newest.root()).isEqualTo(log.root());
        assertThat(SignedCheckpoint.read(newest.note(), node, List.of(key.publicKey()), Verifier.best())
                        .size())
                .isEqualTo(2_000);
    }

    @Test
    void neverSignsTwoHistories() {
        commit("one");
        commit("two");
        untilPublished(2);
        TreeHash other = MerkleTree.leaf(new byte[] {7});
        publisher.committed(2, other);
        publisher.committed(1, other);
        publisher.committed(3, other);
        commit("three");
        // Nothing of this may ever be published; a commit of the old state gives it the time to be.
        await().during(Duration.ofMillis(150))
                .atMost(Duration.ofSeconds(10))
                .until(() -> publisher.newest().orElseThrow().size() == 2);
        assertThat(published).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void signsWhatWaitedOnceItIsPermitted() {
        commit("one");
        untilPublished(1);
        permit.withhold("a test");
        commit("two");
        commit("three");
        await().during(Duration.ofMillis(150))
                .atMost(Duration.ofSeconds(10))
                .until(() -> publisher.newest().orElseThrow().size() == 1);
        permit.grant();
        untilPublished(3);
        assertThat(published).extracting(SignedCheckpoint::size).containsExactly(1L, 3L);
    }

    @Test
    void signsByTheKeyOfItsCommit() {
        CurrentKey current = new CurrentKey(key);
        permit.withhold("a test");
        try (CheckpointPublisher other = new CheckpointPublisher(node, current, permit)) {
            commit("one");
            other.committed(log.size(), log.root());
            current.replace(SigningKey.generate(new SecureRandom()));
            permit.grant();
            await().until(() -> other.newest().isPresent());
            assertThat(other.newest().orElseThrow().signer())
                    .as("a reader of one entry knows no other")
                    .isEqualTo(key.publicKey());
        }
    }

    @Test
    void servesWhatWasSignedBeforeAndSignsNothingWhenHalted() {
        commit("one");
        untilPublished(1);
        SignedCheckpoint earlier = publisher.newest().orElseThrow();
        permit.halt("a test", 0).join();
        try (CheckpointPublisher again = new CheckpointPublisher(node, () -> key, SigningPermit.open(writer))) {
            again.remember(earlier);
            again.committed(5, log.root());
            await().during(Duration.ofMillis(150))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> again.newest().orElseThrow() == earlier);
        }
    }

    @Test
    void signsNothingTwiceAndNothingOfAnEmptyLog() {
        publisher.committed(0, MerkleTree.EMPTY_ROOT);
        commit("one");
        untilPublished(1);
        publisher.committed(1, log.root());
        commit("two");
        untilPublished(2);
        assertThat(published).extracting(SignedCheckpoint::size).containsExactly(1L, 2L);
    }
}
