package org.guildhall.bench;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * From a question acknowledged at one node to its page readable at a peer, both idle: {@code serve} twice, posted through the
 * form, read over HTTP. What the reader's polling adds (about 2 ms) is in the figures.
 *
 * <p>Arguments: {@code [posts=200]}.
 */
final class Latency {
    private static final int WARM_UP = 30;

    private Latency() {}

    public static void main(String[] args) throws Exception {
        int posts = Arguments.of(args, "posts", 200);
        Path directory = Files.createTempDirectory("bench-latency-");
        try (ServedNode asks = ServedNode.make(directory.resolve("a"), "A");
                ServedNode reads = ServedNode.make(directory.resolve("b"), "B")) {
            asks.start();
            reads.start();
            reads.acceptInvitationOf(asks);
            Member member = Member.signedIn(asks.address(), asks.admin(), asks.password());
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            for (int i = 0; i < WARM_UP; i++) {
                reads.awaitPage(http, member.ask("Warming up " + i, "Nothing to see."), 1, 60);
            }
            double[] acknowledged = new double[posts];
            double[] readable = new double[posts];
            for (int i = 0; i < posts; i++) {
                long before = System.nanoTime();
                String path =
                        member.ask("Why does boom " + i + " drift?", "Under load, by *2 cm* a minute. Seals are new.");
                long after = System.nanoTime();
                acknowledged[i] = (after - before) / 1e6;
                readable[i] = Math.max(0, reads.awaitPage(http, path, 1, 60) - after) / 1e6;
            }
            new Report("Latency")
                    .condition("posts", String.valueOf(posts))
                    .figure("form sent to acknowledged, p50", Report.percentile(acknowledged, 0.5), "ms")
                    .atMost("acknowledged to readable at the peer, p50", Report.percentile(readable, 0.5), 100, "ms")
                    .atMost("acknowledged to readable at the peer, p99", Report.percentile(readable, 0.99), 400, "ms")
                    .print();
        } finally {
            Posting.delete(directory);
        }
    }
}
