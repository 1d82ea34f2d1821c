package org.guildhall.peering.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.peering.outgoing.FetchFaults;
import org.guildhall.peering.recovery.KeptHistories.Kept;
import org.guildhall.peering.recovery.OwnCopies.Copy;
import org.guildhall.peering.recovery.OwnCopies.Holding;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told before deciding which history stands. */
class OwnCopiesTest {
    private NodeInMemory node;
    private KeptHistories histories;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        histories = new KeptHistories(directory);
        node = histories.node;
    }

    @AfterEach
    void close() {
        histories.close();
    }

    private Copy held(NodeId peer, Duration patience) throws Exception {
        OwnCopies copies = new OwnCopies(
                histories,
                new PeeringTable(node.database),
                new LogQueries(node.database),
                node.id,
                Verifier.best(),
                patience);
        return copies.all().stream()
                .filter(copy -> copy.peer().node().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    private Copy held(Kept answering) throws Exception {
        return held(histories.peer(answering), Duration.ofSeconds(20));
    }

    @Test
    void tellsApartWhoHoldsLessMoreAndAnother() throws Exception {
        NodeInMemory copy = histories.copy();
        Kept less = KeptHistories.historyOf(copy, node.signing);
        copy.join("berta");
        Kept more = KeptHistories.historyOf(copy, node.signing);
        assertThat(held(less).holding()).isEqualTo(Holding.OURS);
        assertThat(held(more).holding()).isEqualTo(Holding.AHEAD);
        assertThat(held(more).size())
                .isEqualTo(OptionalLong.of(copy.writer.current().size()));

        node.join("carla");
        node.join("dora");
        assertThat(held(more).holding()).as("it has gone on elsewhere").isEqualTo(Holding.OTHER);
        copy.join("emma");
        copy.join("fanny");
        assertThat(held(KeptHistories.historyOf(copy, node.signing)).holding()).isEqualTo(Holding.OTHER);
        assertThat(held(name -> {
                            throw FetchFaults.notFound();
                        })
                        .holding())
                .isEqualTo(Holding.NOTHING);
    }

    /** Or else a peer could have us give up what we lack. */
    @Test
    void believesNoHashesThatDoNotLeadToWhatWasSigned() throws Exception {
        NodeInMemory copy = histories.copy();
        copy.join("berta");
        Kept more = KeptHistories.historyOf(copy, node.signing);
        assertThat(held(name -> {
                            byte[] bytes = more.resource(name);
                            return name.equals("checkpoint") ? bytes : new byte[bytes.length];
                        })
                        .holding())
                .isEqualTo(Holding.UNKNOWN);
    }

    @Test
    void waitsForNobodyForEver() throws Exception {
        NodeId silent = histories.peer(name -> {
            new CountDownLatch(1).await();
            throw new AssertionError("never");
        });
        assertThat(held(silent, Duration.ofMillis(200)).holding()).isEqualTo(Holding.UNKNOWN);
    }
}
