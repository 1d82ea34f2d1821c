package org.guildhall.site.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A25: a body that drips is cut off by the request's own deadline, however steadily it drips. */
class RequestDeadlineTest {
    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch completed = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        RequestDeadline deadline = new RequestDeadline(vertx, Duration.ofMillis(400));
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    deadline.start(
                            request, () -> request.response().setStatusCode(408).end("late"));
                    BodyReader.read(
                            request,
                            false,
                            body -> {
                                completed.countDown();
                                request.response().end("read " + body.length);
                            },
                            fault -> request.response()
                                    .setStatusCode(fault.reason().status())
                                    .end());
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Socket post(int length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(head("content-length: " + length));
        return socket;
    }

    private static byte[] head(String framing) {
        String head = "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n" + framing;
        return (head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void cutsOffABodyThatDrips() throws Exception {
        try (Socket socket = post(1_000)) {
            Thread dripping = new Thread(() -> drip(socket));
            dripping.start();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 408 ");
            dripping.join(10_000);
        } catch (SocketException reset) {
            // Closed with bytes of the body unread: as good an end.
            assertThat(reset).hasMessageContaining("reset");
        }
        assertThat(completed.getCount()).isEqualTo(1);
    }

    /** One byte each 50 ms, until nobody takes them any more. */
    private static void drip(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 200; i++) {
                out.write('a');
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException gone) {
            // That is what the test is about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void leavesARequestAloneThatIsInTime() throws Exception {
        try (Socket socket = post(3)) {
            socket.getOutputStream().write("a=b".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[256];
            int length = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(completed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesAnEndlessBodyBeforeItIsThere() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(head("transfer-encoding: chunked"));
            byte[] chunk = ("10000\r\n" + "a".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i <= BodyReader.LIMIT / 0x10000; i++) {
                out.write(chunk);
            }
            byte[] answer = new byte[256];
            int length = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 413 ");
        }
        assertThat(completed.getCount()).isEqualTo(1);
    }
}
