package org.guildhall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A follower comes back: how many requests, bytes and seconds it takes to get what it missed, and its speed as a share of what
 * the verifier can do with the same signatures in the same run. First everything from zero, then two thousand records, then one
 * in a hundred of the whole log.
 *
 * <p>Arguments: {@code [records=100000]}.
 */
final class CatchingUp {
    private static final long SEED = 20_261_122;
    private static final int WEEK = 2_000;
    private static final double SHARE_MARK = 0.5;
    private static final long SHORTEST_PAUSE_MILLIS = 20;
    private static final int POLLS = 50;
    private static final long PATIENCE_NANOS = 900_000_000_000L;

    private final ServedNode publisher;
    private final ServedNode follower;

    private CatchingUp(ServedNode publisher, ServedNode follower) {
        this.publisher = publisher;
        this.follower = follower;
    }

    public static void main(String[] args) throws Exception {
        int count = Arguments.of(args, "records", 100_000);
        int cores = Runtime.getRuntime().availableProcessors();
        Path directory = Files.createTempDirectory("bench-catching-up-");
        try (ServedNode publisher = ServedNode.make(directory.resolve("publisher"), "Publisher");
                ServedNode follower = ServedNode.make(directory.resolve("follower"), "Follower")) {
            Report report = new Report("CatchingUp").condition("records in the log", String.valueOf(count));
            CatchingUp bench = new CatchingUp(publisher, follower);
            Generated.Content content = Generated.fill(publisher, count, SEED);
            double limit = VerifyRate.of(content.records(), cores);
            publisher.start();
            follower.start();
            double used = follower.processorSeconds();
            long start = System.nanoTime();
            follower.acceptInvitationOf(publisher);
            JsonNode peer = bench.awaitLevel(publisher.awaitSigning());
            double seconds = (System.nanoTime() - start) / 1e9;
            used = follower.processorSeconds() - used;
            report.figure("signatures verified on " + cores + " cores", limit, "/s")
                    .figure("from zero: time", seconds, "s")
                    // Tells the work from the wait when others use the machine, too.
                    .figure("from zero: the follower's processor time a record", used * 1e6 / count, "µs")
                    .figure("from zero: requests", requests(peer), "requests")
                    .figure("from zero: bytes", peer.path("bytes").asDouble(), "bytes")
                    .ratio("from zero: share of verifying", peer.path("size").asLong() / seconds / limit, SHARE_MARK);

            Missed week = bench.missed(WEEK, SEED + 1);
            report.figure(WEEK + " behind: time", week.seconds(), "s")
                    .figure(WEEK + " behind: bytes", week.bytes(), "bytes")
                    .ratio(WEEK + " behind: share of verifying", WEEK / week.seconds() / limit, SHARE_MARK)
                    .atMost(WEEK + " behind: requests", week.requests(), 12, "requests");

            int some = count / 100;
            Missed percent = bench.missed(some, SEED + 2);
            report.figure("1 % behind: time", percent.seconds(), "s")
                    .ratio("1 % behind: share of verifying", some / percent.seconds() / limit, SHARE_MARK)
                    .atMost("1 % behind: requests", percent.requests(), 7, "requests")
                    .atMost("1 % behind: bytes", percent.bytes(), 1_048_576, "bytes")
                    .print();
        } finally {
            Posting.delete(directory);
        }
    }

    private record Missed(double seconds, int requests, double bytes) {}

    /** The follower looks away, so many records are published, and it looks again. */
    private Missed missed(int records, long seed) throws Exception {
        String node = peer().path("node").asText();
        follower.command("peer", "pause", node);
        publisher.stop();
        Generated.fill(publisher, records, seed);
        publisher.start();
        long published = publisher.awaitSigning();
        long start = System.nanoTime();
        follower.command("peer", "resume", node);
        JsonNode peer = awaitLevel(published);
        return new Missed(
                (System.nanoTime() - start) / 1e9,
                requests(peer),
                peer.path("bytes").asDouble());
    }

    /** The request that waits for news now is not part of catching up. */
    private static int requests(JsonNode peer) {
        return peer.path("requests").asInt() - 1;
    }

    private JsonNode peer() {
        return follower.command("peer", "ls", "--json").json().path("peers").path(0);
    }

    /** Waits until the follower has all that was published. What it says of itself may be as old as the checkpoint it saw last. */
    private JsonNode awaitLevel(long published) throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE_NANOS) {
            JsonNode peer = peer();
            if (peer.path("size").asLong() >= published) {
                return peer;
            }
            // Seldom enough to take none of the time that is measured.
            Thread.sleep(SHORTEST_PAUSE_MILLIS + (System.nanoTime() - begun) / 1_000_000 / POLLS);
        }
        throw new IllegalStateException("the follower did not come level:\n"
                + follower.command("peer", "ls").out());
    }
}
