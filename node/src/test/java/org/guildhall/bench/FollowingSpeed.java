package org.guildhall.bench;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Proof;
import org.guildhall.record.Sha256;
import org.guildhall.signing.Verifier;

/**
 * A node follows another from zero over HTTP, each a process of its own, until the last record can be read as a page there;
 * against what the same verifier does with the same signatures on all cores.
 *
 * <p>Arguments: {@code [records=20000] [profile=FILE.jfr]}; the profile is that of the follower.
 */
final class FollowingSpeed {
    private static final long SEED = 20_261_121;
    private static final double MARK = 0.25;
    private static final long VERIFY_NANOS = 3_000_000_000L;

    private FollowingSpeed() {}

    public static void main(String[] args) throws Exception {
        int count = Arguments.of(args, "records", 20_000);
        String profile = Arguments.of(args, "profile", "");
        String[] options = profile.isEmpty()
                ? new String[0]
                : new String[] {"-XX:StartFlightRecording=settings=profile,filename=" + profile};
        Path directory = Files.createTempDirectory("bench-following-");
        try (ServedNode publisher = ServedNode.make(directory.resolve("publisher"), "Publisher");
                ServedNode follower = ServedNode.make(directory.resolve("follower"), "Follower", options)) {
            Report report = new Report("FollowingSpeed").condition("records", String.valueOf(count));
            Generated.Content content = Generated.fill(publisher, count, SEED);
            report.figure(
                    "bytes a record",
                    content.records().stream()
                            .mapToInt(record -> record.payload().bytes().length)
                            .average()
                            .orElse(0),
                    "bytes");
            publisher.start();
            follower.start();
            // The bench itself needs a warm client; a page that is there is as good as another.
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            publisher.awaitPage(http, content.pageOfLast(), 5, 10);
            int cores = Runtime.getRuntime().availableProcessors();
            verified(content.records(), cores);
            double limit = verified(content.records(), cores);

            String invitation = publisher.command("peer", "invite").out().strip();
            long start = System.nanoTime();
            follower.command("peer", "accept", invitation);
            long end = follower.awaitPage(http, content.pageOfLast(), 10, 600);
            double rate = count / ((end - start) / 1e9);

            String peers = follower.command("peer", "ls", "--json").out();
            follower.command("log", "verify");
            if (!profile.isEmpty()) {
                follower.stop();
            }
            report.figure("signatures verified on " + cores + " cores", limit, "/s")
                    .figure("records followed until readable", rate, "/s")
                    .figure("time", (end - start) / 1e9, "s")
                    .condition("peer", peers.replaceAll("\\s+", " "))
                    .ratio("following as a share of verifying", rate / limit, MARK)
                    .print();
        } finally {
            Posting.delete(directory);
        }
    }

    private record Signed(OqxRecord record, byte[] message) {}

    /** Signatures a second, when nothing else is done. */
    private static double verified(List<OqxRecord> records, int cores) throws Exception {
        List<Signed> signed = new ArrayList<>();
        for (OqxRecord record : records) {
            byte[] message = new byte[64];
            byte[] options =
                    Sha256.of(CanonicalJson.write(Proof.options(record.proof().key())));
            System.arraycopy(options, 0, message, 0, 32);
            System.arraycopy(Sha256.of(record.signedPart()), 0, message, 32, 32);
            signed.add(new Signed(record, message));
        }
        Verifier verifier = Verifier.best();
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            Callable<Integer> worker = () -> {
                int count = 0;
                while (System.nanoTime() - start < VERIFY_NANOS) {
                    Signed one = signed.get(Math.floorMod(next.getAndIncrement(), signed.size()));
                    if (!verifier.verify(
                            one.record().proof().key(),
                            one.message(),
                            one.record().proof().signature())) {
                        throw new IllegalStateException("a signature of ours does not hold");
                    }
                    count++;
                }
                return count;
            };
            for (int i = 0; i < cores; i++) {
                counts.add(threads.submit(worker));
            }
            long total = 0;
            for (Future<Integer> count : counts) {
                total += count.get();
            }
            return total / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }
}
