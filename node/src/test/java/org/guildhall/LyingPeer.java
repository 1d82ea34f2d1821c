package org.guildhall;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Says what an honest node says, but for a byte of each page. */
public final class LyingPeer implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final URI honest;

    public LyingPeer(URI honest) throws IOException {
        this.honest = honest;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                lie(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void lie(HttpExchange exchange) throws IOException, InterruptedException {
        URI asked = honest.resolve(exchange.getRequestURI().toString());
        HttpResponse<byte[]> answer =
                client.send(HttpRequest.newBuilder(asked).build(), HttpResponse.BodyHandlers.ofByteArray());
        byte[] body = answer.body();
        if (asked.getPath().contains("/page/") && body.length > 300) {
            body[300] ^= 1;
        }
        exchange.getResponseHeaders()
                .set("Content-Type", answer.headers().firstValue("content-type").orElse(""));
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
