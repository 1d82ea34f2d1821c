package org.guildhall.bench;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guildhall.peering.FederatedNode;
import org.guildhall.record.ObjectId;

/** From acknowledged at one node to readable at its peer, both idle otherwise, over HTTP on loopback. */
final class FederationLatency {
    private static final int WARM_UP = 100;
    private static final int POSTS = 200;

    private FederationLatency() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("bench-latency-");
        Vertx vertx = Vertx.vertx();
        try (FederatedNode here = new FederatedNode(vertx, "Here", directory);
                FederatedNode there = new FederatedNode(vertx, "There", directory)) {
            there.peerWith(here);
            ObjectId author = here.core.join("writer");
            double[] latencies = new double[POSTS];
            for (int i = -WARM_UP; i < POSTS; i++) {
                double latency = measure(here, there, author, i);
                if (i >= 0) {
                    latencies[i] = latency;
                }
                // Idle again, so that no post finds a checkpoint being held back.
                Thread.sleep(60);
            }
            new Report("FederationLatency")
                    .condition("posts", String.valueOf(POSTS))
                    .figure("p50", Report.percentile(latencies, 0.5), "ms")
                    .atMost("p50 from acknowledged to readable at the peer", Report.percentile(latencies, 0.5), 100, "ms")
                    .atMost("p99 from acknowledged to readable at the peer", Report.percentile(latencies, 0.99), 400, "ms")
                    .print();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            Posting.delete(directory);
        }
    }

    private static double measure(FederatedNode here, FederatedNode there, ObjectId author, int number)
            throws Exception {
        ObjectId question = here.core.ask(author, "Question " + number);
        long acknowledged = System.nanoTime();
        while (there.core
                .select("select 1 from thread where thread_key = ?", (Object) question.key().toBytes())
                .isEmpty()) {
            Thread.sleep(0, 200_000);
        }
        return (System.nanoTime() - acknowledged) / 1e6;
    }
}
