package org.guildhall.peering.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers keep of our own log is all compared before anything is signed (OQX-MIR-013 to 016, OQX-WIT-058). */
@Tag("concurrent")
class OwnHeadTest {
    private NodeInMemory node;
    private KeptHistories histories;
    private OwnHead head;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        histories = new KeptHistories(directory);
        node = histories.node;
    }

    @AfterEach
    void close() {
        head.close();
        histories.close();
    }

    private SigningPermit.State start(SigningKey key) {
        LogQueries queries = new LogQueries(node.database);
        head = new OwnHead(
                histories,
                new PeeringTable(node.database),
                node.writer,
                queries,
                new StoredIntroductions(queries, new DataIntegrity(Verifier.best())),
                Verifier.best(),
                node.permit,
                new CurrentKey(key),
                new OwnHead.Waits(Duration.ofSeconds(30), Duration.ofMillis(10), Duration.ofMillis(20)));
        node.permit.withhold("the node is starting");
        head.start(0);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !(node.permit.state() instanceof SigningPermit.State.Waiting));
        return node.permit.state();
    }

    private TreeHash root() {
        return node.writer.current().root();
    }

    @Test
    void bringsTheLargerOfTwoStatesOfOneHistory() throws Exception {
        NodeInMemory newer = histories.copy();
        newer.join("berta");
        histories.peer(KeptHistories.historyOf(newer, node.signing));
        newer.join("carla");
        histories.peer(KeptHistories.historyOf(newer, node.signing));

        assertThat(start(node.signing)).isInstanceOf(SigningPermit.State.Granted.class);
        assertThat(root()).isEqualTo(newer.writer.current().root());
    }

    @Test
    void appendsNothingOfTwoHistoriesThatBothGoFurther() throws Exception {
        NodeInMemory one = histories.copy();
        one.join("berta");
        histories.peer(KeptHistories.historyOf(one, node.signing));
        NodeInMemory other = histories.copy();
        other.join("carla");
        other.join("dora");
        histories.peer(KeptHistories.historyOf(other, node.signing));
        TreeHash before = root();

        assertThat(start(node.signing))
                .isInstanceOfSatisfying(
                        SigningPermit.State.Halted.class,
                        halted -> assertThat(halted.reason()).contains("that does not begin with them"));
        assertThat(root()).as("a person decides which").isEqualTo(before);
    }

    @Test
    void appendsNothingOfTwoHistoriesOfOneLength() throws Exception {
        for (String member : List.of("berta", "carla")) {
            NodeInMemory copy = histories.copy();
            copy.join(member);
            histories.peer(KeptHistories.historyOf(copy, node.signing));
        }
        TreeHash before = root();

        assertThat(start(node.signing)).isInstanceOf(SigningPermit.State.Halted.class);
        assertThat(root()).isEqualTo(before);
    }

    /** The disk is from before the log went on by a new key, and does not know which keys were given up with the other history. */
    @Test
    void learnsFromItsPeersWhichHistoryIsGivenUp() throws Exception {
        NodeInMemory thief = histories.copy();
        NodeInMemory standing = histories.copy();
        standing.goOn();
        for (String member : List.of("berta", "carla", "dora")) {
            thief.join(member);
        }
        histories.peer(KeptHistories.historyOf(thief, node.signing));
        histories.peer(KeptHistories.historyOf(standing, standing.signing));

        assertThat(start(standing.signing)).isInstanceOf(SigningPermit.State.Granted.class);
        assertThat(root()).isEqualTo(standing.writer.current().root());
    }
}
