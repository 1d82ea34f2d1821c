package org.guildhall.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.guildhall.admission.Desk;
import org.guildhall.log.Frame;
import org.guildhall.peering.FederatedNode;
import org.guildhall.peering.following.Standing;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Verifier;

/**
 * A node follows another from zero over HTTP on loopback: entries fetched, verified, committed and readable a second, as a share
 * of what the same verifier does with the same proofs on the same cores in the same run. The publisher runs in the same process.
 */
final class FollowingSpeed {
    private static final int BATCH = 500;

    private FollowingSpeed() {}

    public static void main(String[] args) throws Exception {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        Path directory = Files.createTempDirectory("bench-following-");
        Vertx vertx = Vertx.vertx();
        try (FederatedNode warm = new FederatedNode(vertx, "Warm", directory);
                FederatedNode publisher = new FederatedNode(vertx, "Publisher", directory)) {
            Report report = new Report("FollowingSpeed");
            report.condition("entries", String.valueOf(entries));
            fill(publisher, entries);
            // The code is compiled by following somebody else first; nothing of that is kept.
            fill(warm, 10_000);
            follow(vertx, warm, directory.resolve("first"));

            verify(publisher);
            Rate verified = verify(publisher);
            Result result = follow(vertx, publisher, directory.resolve("second"));
            Rate followed = result.rate();
            report.figure("proofs verified, all cores, nothing else", verified.perSecond(), "/s")
                    .figure("entries followed", followed.perSecond(), "/s")
                    .ratio("followed as a share of verified", followed.perSecond() / verified.perSecond(), 0.25)
                    // On a busy machine these two say more: they count what was computed, not how long it took.
                    .figure("processor time a proof", verified.cpuMicros(), "µs")
                    .figure("processor time an entry, both nodes", followed.cpuMicros(), "µs")
                    .figure("requests", (double) result.standing().requests(), "")
                    .figure("bytes transferred", result.standing().bytes() / 1024.0, "KiB")
                    .figure("bytes an entry", result.standing().bytes() / (double) publisher.size(), "B")
                    .print();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            Posting.delete(directory);
        }
    }

    private static void fill(FederatedNode node, int entries) throws Exception {
        ObjectId author = node.core.join("writer");
        Random random = new Random(42);
        while (node.size() < entries) {
            List<Desk.Statement> statements = new ArrayList<>();
            for (int i = 0; i < BATCH && node.size() + i < entries; i++) {
                statements.add(new Desk.Statement(node.core.fresh(), question(author, random)));
            }
            node.core.admission.publish(desk -> desk.publish(statements).size()).get();
        }
    }

    /** Text of realistic length: most a few hundred characters, some a few thousand. */
    private static Question question(ObjectId author, Random random) {
        StringBuilder text = new StringBuilder();
        int length = (int) Math.min(8_000, 150 + Math.abs(random.nextGaussian()) * 600);
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(40_000), 36)).append(' ');
        }
        return new Question(
                author.id(),
                "Why does pump " + random.nextInt(1_000_000) + " stall",
                text.toString(),
                List.of("pumps", "hydraulics"),
                "en",
                "CC-BY-SA-4.0",
                Post.Origin.HERE);
    }

    private record Result(Rate rate, Standing standing) {}

    private record Rate(double perSecond, double cpuMicros) {}

    /** Measures from its making on. */
    private static final class Watch {
        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final long cpu = system.getProcessCpuTime();
        private final long start = System.nanoTime();

        Rate rate(long count) {
            double cpuMicros = (system.getProcessCpuTime() - cpu) / 1e3 / count;
            return new Rate(count / ((System.nanoTime() - start) / 1e9), cpuMicros);
        }
    }

    private static Result follow(Vertx vertx, FederatedNode publisher, Path directory) throws Exception {
        try (FederatedNode follower = new FederatedNode(vertx, "Follower", directory)) {
            Watch watch = new Watch();
            follower.peerWith(publisher);
            while (!follower.hasAllOf(publisher)) {
                Thread.sleep(20);
            }
            Rate rate = watch.rate(publisher.size());
            return new Result(rate, follower.standing(publisher.core.id).orElseThrow());
        }
    }

    private static Rate verify(FederatedNode node) throws Exception {
        List<OqxRecord> records = new ArrayList<>();
        for (Frame frame : node.core.frames(0)) {
            records.add(RecordReader.read(((Frame.Content.Payload) frame.content()).bytes()));
        }
        DataIntegrity proofs = new DataIntegrity(Verifier.best());
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        Watch watch = new Watch();
        List<Future<Boolean>> parts = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            int first = core;
            Callable<Boolean> part = () -> {
                for (int i = first; i < records.size(); i += cores) {
                    proofs.verify(records.get(i), records.get(i).proof().key());
                }
                return true;
            };
            parts.add(threads.submit(part));
        }
        for (Future<Boolean> part : parts) {
            part.get();
        }
        Rate rate = watch.rate(records.size());
        threads.shutdownNow();
        return rate;
    }
}
