package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The limit of the machine: a Vert.x handler that does nothing but return the bytes of a file. A process of its own. */
final class BareServer implements AutoCloseable {
    private final Process process;
    private final URI address;

    private BareServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it, with the same options of Java as a node. */
    static BareServer serving(Path file) throws IOException {
        List<String> command = new ArrayList<>(ServedNode.java());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName(), file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String port = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        return new BareServer(process, URI.create("http://127.0.0.1:" + port));
    }

    URI address() {
        return address;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The process: serves the file that is named until its standard input ends. */
    public static void main(String[] args) throws Exception {
        Buffer body = Buffer.buffer(Files.readAllBytes(Path.of(args[0])));
        Vertx vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("content-type", "text/html; charset=utf-8")
                        .end(body));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
        System.out.println(server.actualPort());
        while (System.in.read() >= 0) {
            // Until the bench has gone.
        }
    }
}
