package org.guildhall.peering;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's and an association's node over real HTTP, no peers yet. */
abstract class VendorAndAssociation {
    @TempDir
    private Path directory;

    final Vertx vertx = Vertx.vertx();
    FederatedNode vendor;
    FederatedNode association;

    @BeforeEach
    void start() throws Exception {
        vendor = newNode("Vendor");
        association = newNode("Association");
    }

    final FederatedNode newNode(String name) throws Exception {
        return new FederatedNode(vertx, name, directory);
    }

    @AfterEach
    void stop() {
        vendor.close();
        association.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static void untilAsserted(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(check);
    }
}
