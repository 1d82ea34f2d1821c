package org.guildhall.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to a node, as a proxy in front of it is one: in good order, or not. */
final class Road implements AutoCloseable {
    /** Of one hop, or asking for an answer whose bytes are packed: those that are damaged here must be records. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "connection", "content-length", "upgrade", "accept-encoding");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile State state = State.OPEN;
    private volatile URI to = URI.create("http://127.0.0.1:1");

    /** What it is like. */
    enum State {
        OPEN,
        /** Nobody answers. */
        SHUT,
        /** Pages of the log do not come until it becomes another. */
        HELD,
        /** A bit of each answer that is long enough to hold records is wrong. */
        DAMAGED
    }

    Road() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                pass(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it leads there. */
    void leadTo(URI node) {
        to = node;
    }

    synchronized void become(State next) {
        state = next;
        notifyAll();
    }

    private synchronized void awaitPassage() throws InterruptedException {
        while (state == State.HELD) {
            wait();
        }
    }

    private void pass(HttpExchange exchange) throws IOException, InterruptedException {
        if (state == State.SHUT) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        to.resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        byte[] body = answer.body();
        if (exchange.getRequestURI().getPath().startsWith("/oqx/log/page/")) {
            awaitPassage();
        }
        // It may have become another since the question came.
        if (state == State.SHUT) {
            return;
        }
        if (state == State.DAMAGED && body.length > 400) {
            body[400] ^= 1;
        }
        answer.headers()
                .firstValue("content-type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
