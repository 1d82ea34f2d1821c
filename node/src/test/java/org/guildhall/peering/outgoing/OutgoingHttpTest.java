package org.guildhall.peering.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("concurrent")
class OutgoingHttpTest {
    private static final String TYPE = "application/vnd.oqx.frames";
    private static final Expect EXPECT = new Expect(TYPE, 1_000, Duration.ofSeconds(20));

    private final Vertx vertx = Vertx.vertx();
    private final AddressGuard loopback = new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8")));
    private final OutgoingHttp http = new OutgoingHttp(vertx, loopback, name -> {
        throw new UnknownHostException(name);
    });

    @AfterEach
    void close() throws Exception {
        http.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private Origin serve(Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        server.listen(0, "127.0.0.1").await();
        return Origin.parse("http://127.0.0.1:" + server.actualPort());
    }

    private FetchFault fault(Origin origin, Expect expect) {
        return catchThrowableOfType(FetchFault.class, () -> http.get(origin, "/x", expect));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void fetchesOverOneKeptConnectionAndSaysWhatItAccepts() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Integer> ports = new ConcurrentLinkedQueue<>();
        Origin origin = serve(request -> {
            seen.add(request.path() + " " + request.getHeader("host") + " " + request.getHeader("accept"));
            ports.add(request.remoteAddress().port());
            request.response().putHeader("content-type", TYPE).end("frames");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(http.get(origin, "/page/" + i, EXPECT).body())
                    .isEqualTo("frames".getBytes(StandardCharsets.UTF_8));
        }
        String host = "127.0.0.1:" + origin.port();
        assertThat(seen)
                .containsExactly(
                        "/page/0 " + host + " " + TYPE, "/page/1 " + host + " " + TYPE, "/page/2 " + host + " " + TYPE);
        assertThat(ports.stream().distinct()).hasSize(1);
    }

    @Test
    void postsABodyWithItsHeadersOnce() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Origin origin = serve(request -> request.bodyHandler(body -> {
            requests.incrementAndGet();
            request.response()
                    .putHeader("content-type", "application/json; charset=utf-8")
                    .end(request.getHeader("signature") + " " + body);
        }));
        Fetched answer = http.post(
                origin,
                "/oqx/peering",
                Map.of("content-type", "application/json", "signature", "s"),
                "{}".getBytes(StandardCharsets.UTF_8),
                new Expect("application/json", 100, Duration.ofSeconds(20)));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("s {}");
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a20DoesNotFollowRedirects(int status) {
        AtomicInteger reached = new AtomicInteger();
        Origin target = serve(request -> {
            reached.incrementAndGet();
            request.response().putHeader("content-type", TYPE).end("inside");
        });
        Origin origin = serve(request -> request.response()
                .setStatusCode(status)
                .putHeader("location", target.text() + "/")
                .end());
        assertThat(fault(origin, EXPECT).reason()).isEqualTo(FetchFault.Reason.REDIRECT);
        assertThat(reached).hasValue(0);
    }

    @Test
    void a19RefusesAnAddressBeforeItIsConnectedTo() {
        AtomicInteger reached = new AtomicInteger();
        Origin origin = serve(request -> reached.incrementAndGet());
        OutgoingHttp strict = new OutgoingHttp(vertx, new AddressGuard(List.of()), NameResolver.ofSystem());
        FetchFault refused = catchThrowableOfType(FetchFault.class, () -> strict.get(origin, "/", EXPECT));
        assertThat(refused.reason()).isEqualTo(FetchFault.Reason.ADDRESS_REFUSED);
        assertThat(refused).hasMessageContaining("127.0.0.1").hasMessageContaining("A private network");
        assertThat(reached).hasValue(0);
        strict.close();
    }

    @Test
    void a22ConnectsToTheVettedAddressWhateverTheNameSaysNext() throws Exception {
        Origin served = serve(request ->
                request.response().putHeader("content-type", TYPE).end(String.valueOf(request.getHeader("host"))));
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1"));
        AtomicInteger asked = new AtomicInteger();
        OutgoingHttp rebound = new OutgoingHttp(vertx, loopback, name -> {
            asked.incrementAndGet();
            return List.of(ip(answers.size() > 1 ? answers.poll() : answers.getFirst()));
        });
        Origin origin = Origin.parse("http://peer.example:" + served.port());
        Fetched first = rebound.get(origin, "/", EXPECT);
        assertThat(new String(first.body(), StandardCharsets.UTF_8)).isEqualTo("peer.example:" + served.port());
        assertThat(first.server().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(asked).hasValue(1);
        // The next request asks again, and is refused although a connection to the good address is still open.
        assertThat(catchThrowableOfType(FetchFault.class, () -> rebound.get(origin, "/", EXPECT))
                        .reason())
                .isEqualTo(FetchFault.Reason.ADDRESS_REFUSED);
        rebound.close();
    }

    @Test
    void leavesOutTheAddressesOfANameThatAreRefused() throws Exception {
        Origin served = serve(
                request -> request.response().putHeader("content-type", TYPE).end("ok"));
        OutgoingHttp mixed =
                new OutgoingHttp(vertx, loopback, name -> List.of(ip("169.254.169.254"), ip("::1"), ip("127.0.0.1")));
        Fetched fetched = mixed.get(Origin.parse("http://peer.example:" + served.port()), "/", EXPECT);
        assertThat(fetched.server().getHostAddress()).isEqualTo("127.0.0.1");
        mixed.close();
    }

    @Test
    void saysWhenANameHasNoAddress() {
        assertThat(fault(Origin.parse("http://nowhere.example"), EXPECT).reason())
                .isEqualTo(FetchFault.Reason.NAME_UNKNOWN);
    }

    @Test
    void a24EndsASlowBodyAtTheDeadline() {
        Origin origin = serve(request -> {
            request.response().putHeader("content-type", TYPE).setChunked(true);
            vertx.setPeriodic(20, drip -> request.response().write("."));
        });
        long start = System.nanoTime();
        FetchFault fault = fault(origin, new Expect(TYPE, 1_000, Duration.ofMillis(300)));
        assertThat(fault.reason()).isEqualTo(FetchFault.Reason.DEADLINE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /** A road that broke leaves a request that nobody answers; it is not waited for as long as for a slow answer. */
    @Test
    void givesUpAnAnswerThatDoesNotBegin() throws Exception {
        Origin origin = serve(request -> {
            if (request.path().equals("/slow")) {
                request.response()
                        .putHeader("content-type", TYPE)
                        .setChunked(true)
                        .write("fra");
                vertx.setTimer(2_500, later -> request.response().end("mes"));
            }
        });
        Expect silent = new Expect(TYPE, 1_000, Duration.ofMillis(300), Duration.ofSeconds(60));
        assertThat(fault(origin, silent).reason()).isEqualTo(FetchFault.Reason.DEADLINE);
        Expect slow = new Expect(TYPE, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(60));
        assertThat(http.get(origin, "/slow", slow).body()).isEqualTo("frames".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a24EndsTheWaitForAResolverAtTheDeadline() {
        OutgoingHttp slow = new OutgoingHttp(vertx, loopback, name -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        });
        FetchFault fault = catchThrowableOfType(
                FetchFault.class,
                () -> slow.get(Origin.parse("http://slow.example"), "/", new Expect(TYPE, 10, Duration.ofMillis(100))));
        assertThat(fault.reason()).isEqualTo(FetchFault.Reason.DEADLINE);
        slow.close();
    }

    @Test
    void a26StopsReadingAHugeBody() {
        Origin origin = serve(request -> {
            request.response().putHeader("content-type", TYPE).setChunked(true);
            // Never ends: only the count can end it before the deadline.
            request.response().write(Buffer.buffer(new byte[1_001]));
        });
        assertThat(fault(origin, EXPECT).reason()).isEqualTo(FetchFault.Reason.TOO_LARGE);
    }

    @Test
    void refusesAnAnnouncedLengthBeforeReading() {
        Origin origin = serve(request -> {
            request.response().putHeader("content-type", TYPE).putHeader("content-length", "1001");
            request.response().write("x");
        });
        assertThat(fault(origin, EXPECT).reason()).isEqualTo(FetchFault.Reason.TOO_LARGE);
    }

    @Test
    void takesABodyThatIsExactlyAsLargeAsExpected() throws Exception {
        Origin origin = serve(
                request -> request.response().putHeader("content-type", TYPE).end(Buffer.buffer(new byte[1_000])));
        assertThat(http.get(origin, "/", EXPECT).body()).hasSize(1_000);
    }

    @Test
    void unpacksGzipAndCountsWhatCrossedTheNetwork() throws Exception {
        byte[] packed = gzip(new byte[1_000]);
        Origin origin = serve(request -> request.response()
                .putHeader("content-type", TYPE)
                .putHeader("content-encoding", "gzip")
                .end(Buffer.buffer(packed)));
        Fetched fetched = http.get(origin, "/", EXPECT);
        assertThat(fetched.body()).isEqualTo(new byte[1_000]);
        assertThat(fetched.transferred()).isEqualTo(packed.length);
    }

    @Test
    void stopsUnpackingABomb() throws Exception {
        byte[] bomb = gzip(new byte[500_000]);
        assertThat(bomb.length).isLessThan(1_000);
        Origin origin = serve(request -> request.response()
                .putHeader("content-type", TYPE)
                .putHeader("content-encoding", "gzip")
                .end(Buffer.buffer(bomb)));
        assertThat(fault(origin, EXPECT).reason()).isEqualTo(FetchFault.Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip"})
    void refusesACodingItDidNotAskForAndBytesThatAreNotGzip(String coding) {
        Origin origin = serve(request -> request.response()
                .putHeader("content-type", TYPE)
                .putHeader("content-encoding", coding)
                .end("not packed"));
        assertThat(fault(origin, EXPECT).reason()).isEqualTo(FetchFault.Reason.MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/vnd.oqx.frames+json",
                "application/vnd.oqx.frame",
                "text/html, application/vnd.oqx.frames",
                "application/vnd.oqx.frames; charset=utf-16",
                "application/vnd.oqx.frames; charset=utf-8; x=y",
                ""
            })
    void a04RefusesEveryOtherMediaType(String type) {
        Origin origin = serve(
                request -> request.response().putHeader("content-type", type).end("frames"));
        assertThat(fault(origin, EXPECT).reason()).isEqualTo(FetchFault.Reason.MEDIA_TYPE);
    }

    @Test
    void a04RefusesTwoMediaTypes() {
        Origin origin = serve(request -> {
            request.response().headers().add("content-type", TYPE).add("content-type", "text/html");
            request.response().end("frames");
        });
        assertThat(fault(origin, EXPECT).reason()).isEqualTo(FetchFault.Reason.MEDIA_TYPE);
    }

    @Test
    void tellsTheCodeOfAProblemDocumentAndHowLongToWait() {
        Origin origin = serve(request -> request.response()
                .setStatusCode(429)
                .putHeader("retry-after", "7")
                .putHeader("content-type", "application/problem+json")
                .end("{\"type\":\"urn:oqx:problem:rate-limited\",\"title\":\"x\"}"));
        FetchFault fault = fault(origin, EXPECT);
        assertThat(fault.reason()).isEqualTo(FetchFault.Reason.STATUS);
        assertThat(fault.status()).isEqualTo(429);
        assertThat(fault.problem()).isEqualTo("rate-limited");
        assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"https://x\"}",
                "{\"type\":\"urn:oqx:problem:<b>\"}",
                "null"
            })
    void readsNothingIntoAProblemThatIsNotOurs(String body) {
        Origin origin = serve(request -> request.response()
                .setStatusCode(500)
                .putHeader("content-type", "application/problem+json")
                .end(body));
        assertThat(fault(origin, EXPECT).problem()).isEmpty();
    }

    @Test
    void asksAgainWhenAKeptConnectionWasDead() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> {
                    if (requests.incrementAndGet() == 2) {
                        socket.close();
                    } else {
                        socket.write("HTTP/1.1 200 OK\r\ncontent-type: " + TYPE + "\r\ncontent-length: 2\r\n\r\nok");
                    }
                }));
        server.listen(0, "127.0.0.1").await();
        Origin origin = Origin.parse("http://127.0.0.1:" + server.actualPort());
        for (int i = 0; i < 2; i++) {
            assertThat(http.get(origin, "/", EXPECT).body()).hasSize(2);
        }
        assertThat(requests).hasValue(3);
    }

    @Test
    void saysUnreachableWhenNobodyListensOrTheBodyBreaksOff() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(fault(Origin.parse("http://127.0.0.1:" + free), EXPECT).reason())
                .isEqualTo(FetchFault.Reason.UNREACHABLE);
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> {
                    socket.write("HTTP/1.1 200 OK\r\ncontent-type: " + TYPE + "\r\ncontent-length: 20\r\n\r\nok");
                    socket.close();
                }));
        server.listen(0, "127.0.0.1").await();
        assertThat(fault(Origin.parse("http://127.0.0.1:" + server.actualPort()), EXPECT)
                        .reason())
                .isEqualTo(FetchFault.Reason.UNREACHABLE);
    }

    @Test
    void cancelsTheRequestOfAnInterruptedThread() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Origin origin = serve(request -> {
            request.connection().closeHandler(end -> gone.countDown());
            arrived.countDown();
        });
        var executor = Executors.newSingleThreadExecutor();
        var call = executor.submit(() -> http.get(origin, "/", EXPECT));
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        call.cancel(true);
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        executor.shutdownNow();
    }

    @Test
    void refusesToWaitOnAnEventLoop() throws Exception {
        var outcome = new CompletableFuture<Throwable>();
        vertx.runOnContext(on -> {
            try {
                http.get(Origin.parse("http://127.0.0.1:1"), "/", EXPECT);
                outcome.complete(new AssertionError("it waited"));
            } catch (Exception e) {
                outcome.complete(e);
            }
        });
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }

    private static InetAddress ip(String numeric) throws UnknownHostException {
        return InetAddress.getAllByName(numeric)[0];
    }
}
