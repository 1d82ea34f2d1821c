package org.guildhall.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;

/**
 * Posting through the gate with 8 writers, each waiting until its post is accepted, signed, logged and on disk: posts a
 * second, posts a group commit, and the share of what the disk alone can do in the same run.
 */
final class Posting {
    private static final int WRITERS = 8;
    private static final long WARM_UP_MS = 4_000;
    private static final long RUN_MS = 10_000;

    private Posting() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("bench-posting-");
        try {
            Report report = new Report("Posting");
            double syncs = rawSyncs(directory);
            try (NodeInMemory node =
                    new NodeInMemory("Bench", new DatabaseLocation.Embedded(directory.resolve("db")))) {
                ObjectId member = node.join("writer");
                run(node, member, WARM_UP_MS, 1);
                double[] alone = run(node, member, RUN_MS / 2, 1);
                run(node, member, WARM_UP_MS, WRITERS);
                long groups = node.writer.groups();
                double[] together = run(node, member, RUN_MS, WRITERS);
                double perGroup = together.length / (double) Math.max(1, node.writer.groups() - groups);
                double rate = together.length / (RUN_MS / 1000.0);
                report.figure("raw fsyncs of 4 KiB", syncs, "/s")
                        .figure("posts, 8 writers", rate, "/s")
                        .figure("posts a group commit", perGroup, "posts")
                        .figure("latency p50, 8 writers", Report.percentile(together, 0.5), "ms")
                        .figure("latency p99, 8 writers", Report.percentile(together, 0.99), "ms")
                        .figure("latency p50, one writer", Report.percentile(alone, 0.5), "ms")
                        .figure("posts as a share of raw fsyncs", 100 * rate / syncs, "%")
                        .print();
            }
        } finally {
            delete(directory);
        }
    }

    /** Latencies in milliseconds of all posts that were acknowledged within the time. */
    private static double[] run(NodeInMemory node, ObjectId member, long milliseconds, int writers) throws Exception {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<List<Double>>> results = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Callable<List<Double>> writer = () -> {
                    List<Double> latencies = new ArrayList<>();
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        // Each in a thread of its own, as most posts are: a thread of thousands would be remade each
                        // time.
                        node.ask(member, "Why does it stall at " + start);
                        latencies.add((System.nanoTime() - start) / 1e6);
                    }
                    return latencies;
                };
                results.add(threads.submit(writer));
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> result : results) {
                all.addAll(result.get());
            }
            return all.stream().mapToDouble(Double::doubleValue).toArray();
        } finally {
            threads.shutdownNow();
        }
    }

    private static double rawSyncs(Path directory) throws IOException {
        try (FileChannel file =
                FileChannel.open(directory.resolve("raw"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(4096);
            int syncs = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < 3_000_000_000L) {
                block.clear();
                file.write(block, (syncs % 1024) * 4096L);
                file.force(false);
                syncs++;
            }
            return syncs / ((System.nanoTime() - start) / 1e9);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
