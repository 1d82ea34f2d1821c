package org.guildhall.peering.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Commit;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.WitnessTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cosigning while the database gives no connection to read over: nobody waits for it, and it goes on afterwards. */
class CosigningWithoutReadsTest {
    private static final Duration PACE = Duration.ofMillis(5);

    @Test
    void goesOnAfterReadsThatFailed(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (NodeInMemory node = new NodeInMemory("Log", new DatabaseLocation.Embedded(directory.resolve("log")));
                NodeInMemory witness =
                        new NodeInMemory("Witness", new DatabaseLocation.Embedded(directory.resolve("witness")));
                OutgoingHttp http = new OutgoingHttp(
                        vertx, new AddressGuard(List.of()), host -> List.of(InetAddress.getLoopbackAddress()));
                Cosigning cosigning = new Cosigning(
                        http,
                        new WitnessTable(node.database),
                        new PeeringTable(node.database),
                        new LogQueries(node.database),
                        new StoredIntroductions(new LogQueries(node.database), new DataIntegrity(Verifier.best())),
                        node.writer,
                        Verifier.best(),
                        node.permit,
                        PACE,
                        Clock.systemUTC())) {
            node.writer
                    .submit(tx -> {
                        WitnessTable.add(tx, witness.id);
                        // From now on no list of witnesses can be read.
                        return tx.sql().update("update node set id = ? where id = ?", "damaged", witness.id.did());
                    })
                    .get();
            HikariDataSource reads = (HikariDataSource) node.database.reads();
            cosigning.published(checkpoint(node));
            cosigning.start();
            for (int time = 0; time < 5; time++) {
                List<Connection> all = new ArrayList<>();
                for (int i = 0; i < reads.getMaximumPoolSize(); i++) {
                    all.add(reads.getConnection());
                }
                node.permit.withhold("a test");
                node.permit.grant();
                await().untilAsserted(
                                () -> assertThat(reads.getHikariPoolMXBean().getThreadsAwaitingConnection())
                                        .as("it asks again, though it failed before and nothing new was published")
                                        .isPositive());
                assertTimeoutPreemptively(
                        Duration.ofSeconds(1),
                        () -> cosigning.published(checkpoint(node)),
                        "who publishes does not wait for the database");
                for (Connection one : all) {
                    one.close();
                }
            }
            assertThat(node.permit.isGranted()).isTrue();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static SignedCheckpoint checkpoint(NodeInMemory node) {
        Commit commit = node.writer.current();
        return SignedCheckpoint.sign(Checkpoint.of(node.id, commit.size(), commit.root()), node.signing);
    }
}
