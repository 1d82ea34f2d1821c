package org.guildhall.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * From the start of the process to the first page it answered, and what it holds in memory after 1,000 pages were read: of
 * the imported dump where it is there, of generated content otherwise. With the options that nodes run with.
 *
 * <p>Arguments: {@code [reads=1000] [starts=5]}.
 */
final class StartAndMemory {
    private StartAndMemory() {}

    public static void main(String[] args) throws Exception {
        int reads = Arguments.of(args, "reads", 1_000);
        int starts = Arguments.of(args, "starts", 5);
        Path directory = Files.createTempDirectory("bench-start-");
        try (ServedNode node = ServedNode.make(directory.resolve("node"), "Start")) {
            Report report = new Report("StartAndMemory");
            Optional<Path> launcher = launcher();
            launcher.ifPresent(node::by);
            report.condition("started by", launcher.isPresent() ? "scripts/guildhall" : "Java");
            Optional<StackExchange> dump = StackExchange.find();
            if (dump.isPresent()) {
                node.start();
                node.command("import", "stackexchange", dump.get().folder().toString());
                node.stop();
            } else {
                Generated.fill(node, 2_700, 3);
            }
            report.condition("content", dump.map(found -> "imported dump").orElse("2,700 generated records"));
            List<String> pages;
            try (Inside inside = Inside.of(node)) {
                pages = inside.rows("select thread_key from thread").stream()
                        .map(row -> "/q/"
                                + org.guildhall.record.ObjectKey.wrap(
                                                java.util.HexFormat.of().parseHex(row.get(0)))
                                        .text())
                        .toList();
            }
            double[] times = new double[starts];
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            for (int i = 0; i < starts; i++) {
                long before = System.nanoTime();
                node.start();
                node.awaitPage(http, "/", 1, 30);
                times[i] = (System.nanoTime() - before) / 1e9;
                if (i < starts - 1) {
                    node.stop();
                }
            }
            report.figure("memory after the first page", node.memory("VmRSS"), "MB");
            for (int i = 0; i < reads; i++) {
                read(http, node.address(), pages.get(i % pages.size()));
            }
            report.atMost("start to first answered request, median", Report.percentile(times, 0.5), 3, "s")
                    .figure("start to first answered request, slowest", Report.percentile(times, 1), "s")
                    .atMost("resident memory after " + reads + " pages", node.memory("VmRSS"), 350, "MB")
                    .figure("highest resident memory", node.memory("VmHWM"), "MB")
                    .print();
        } finally {
            Posting.delete(directory);
        }
    }

    /** The launcher, after it built what it starts. */
    private static Optional<Path> launcher() throws Exception {
        String root = System.getProperty("guildhall.root");
        if (root == null) {
            return Optional.empty();
        }
        Path script = Path.of(root, "scripts", "guildhall");
        int built = new ProcessBuilder(script.toString(), "--version")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (built != 0) {
            throw new IllegalStateException("scripts/guildhall --version ends with " + built);
        }
        return Optional.of(script);
    }

    private static void read(HttpClient http, URI address, String page) throws Exception {
        int status = http.send(
                        HttpRequest.newBuilder(address.resolve(page)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException(page + " answers " + status);
        }
    }
}
