package org.guildhall.peering.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;
import org.guildhall.store.WitnessTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When witnesses that are wanted have not cosigned in time (OQX-WIT-018). */
class QuorumTest {
    private final NodeId first =
            NodeId.of(SigningKey.generate(new SecureRandom()).publicKey());
    private final NodeId second =
            NodeId.of(SigningKey.generate(new SecureRandom()).publicKey());
    private NodeInMemory node;
    private Quorum quorum;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        node = new NodeInMemory("Log", new DatabaseLocation.Embedded(directory));
        quorum = new Quorum(node.database, new WitnessTable(node.database), new LogQueries(node.database), node.writer);
        node.writer
                .submit(tx -> WitnessTable.add(tx, first) && WitnessTable.add(tx, second))
                .get();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void cosigned(NodeId witness, long size) throws Exception {
        node.writer
                .submit(tx -> {
                    WitnessTable.cosigned(tx, witness, size, node.clock.instant());
                    return true;
                })
                .get();
    }

    private boolean isMissed() {
        return quorum.state().isMissed(node.clock.instant());
    }

    private long log(String handle) throws Exception {
        node.join(handle);
        return node.writer.current().size();
    }

    private void waitLong() {
        node.clock.advance(Quorum.PATIENCE.plusSeconds(1));
    }

    @Test
    void isMissedUntilAsManyHaveCosigned() throws Exception {
        long size = log("vera");
        cosigned(first, size);
        waitLong();
        assertThat(isMissed()).as("nobody asked for one").isFalse();
        quorum.want(1).get();
        assertThat(isMissed()).isFalse();
        quorum.want(2).get();
        assertThat(quorum.state().cosigned()).isEqualTo(1);
        assertThat(isMissed()).isTrue();
        quorum.want(3).get();
        assertThat(isMissed()).as("there are but two").isTrue();
        quorum.want(2).get();
        cosigned(second, size);
        assertThat(isMissed()).isFalse();
    }

    @Test
    void isMissedHoweverOftenSomethingIsLogged() throws Exception {
        quorum.want(2).get();
        long size = log("vera");
        cosigned(first, size);
        cosigned(second, size);
        waitLong();
        long next = log("otto");
        cosigned(first, next);
        assertThat(isMissed()).as("the second has a moment to answer").isFalse();
        waitLong();
        cosigned(first, log("anna"));
        assertThat(isMissed()).as("it did not, and the newest entry is new").isTrue();

        cosigned(second, next);
        assertThat(isMissed()).as("only the newest lacks it").isFalse();
    }

    @Test
    void lacksFromTheFirstEntryOnThatTooFewCosigned() throws Exception {
        quorum.want(1).get();
        Instant introduced = Instant.ofEpochMilli(new LogQueries(node.database)
                .entries(node.writer.self(), 0, 1)
                .get(0)
                .time());
        log("vera");
        assertThat(quorum.state().lackingSince()).contains(introduced);
    }
}
