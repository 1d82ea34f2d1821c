package org.guildhall.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminApiTest {
    private static final String TOKEN = "correct-horse-battery-staple-0123456789abcde";

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private Vertx vertx;
    private AdminApi api;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx();
        Router open = Router.router(vertx);
        open.get("/health/live").handler(context -> context.response().end("live\n"));
        api = new AdminApi(vertx, TOKEN, List.of(new Echo(), new Counts(), new Breaks(), new Asks()), open);
        port = api.listen(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        api.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void carriesOutACommandForWhoHasTheToken() throws Exception {
        Answer answer = ask("POST", "/echo/some%20thing", "127.0.0.1:" + port, TOKEN, "{\"say\":\"hello\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head()).containsIgnoringCase("content-type: application/json");
        assertThat(json(answer.body()).path("said").asText()).isEqualTo("some thing: hello");
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "correct-horse-battery-staple-0123456789abcdf",
                "correct-horse-battery-staple-0123456789abcd",
                "correct-horse-battery-staple-0123456789abcdee"
            })
    void refusesEveryOtherToken(String token) throws Exception {
        Answer answer = ask("POST", "/echo/x", "127.0.0.1:" + port, token, "{\"say\":\"hello\"}");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head()).containsIgnoringCase("content-type: application/problem+json");
        assertThat(json(answer.body()).path("type").asText()).isEqualTo("urn:guildhall:problem:token");
        assertThat(calls).hasValue(0);
    }

    @Test
    void refusesACallWithoutToken() throws Exception {
        assertThat(ask("GET", "/nothing-here", "localhost:" + port, null, "").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "[::2]"})
    void answersToNoOtherHostSoThatDnsRebindingIsOfNoUse(String host) throws Exception {
        Answer answer = ask("POST", "/echo/x", host, TOKEN, "{\"say\":\"hello\"}");
        assertThat(answer.status()).isEqualTo(421);
        assertThat(ask("GET", "/health/live", host, null, "").status()).isEqualTo(421);
        assertThat(calls).hasValue(0);
    }

    @Test
    void tellsItsHealthToAnybodyOnTheMachine() throws Exception {
        assertThat(ask("GET", "/health/live", "localhost:" + port, null, "").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"say\":\"a\",\"say\":\"b\"}",
                "{\"say\":\"a\"} {}",
                "[\"say\"]",
                "{\"say\":",
                "{\"say\":1}",
                "{\"say\":\" \"}",
                "{\"say\":\"a\",\"louder\":true}",
                "{}"
            })
    void refusesABodyItDoesNotUnderstand(String body) throws Exception {
        Answer answer = ask("POST", "/echo/x", "127.0.0.1", TOKEN, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer.body()).path("type").asText()).isEqualTo("urn:guildhall:problem:bad-request");
        assertThat(json(answer.body()).path("detail").asText()).isNotBlank();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        String body = "{\"say\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(ask("POST", "/echo/x", "127.0.0.1", TOKEN, body).status()).isEqualTo(413);
        assertThat(calls).hasValue(0);
    }

    @Test
    void saysWhatThereIsNot() throws Exception {
        assertThat(ask("GET", "/no-such", "127.0.0.1", TOKEN, "").status()).isEqualTo(404);
        assertThat(ask("GET", "/echo/x", "127.0.0.1", TOKEN, "").status()).isEqualTo(405);
    }

    @Test
    void streamsProgressAndItsEnd() throws Exception {
        Answer answer = ask("POST", "/counts", "127.0.0.1", TOKEN, "{\"to\":3}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("{\"progress\":{\"at\":1}}\n")
                .contains("{\"progress\":{\"at\":3}}\n")
                .contains("{\"done\":{\"counted\":3}}\n");
    }

    @Test
    void tellsAFaultInTheMiddleOfAStream() throws Exception {
        Answer answer = ask("POST", "/counts", "127.0.0.1", TOKEN, "{\"to\":99}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("{\"progress\":{\"at\":1}}\n").contains("{\"problem\":{\"type\":\"urn:");
    }

    @Test
    void keepsTheInsideOfAFaultToItself() throws Exception {
        Answer answer = ask("POST", "/breaks", "127.0.0.1", TOKEN, "{}");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("IllegalStateException").doesNotContain("hunter2");
    }

    /** Who is refused early, or sends slowly, holds no connection for longer than anybody else. */
    @ParameterizedTest
    @ValueSource(strings = {TOKEN, "no-such-token"})
    void a25ClosesAConnectionWhoseRequestDoesNotEnd(String token) throws Exception {
        AdminApi strict = new AdminApi(
                vertx, TOKEN, List.of(new Echo()), Router.router(vertx), Duration.ofMillis(300), Duration.ofMinutes(1));
        int strictPort =
                strict.listen(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), strictPort)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /echo/x HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().readAllBytes();
        } finally {
            strict.close();
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void a25ClosesAConnectionOnWhichNothingMoves() throws Exception {
        AdminApi strict = new AdminApi(
                vertx, TOKEN, List.of(), Router.router(vertx), Duration.ofMinutes(1), Duration.ofSeconds(1));
        int strictPort =
                strict.listen(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), strictPort)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /health".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        } finally {
            strict.close();
        }
    }

    @Test
    void saysWhenAStreamWasAnswered() throws Exception {
        ask("POST", "/counts", "127.0.0.1", TOKEN, "{\"to\":3}");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(answered).hasValue(1));
        ask("POST", "/counts", "127.0.0.1", TOKEN, "{\"to\":99}");
        ask("POST", "/counts", "127.0.0.1", TOKEN, "{\"to\":3}");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(answered).hasValue(2));
    }

    @Test
    void readsTheQueryOfAQuestion() throws Exception {
        Answer answer = ask("GET", "/asks?say=two%20words", "127.0.0.1", TOKEN, "");
        assertThat(json(answer.body()).path("said").asText()).isEqualTo("two words");
        assertThat(ask("GET", "/asks?shout=x", "127.0.0.1", TOKEN, "").status()).isEqualTo(400);
    }

    private static final class Asks implements AdminCommand {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/asks";
        }

        @Override
        public ObjectNode run(Call call) throws Refusal {
            call.only("say");
            return JsonNodeFactory.instance.objectNode().put("said", call.text("say"));
        }
    }

    private final class Echo implements AdminCommand {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/echo/:what";
        }

        @Override
        public ObjectNode run(Call call) throws Refusal {
            call.only("say");
            String said = call.path("what") + ": " + call.text("say");
            calls.incrementAndGet();
            return JsonNodeFactory.instance.objectNode().put("said", said);
        }
    }

    private final class Counts implements AdminCommand {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/counts";
        }

        @Override
        public boolean streams() {
            return true;
        }

        @Override
        public void answered() {
            answered.incrementAndGet();
        }

        @Override
        public ObjectNode run(Call call) throws Refusal {
            long to = call.integer("to", 1, 1, 100);
            for (long at = 1; at <= to; at++) {
                call.progress().accept(JsonNodeFactory.instance.objectNode().put("at", at));
                if (at == 50) {
                    throw Refusal.conflict("cannot count on");
                }
            }
            return JsonNodeFactory.instance.objectNode().put("counted", to);
        }
    }

    private static final class Breaks implements AdminCommand {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/breaks";
        }

        @Override
        public ObjectNode run(Call call) {
            throw new IllegalStateException("hunter2");
        }
    }

    private record Answer(int status, String head, String body) {}

    /** Plain sockets, because no HTTP client lets one lie about the host. */
    private Answer ask(String method, String path, String host, String token, String body) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                            + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                            + (bytes.length == 0 ? "" : "Content-Type: application/json\r\n")
                            + "Content-Length: " + bytes.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            try {
                out.write(bytes);
                out.flush();
            } catch (java.io.IOException refused) {
                // The answer may come before all was sent.
            }
            InputStream in = socket.getInputStream();
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int blank = all.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(all.substring(9, 12)), all.substring(0, blank), all.substring(blank + 4));
        }
    }

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text);
    }
}
