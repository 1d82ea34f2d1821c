package org.guildhall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.guildhall.LyingPeer;
import org.guildhall.cli.Spoken;

/**
 * A node's disk is deleted and made anew from its keys and two peers, of which one lies: the same root, the liar named, how long it
 * takes, and that as a share of what the verifier can do with the same signatures in the same run.
 *
 * <p>Arguments: {@code [records=10000]}.
 */
final class Recovery {
    private static final long SEED = 20_261_123;
    private static final double SHARE_MARK = 0.05;
    private static final long PATIENCE_NANOS = 900_000_000_000L;

    private Recovery() {}

    public static void main(String[] args) throws Exception {
        int count = Arguments.of(args, "records", 10_000);
        int cores = Runtime.getRuntime().availableProcessors();
        Path directory = Files.createTempDirectory("bench-recovery-");
        try (ServedNode lost = ServedNode.make(directory.resolve("lost"), "Lost");
                ServedNode peer = ServedNode.make(directory.resolve("peer"), "Peer")) {
            Generated.Content content = Generated.fill(lost, count, SEED);
            double limit = VerifyRate.of(content.records(), cores);
            lost.start();
            peer.start();
            peer.acceptInvitationOf(lost);
            awaitLevel(peer);
            JsonNode before = lost.command("status", "--json").json().path("log");
            lost.stop();
            Path keys = directory.resolve("keys");
            Files.move(lost.data().resolve("keys"), keys);
            Posting.delete(lost.data());

            try (LyingPeer liar = new LyingPeer(peer.address())) {
                long start = System.nanoTime();
                Spoken recovered = Spoken.in(
                        Map.of(),
                        "recover",
                        "--json",
                        "--data",
                        lost.data().toString(),
                        "--keys",
                        keys.toString(),
                        "--allow-range",
                        "127.0.0.0/8",
                        "--from-peer",
                        liar.address(),
                        "--from-peer",
                        peer.address().toString());
                double seconds = (System.nanoTime() - start) / 1e9;
                if (recovered.exitCode() != 0
                        || !recovered.json().path("root").equals(before.path("root"))
                        || recovered
                                .json()
                                .path("peers")
                                .path(0)
                                .path("lie")
                                .asText()
                                .isEmpty()
                        || recovered.json().path("peers").path(1).has("lie")) {
                    throw new IllegalStateException("not recovered as it was: " + recovered.out() + recovered.err());
                }
                new Report("Recovery")
                        .condition("records in the log", before.path("size").asText())
                        .condition(
                                "the liar",
                                recovered
                                        .json()
                                        .path("peers")
                                        .path(0)
                                        .path("lie")
                                        .asText())
                        .figure("signatures verified on " + cores + " cores", limit, "/s")
                        .figure("made anew: time", seconds, "s")
                        .ratio("share of verifying", before.path("size").asLong() / seconds / limit, SHARE_MARK)
                        .print();
            }
        } finally {
            Posting.delete(directory);
        }
    }

    private static void awaitLevel(ServedNode peer) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (peer.command("peer", "ls", "--json")
                        .json()
                        .path("peers")
                        .path(0)
                        .path("behind")
                        .asLong(-1)
                != 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the peer did not come level");
            }
            Thread.sleep(20);
        }
    }
}
