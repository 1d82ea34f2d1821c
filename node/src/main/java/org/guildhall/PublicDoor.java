package org.guildhall;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The port for readers and peers. Several event loops share it, so that one busy core is not the limit. */
final class PublicDoor extends VerticleBase {
    private static final int MOST_LOOPS = 4;
    /** Longer than a follower waits for news. */
    private static final int IDLE_SECONDS = 75;

    /** For requests under way when the node is stopped. */
    private static final int SECONDS_TO_FINISH = 5;

    private final String host;
    private final int port;
    private final Handler<HttpServerRequest> handler;
    private @Nullable HttpServer server;

    private PublicDoor(String host, int port, Handler<HttpServerRequest> handler) {
        this.host = host;
        this.port = port;
        this.handler = handler;
    }

    /** Opens the door; the future fails when the port can't be listened on. The result closes it. */
    static Future<AutoCloseable> open(Vertx vertx, String host, int port, Handler<HttpServerRequest> handler) {
        int loops = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(
                        () -> new PublicDoor(host, port, handler), new DeploymentOptions().setInstances(loops))
                .map(id -> () -> vertx.undeploy(id)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                // A proxy speaks HTTP/1.1 to us; what is not used can't be abused.
                .setHttp2ClearTextEnabled(false);
        HttpServer made = vertx.createHttpServer(options).requestHandler(handler);
        server = made;
        return made.listen(port, host);
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(SECONDS_TO_FINISH, TimeUnit.SECONDS);
    }
}
