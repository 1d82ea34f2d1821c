package org.guildhall.peering.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Frame;
import org.guildhall.log.FrameReader;
import org.guildhall.log.InclusionProof;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.TilePath;
import org.guildhall.log.Tiles;
import org.guildhall.peering.FederatedNode;
import org.guildhall.peering.agreement.Discovered;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's resources as a stranger reads them, over a client that is not ours. */
@Tag("concurrent")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolEndpointsTest {
    private static final int ENTRIES = 600;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private FederatedNode node;
    private ObjectId member;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = new FederatedNode(
                vertx, "Vendor", directory, new ProtocolEndpoints.Limits(1_000_000, 3, 5, 1_000), FederatedNode::local);
        member = node.core.join("vera");
        publish(ENTRIES - 2);
    }

    @AfterAll
    void stop() {
        node.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void publish(int questions) throws Exception {
        node.core
                .admission
                .publish(desk -> {
                    for (int i = 0; i < questions; i++) {
                        desk.publish(
                                node.core.fresh(),
                                new Question(
                                        member.id(),
                                        "Question " + i,
                                        "Why " + i,
                                        List.of("pumps"),
                                        "en",
                                        "CC-BY-SA-4.0",
                                        Post.Origin.HERE));
                    }
                    return true;
                })
                .get(60, TimeUnit.SECONDS);
        long size = node.core.writer.current().size();
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        node.federation().publisher().newest().orElseThrow().size() == size);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return client.send(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.timeout(Duration.ofSeconds(20));
    }

    private void assertProblem(HttpResponse<byte[]> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().allValues("content-type")).containsExactly("application/problem+json");
        JsonNode problem = json.readTree(response.body());
        assertThat(problem.path("type").asText()).isEqualTo("urn:oqx:problem:" + code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
    }

    private SignedCheckpoint checkpoint(byte[] note) throws Exception {
        return SignedCheckpoint.read(note, node.core.id, List.of(node.core.signing.publicKey()), Verifier.best());
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("content-type").orElseThrow();
    }

    private List<Frame> pages() throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (long page = 0; page * Frame.PAGE < node.core.writer.current().size(); page++) {
            frames.addAll(new FrameReader(get("/oqx/log/page/" + page).body(), 0).rest());
        }
        return frames;
    }

    @Test
    void servesALogThatHashesToItsSignedRoot() throws Exception {
        HttpResponse<byte[]> answer = get("/oqx/log/checkpoint");
        assertThat(type(answer)).isEqualTo("text/plain; charset=utf-8");
        SignedCheckpoint checkpoint = checkpoint(answer.body());
        CompactRange range = CompactRange.empty();
        for (Frame frame : pages()) {
            assertThat(frame.isIntact()).isTrue();
            range.append(frame.entry().leafHash());
        }
        assertThat(range.size()).isEqualTo(checkpoint.size());
        assertThat(range.root()).isEqualTo(checkpoint.root());
    }

    @Test
    void servesTilesThatProveEachEntry() throws Exception {
        SignedCheckpoint checkpoint = checkpoint(get("/oqx/log/checkpoint").body());
        List<Frame> frames = pages();
        List<String> fetched = new ArrayList<>();
        var tiles = Tiles.nodes(checkpoint.size(), path -> {
            try {
                fetched.add(path.text());
                HttpResponse<byte[]> tile = get("/oqx/log/" + path.text());
                assertThat(type(tile)).isEqualTo("application/octet-stream");
                assertThat(tile.headers()
                                .firstValue("cache-control")
                                .orElseThrow()
                                .contains("immutable"))
                        .isEqualTo(path.isFull());
                return tile.body();
            } catch (Exception e) {
                throw new java.io.IOException(e);
            }
        });
        for (long index : new long[] {0, 255, 256, 300, checkpoint.size() - 1}) {
            InclusionProof proof = InclusionProof.prove(index, checkpoint.size(), tiles);
            assertThat(proof.verify(frames.get((int) index).entry().leafHash(), checkpoint.root()))
                    .isTrue();
        }
        assertThat(fetched).contains("tile/0/000", "tile/1/000.p/" + checkpoint.size() / 256);
        assertThat(Tiles.readEntries(get("/oqx/log/tile/entries/001").body()))
                .isEqualTo(frames.subList(256, 512).stream().map(Frame::entry).toList());
        assertThat(get("/oqx/log/" + TilePath.entries(2, 3).text()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void packsAPageOnlyWhenAskedAndKnowsIt() throws Exception {
        HttpResponse<byte[]> plain = get("/oqx/log/page/0");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(plain.headers().firstValue("vary")).contains("accept-encoding");
        assertThat(plain.headers().firstValue("cache-control").orElseThrow()).doesNotContain("immutable");
        HttpResponse<byte[]> packed = get("/oqx/log/page/0", "accept-encoding", "br;q=1.0, gzip;q=0.8");
        assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(packed.body().length).isLessThan(plain.body().length);
        assertThat(get("/oqx/log/page/0", "accept-encoding", "gzip;q=0")
                        .headers()
                        .firstValue("content-encoding"))
                .isEmpty();
        String tag = plain.headers().firstValue("etag").orElseThrow();
        assertThat(packed.headers().firstValue("etag").orElseThrow()).isNotEqualTo(tag);
        HttpResponse<byte[]> known = get("/oqx/log/page/0", "if-none-match", "\"x\", " + tag);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(get("/oqx/log/page/0", "if-none-match", "\"x\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersHeadWithTheSameHeadersAndNoBody() throws Exception {
        HttpResponse<byte[]> head = client.send(
                request("/oqx/log/page/0")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<byte[]> get = get("/oqx/log/page/0");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).contains(String.valueOf(get.body().length));
        assertThat(head.headers().firstValue("etag")).isEqualTo(get.headers().firstValue("etag"));
    }

    @Test
    void tailGivesTheRestOfThePageAtOnce() throws Exception {
        HttpResponse<byte[]> answer = get("/oqx/log/tail?from=250&wait=30");
        assertThat(type(answer)).isEqualTo("application/vnd.oqx.tail");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        Tail tail = Tail.read(answer.body());
        assertThat(tail.frames()).hasSize(6);
        assertThat(checkpoint(tail.note()).size()).isGreaterThanOrEqualTo(ENTRIES);
    }

    @Test
    void tailAtTheEndGivesTheCheckpointAlone() throws Exception {
        long size = node.core.writer.current().size();
        Tail tail = Tail.read(get("/oqx/log/tail?from=" + size).body());
        assertThat(tail.frames()).isEmpty();
        assertThat(checkpoint(tail.note()).size()).isEqualTo(size);
    }

    @Test
    void tailWaitsForTheNextEntry() throws Exception {
        long size = node.core.writer.current().size();
        CompletableFuture<HttpResponse<byte[]>> waiting = client.sendAsync(
                request("/oqx/log/tail?from=" + size + "&wait=30").build(), HttpResponse.BodyHandlers.ofByteArray());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> node.federation().endpoints().waiting() == 1);
        publish(1);
        Tail tail = Tail.read(waiting.get(10, TimeUnit.SECONDS).body());
        assertThat(tail.frames()).hasSize(1);
        assertThat(checkpoint(tail.note()).size()).isEqualTo(size + 1);
        assertThat(node.federation().endpoints().waiting()).isZero();
    }

    @Test
    void tailEndsItsWaitWithTheCheckpoint() throws Exception {
        long size = node.core.writer.current().size();
        Tail tail = Tail.read(get("/oqx/log/tail?from=" + size + "&wait=1").body());
        assertThat(tail.frames()).isEmpty();
        assertThat(node.federation().endpoints().waiting()).isZero();
    }

    /** A31: state per visitor is bounded, and given back when the visitor goes. */
    @Test
    void boundsWhoMayWaitAndForgetsWhoHasGone() throws Exception {
        long size = node.core.writer.current().size();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
            socket.getOutputStream()
                    .write(("GET /oqx/log/tail?from=" + size + "&wait=30 HTTP/1.1\r\nhost: x\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            sockets.add(socket);
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> node.federation().endpoints().waiting() == 3);
        HttpResponse<byte[]> fourth = get("/oqx/log/tail?from=" + size + "&wait=30");
        assertProblem(fourth, 429, "rate-limited");
        assertThat(fourth.headers().firstValue("retry-after")).isPresent();
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> node.federation().endpoints().waiting() == 0);
        assertThat(get("/oqx/log/tail?from=" + size + "&wait=0").statusCode()).isEqualTo(200);
    }

    @Test
    void introducesItself() throws Exception {
        HttpResponse<byte[]> answer = get("/.well-known/oqx");
        assertThat(type(answer)).isEqualTo("application/json");
        Discovered discovered = Discovered.read(
                answer.body(), node.address, Optional.of(node.core.id), new DataIntegrity(Verifier.best()));
        assertThat(discovered.profile().name()).isEqualTo("Vendor");
        assertThat(discovered.keys()).containsExactly(node.core.signing.publicKey());
        assertThat(discovered.size()).isGreaterThanOrEqualTo(ENTRIES);
        assertThat(json.readTree(answer.body()).at("/limits/tailsPerAddress").asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oqx",
                "/oqx/",
                "/oqx/nothing",
                "/oqx/log",
                "/oqx/log/",
                "/oqx/log/page/3",
                "/oqx/log/page/99999999999",
                "/oqx/log/page/9007199254740991",
                "/oqx/log/page/00",
                "/oqx/log/page/-1",
                "/oqx/log/page/%30",
                "/oqx/log/page/0/",
                "/oqx/log/page/",
                "/oqx/log/tile/0/2",
                "/oqx/log/tile/0/003",
                "/oqx/log/tile/0/002.p/256",
                "/oqx/log/tile/0/002.p/255",
                "/oqx/log/tile/64/000",
                "/oqx/log/tile/63/000",
                "/oqx/log/tile/entries/002",
                "/oqx/log/tile/0/x000/000",
                "/oqx/log/../log/checkpoint",
                "/oqx/log/Checkpoint",
                "/oqx/log/checkpoint/"
            })
    void saysNotFoundByAProblem(String path) throws Exception {
        assertProblem(raw("GET " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "from=, 400, bad-request",
        "wait=1, 400, bad-request",
        "from=-1, 400, bad-request",
        "from=01, 400, bad-request",
        "from=1e3, 400, bad-request",
        "from=99999999999999999999, 400, bad-request",
        "from=1&from=2, 400, bad-request",
        "from=1&wait=31, 400, bad-request",
        "from=1&wait=-1, 400, bad-request",
        "from=1&wait=x, 400, bad-request",
        "from=1&wait=1&wait=1, 400, bad-request",
        "from=9007199254740991, 400, range",
        "from=9007199254740991&wait=30, 400, range"
    })
    void refusesATailThatIsNotOfTheForm(String query, int status, String code) throws Exception {
        assertProblem(get("/oqx/log/tail?" + query), status, code);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /oqx/log/checkpoint, 'GET, HEAD'",
        "PUT, /oqx/log/page/0, 'GET, HEAD'",
        "DELETE, /.well-known/oqx, 'GET, HEAD'",
        "OPTIONS, /oqx/log/tail, 'GET, HEAD'",
        "GET, /oqx/peering, POST",
        "PUT, /oqx/peering, POST"
    })
    void namesTheMethodsItAllows(String method, String path, String allowed) throws Exception {
        HttpResponse<byte[]> answer = client.send(
                request(path)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("allow")).contains(allowed);
    }

    /** A26: nothing of a body is read that nobody asked for. */
    @Test
    void refusesABodyOnARequestToRead() throws Exception {
        assertProblem(
                raw("GET /oqx/log/page/0 HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999999\r\n\r\n"),
                413,
                "too-large");
        assertProblem(
                raw("GET /oqx/log/page/0 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffffff\r\nabc"),
                413,
                "too-large");
    }

    @Test
    void refusesHugeBodiesBeforeTheyCome() throws Exception {
        String head = "POST /oqx/peering HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
        assertProblem(raw(head + "content-length: 16385\r\n\r\n{"), 413, "too-large");
        assertProblem(
                raw(head + "transfer-encoding: chunked\r\n\r\n5000\r\n" + "x".repeat(0x5000) + "\r\n"),
                413,
                "too-large");
    }

    /** As a proxy does: all of the body goes out before the answer is looked at. */
    @Test
    void lets413BeSeenByWhoIsStillSending() throws Exception {
        int length = 2 << 20;
        String head = "POST /oqx/peering HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write((head + "content-length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[64 << 10];
            for (int sent = 0; sent < length; sent += part.length) {
                out.write(part);
                out.flush();
            }
            RawResponse answer = RawResponse.read(socket.getInputStream());
            assertProblem(answer, 413, "too-large");
            assertThat(socket.getInputStream().read())
                    .as("and the connection ends")
                    .isNegative();
        }
    }

    /** A26: but not for ever. */
    @Test
    void a26ThrowsAwayNoEndlessBody() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            OutputStream out = socket.getOutputStream();
            String head = "POST /oqx/peering HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
            out.write((head + "content-length: 999999999\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[64 << 10];
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 500_000_000; sent += part.length) {
                            out.write(part);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/jsonx",
                "application/json; charset=latin1",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded"
            })
    void a04RefusesOtherTypesBeforeTheirBody(String type) throws Exception {
        assertProblem(
                raw("POST /oqx/peering HTTP/1.1\r\nhost: x\r\ncontent-type: " + type
                        + "\r\ncontent-length: 999999999\r\n\r\n"),
                415,
                "media-type");
        assertProblem(raw("POST /oqx/peering HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}"), 415, "media-type");
    }

    /** A25: a body of a byte a second does not keep the connection, however steadily it drips. */
    @Test
    void endsARequestThatDripsForTooLong() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> new Call(vertx, request, "visitor", Duration.ofMillis(300))
                        .then(
                                RequestBody.read(request, "application/json", 1_000),
                                body -> request.response().end("never")));
        server.listen(0, "127.0.0.1").await();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(20_000);
            String head =
                    "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            long drip = vertx.setPeriodic(20, tick -> {
                try {
                    socket.getOutputStream().write('x');
                } catch (java.io.IOException closed) {
                    // What we wait for.
                }
            });
            assertThat(closes(socket)).isTrue();
            vertx.cancelTimer(drip);
        }
    }

    /** Whether the other side ends the connection without a word, be it orderly or not. */
    private static boolean closes(Socket socket) throws java.io.IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Test
    void refusesMoreRequestsThanAnAddressMayMake() throws Exception {
        Visitors visitors = new Visitors(3, Duration.ofHours(1));
        String one = "2a01:4f8:1:2::/64";
        for (int i = 0; i < 3; i++) {
            visitors.count(one);
        }
        assertThatThrownBy(() -> visitors.count(one)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.problem()).isEqualTo(Problem.RATE_LIMITED);
            assertThat(refusal.retryAfter()).isBetween(1_000, 1_300);
        });
        visitors.count("192.0.2.1");
    }

    /** Sends bytes as they are and reads until the node closes, or its answer is complete. */
    private HttpResponse<byte[]> raw(String bytes) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return RawResponse.read(in);
        }
    }
}
