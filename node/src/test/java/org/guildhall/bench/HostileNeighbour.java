package org.guildhall.bench;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.guildhall.log.Tail;
import org.guildhall.peering.agreement.Invitation;
import org.guildhall.peering.following.HostilePeer;
import org.guildhall.record.ObjectId;

/**
 * A node with a peer that does its worst, as a publisher that is followed and as a visitor, while an honest peer posts: the time
 * until that peer's posts are readable, and the node's memory, before and meanwhile. Invariants 7 and 8.
 *
 * <p>Arguments: {@code [minutes=10] [quietSeconds=60] [seed=1]}.
 */
final class HostileNeighbour {
    private static final int POST_EVERY_MILLIS = 250;
    private static final int CONDUCT_MILLIS = 5_000;
    private static final double MARK_TIMES = 2;
    private static final double MARK_GROWTH = 1.25;

    private final ServedNode node;
    private final HostilePeer hostile;
    private final Vertx vertx;
    private final Random random;
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicLong visits = new AtomicLong();

    private HostileNeighbour(ServedNode node, HostilePeer hostile, Vertx vertx, long seed) {
        this.node = node;
        this.hostile = hostile;
        this.vertx = vertx;
        this.random = new Random(seed);
    }

    public static void main(String[] args) throws Exception {
        int minutes = Arguments.of(args, "minutes", 10);
        int quiet = Arguments.of(args, "quietSeconds", 60);
        int seed = Arguments.of(args, "seed", 1);
        Path directory = Files.createTempDirectory("bench-hostile-");
        Vertx vertx = Vertx.vertx();
        try (ServedNode node = ServedNode.make(directory.resolve("node"), "Node");
                ServedNode honest = ServedNode.make(directory.resolve("honest"), "Honest");
                HostilePeer hostile = new HostilePeer(vertx)) {
            node.start();
            honest.start();
            node.acceptInvitationOf(honest);
            node.command(
                    "peer",
                    "accept",
                    new Invitation(
                                    hostile.address,
                                    hostile.id,
                                    "A".repeat(43),
                                    Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS))
                            .text());
            Member member = Member.signedIn(honest.address(), honest.admin(), honest.password());
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            times(node, member, http, 10, "warm");
            double[] before = times(node, member, http, quiet, "quiet");
            double memoryBefore = node.memory("VmRSS");
            double filesBefore = openFiles(node);

            HostileNeighbour bench = new HostileNeighbour(node, hostile, vertx, seed);
            ExecutorService threads = Executors.newCachedThreadPool();
            bench.begin(threads);
            // What the first minute brings is the new state; what grows after it is a leak.
            double[] early = times(node, member, http, Math.min(60, minutes * 30), "early");
            double memoryEarly = node.memory("VmRSS");
            double[] late = times(node, member, http, minutes * 60 - early.length / 4, "late");
            double memoryLate = node.memory("VmRSS");
            bench.going.set(false);
            threads.shutdownNow();
            hostile.instead.clear();

            double[] during = Stream.of(early, late)
                    .flatMapToDouble(java.util.Arrays::stream)
                    .toArray();
            double quietP99 = Report.percentile(before, 0.99);
            double hostileP99 = Report.percentile(during, 0.99);
            node.command("log", "verify");
            new Report("HostileNeighbour")
                    .condition("minutes, seed", minutes + ", " + seed)
                    .condition("posts of the honest peer, quiet and meanwhile", before.length + ", " + during.length)
                    .condition("visits of the hostile one", String.valueOf(bench.visits))
                    .condition("answers of the hostile one", String.valueOf(hostile.requests.size()))
                    .figure("acknowledged to readable, quiet, p50", Report.percentile(before, 0.5), "ms")
                    .figure("acknowledged to readable, quiet, p99", quietP99, "ms")
                    .figure("acknowledged to readable, meanwhile, p50", Report.percentile(during, 0.5), "ms")
                    .figure("acknowledged to readable, meanwhile, p99", hostileP99, "ms")
                    .figure("memory before", memoryBefore, "MB")
                    .figure("memory after the first minute", memoryEarly, "MB")
                    .figure("memory in the end", memoryLate, "MB")
                    .figure("open files before", filesBefore, "")
                    .figure("open files in the end", openFiles(node), "")
                    .atMost("p99 meanwhile, in quiet ones", hostileP99 / quietP99, MARK_TIMES, "times")
                    .atMost("memory in the end, in that after a minute", memoryLate / memoryEarly, MARK_GROWTH, "times")
                    .print();
        } finally {
            vertx.close();
            Posting.delete(directory);
        }
    }

    /** Posts of the honest peer, each from its acknowledgement to the page at the node, in milliseconds. */
    private static double[] times(ServedNode node, Member member, HttpClient http, int seconds, String name)
            throws Exception {
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; System.nanoTime() < end; i++) {
            long began = System.nanoTime();
            String path = member.ask("Question " + i + " of " + name, "Is it slower with such neighbours?");
            long acknowledged = System.nanoTime();
            times.add(Math.max(0, node.awaitPage(http, path, 2, 120) - acknowledged) / 1e6);
            long rest = POST_EVERY_MILLIS - (System.nanoTime() - began) / 1_000_000;
            Thread.sleep(Math.max(0, rest));
        }
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double openFiles(ServedNode node) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(node.pid()), "fd"))) {
            return (double) files.count();
        }
    }

    /** Something that goes on until the end; when it fails, the bench says so. */
    private void run(ExecutorService threads, Callable<Void> work) {
        threads.execute(() -> {
            try {
                work.call();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                System.out.println("   the hostile peer gave up something: " + e);
            }
        });
    }

    private void begin(ExecutorService threads) throws Exception {
        ObjectId author = hostile.join("mallory");
        List<Map<String, Handler<HttpServerRequest>>> conducts = conducts();
        run(threads, () -> {
            for (int i = 0; going.get(); i++) {
                hostile.instead.clear();
                hostile.instead.putAll(conducts.get(i % conducts.size()));
                Thread.sleep(CONDUCT_MILLIS);
            }
            return null;
        });
        run(threads, () -> {
            for (int i = 0; going.get() && i < 4_000; i++) {
                hostile.ask(author, "Buy my pumps, number " + i);
                Thread.sleep(50);
            }
            return null;
        });
        for (int i = 0; i < 20; i++) {
            run(threads, () -> drip("GET /q/x HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            run(
                    threads,
                    () -> drip(
                            "POST /oqx/peering HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length:"
                                    + " 16000\r\n\r\n{"));
        }
        run(threads, () -> visit(random.nextLong()));
        run(threads, () -> visit(random.nextLong()));
    }

    /** What it answers instead of the truth, for a while each. Nothing here would end the peering for good. */
    private List<Map<String, Handler<HttpServerRequest>>> conducts() {
        List<Map<String, Handler<HttpServerRequest>>> conducts = new ArrayList<>();
        conducts.add(Map.of());
        conducts.add(Map.of("/oqx/log/", request -> drip(request)));
        conducts.add(Map.of("/oqx/log/", request -> endless(request)));
        conducts.add(Map.of("/oqx/log/", request -> HostilePeer.answer(request, Tail.MEDIA_TYPE, noise(3 << 20))));
        conducts.add(Map.of(
                "/",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("location", hostile.address + "/elsewhere")
                        .end()));
        conducts.add(Map.of(
                "/",
                request -> request.response()
                        .setStatusCode(503)
                        .putHeader("retry-after", "0")
                        .end()));
        conducts.add(Map.of("/", request -> request.connection().close()));
        conducts.add(Map.of("/.well-known", request -> endless(request)));
        // Whatever it is asked to wait for, it answers at once.
        conducts.add(Map.of(
                "/oqx/log/tail",
                request ->
                        HostilePeer.answer(request, Tail.MEDIA_TYPE, new Tail(hostile.note(), List.of()).toBytes())));
        conducts.add(Map.of("/oqx/mirror", request -> endless(request), "/oqx/witness", request -> drip(request)));
        return conducts;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void drip(HttpServerRequest request) {
        request.response().setChunked(true).putHeader("content-type", Tail.MEDIA_TYPE);
        vertx.setPeriodic(1_000, timer -> {
            if (!going.get() || request.response().ended() || request.response().closed()) {
                vertx.cancelTimer(timer);
            } else {
                request.response().write(Buffer.buffer(new byte[1]));
            }
        });
    }

    private void endless(HttpServerRequest request) {
        request.response().setChunked(true).putHeader("content-type", Tail.MEDIA_TYPE);
        vertx.setPeriodic(20, timer -> {
            if (!going.get() || request.response().ended() || request.response().closed()) {
                vertx.cancelTimer(timer);
            } else if (!request.response().writeQueueFull()) {
                request.response().write(Buffer.buffer(noise(16_384)));
            }
        });
    }

    /** A request that comes a byte a second, again and again. */
    private Void drip(String beginning) throws InterruptedException {
        while (going.get()) {
            try (Socket socket =
                    new Socket(node.address().getHost(), node.address().getPort())) {
                socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                while (going.get()) {
                    Thread.sleep(1_000);
                    socket.getOutputStream().write('a');
                }
            } catch (IOException ended) {
                visits.incrementAndGet();
            }
        }
        return null;
    }

    /** All kinds of requests that have to be refused, from ever new addresses, about fifty a second. */
    private Void visit(long seed) throws InterruptedException {
        Random choice = new Random(seed);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("/oqx/peering", "{\"oqx\":1}");
        bodies.put("/oqx/witness/add-checkpoint", "old 0\n\nnonsense\n");
        bodies.put("/sign-in", "handle=admin&password=guess");
        List<String> paths = List.of(
                "/oqx/log/tail?from=0&wait=30",
                "/oqx/log/tail?from=99999999999999&wait=1",
                "/oqx/log/page/999999",
                "/oqx/mirror/" + hostile.id.did() + "/page/0",
                "/.well-known/oqx",
                "/q/../../etc/passwd",
                "/search?q=%28%28%28%28a*",
                "/");
        while (going.get()) {
            String address = "10." + choice.nextInt(256) + "." + choice.nextInt(256) + "." + choice.nextInt(256);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder().timeout(Duration.ofSeconds(5)).header("X-Forwarded-For", address);
            if (choice.nextInt(3) == 0) {
                List<String> targets = List.copyOf(bodies.keySet());
                String target = targets.get(choice.nextInt(targets.size()));
                request.uri(URI.create(node.address() + target))
                        .header("Content-Type", "application/json")
                        .header("Signature", "oqx=:" + choice.nextLong() + ":")
                        .POST(HttpRequest.BodyPublishers.ofString(bodies.getOrDefault(target, "")));
            } else {
                request.uri(URI.create(
                        node.address() + paths.get(choice.nextInt(paths.size())).replace("(", "%28")));
            }
            var unused = http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
            visits.incrementAndGet();
            Thread.sleep(40);
        }
        return null;
    }
}
