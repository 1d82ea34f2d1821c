package org.guildhall.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The administrative API: HTTP on the loopback interface, for those who can read the token file. Handlers in this order:
 * the Host header (a page in a browser on this machine must not reach us by DNS rebinding), health, the token, the body,
 * the command.
 */
public final class AdminApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
    private static final int BODY_LIMIT = 1 << 20;
    private static final int WORKERS = 4;
    private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(30);
    /** Longer than the command line waits for an answer that is not a stream. */
    private static final Duration IDLE = Duration.ofMinutes(11);
    /** An empty line, so that a stream with nothing to tell is not idle. */
    private static final Duration STREAM_SIGN_OF_LIFE = Duration.ofMinutes(1);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Vertx vertx;
    private final byte[] token;
    private final WorkerExecutor workers;
    private final HttpServer server;

    /**
     * @param token the secret that callers must present as {@code Authorization: Bearer …}
     * @param openRoutes adds what needs no token: health and metrics, which tell nothing about members or content
     */
    public AdminApi(Vertx vertx, String token, List<AdminCommand> commands, Router openRoutes) {
        this(vertx, token, commands, openRoutes, REQUEST_DEADLINE, IDLE);
    }

    /**
     * As above.
     *
     * @param deadline for a request to arrive whole
     * @param idle after which a connection on which nothing moves is closed
     */
    AdminApi(
            Vertx vertx,
            String token,
            List<AdminCommand> commands,
            Router openRoutes,
            Duration deadline,
            Duration idle) {
        this.vertx = vertx;
        this.token = token.getBytes(UTF_8);
        // Imports and verification take as long as they take.
        this.workers = vertx.createSharedWorkerExecutor("admin", WORKERS, 1, TimeUnit.DAYS);
        Router router = Router.router(vertx);
        router.route().handler(this::checkHost);
        router.route("/*").subRouter(openRoutes);
        router.route().handler(this::checkToken);
        router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
        for (AdminCommand command : commands) {
            router.route(HttpMethod.valueOf(command.method()), command.path())
                    .handler(context -> dispatch(command, context));
        }
        router.errorHandler(404, context -> refuse(context, Refusal.notFound("there is no such command")));
        router.errorHandler(
                405, context -> refuse(context, new Refusal(405, "method-not-allowed", "not with this method")));
        router.errorHandler(
                413, context -> refuse(context, new Refusal(413, "too-large", "a body has at most 1 MiB here")));
        router.errorHandler(500, context -> {
            LOG.error("administrative request failed", context.failure());
            refuse(context, new Refusal(500, "internal", "an error inside the node; its log tells more"));
        });
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout((int) idle.toSeconds()))
                .requestHandler(request -> {
                    // An answer may take as long as it takes; a request may not, whether it was answered already or
                    // not.
                    long late = vertx.setTimer(deadline.toMillis(), timer -> {
                        if (!request.isEnded()) {
                            request.connection().close();
                        }
                    });
                    request.response().endHandler(done -> {
                        if (request.isEnded()) {
                            vertx.cancelTimer(late);
                        }
                    });
                    router.handle(request);
                });
    }

    /** Binds to the loopback interface; port 0 takes a free one. The port that is bound is the result. */
    public Future<Integer> listen(int port) {
        return server.listen(port, "127.0.0.1").map(HttpServer::actualPort);
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        workers.close();
    }

    private void checkHost(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        if (authority != null && LOOPBACK.contains(authority.host())) {
            context.next();
        } else {
            refuse(context, new Refusal(421, "host", "the administrative API answers to 127.0.0.1 only"));
        }
    }

    private void checkToken(RoutingContext context) {
        String given = context.request().getHeader("Authorization");
        boolean known = given != null
                && given.startsWith("Bearer ")
                && MessageDigest.isEqual(given.substring(7).getBytes(UTF_8), token);
        if (known) {
            context.next();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(context, new Refusal(401, "token", "the token in admin.token of the data directory is needed"));
        }
    }

    private void dispatch(AdminCommand command, RoutingContext context) {
        ObjectNode body;
        try {
            body = body(context);
        } catch (Refusal refusal) {
            refuse(context, refusal);
            return;
        }
        AtomicBoolean gone = new AtomicBoolean();
        context.response().closeHandler(closed -> gone.set(true));
        Lines lines = new Lines(context.response());
        Call call =
                new Call(context.pathParams(), body, command.streams() ? lines::progress : document -> {}, gone::get);
        long signOfLife = 0;
        if (command.streams()) {
            context.response().setChunked(true).putHeader("Content-Type", "application/x-ndjson");
            signOfLife = vertx.setPeriodic(STREAM_SIGN_OF_LIFE.toMillis(), timer -> lines.signOfLife());
        }
        long lifeTimer = signOfLife;
        workers.executeBlocking(() -> command.run(call), false).onComplete(result -> {
            vertx.cancelTimer(lifeTimer);
            if (gone.get()) {
                LOG.info("{} {}: the caller went away", command.method(), command.path());
                if (result.succeeded()) {
                    command.answered();
                }
            } else if (command.streams()) {
                lines.end(
                                result.succeeded()
                                        ? wrap("done", result.result())
                                        : wrap("problem", problem(failure(result.cause()))))
                        .onComplete(sent -> answered(command, result.succeeded()));
            } else if (result.succeeded()) {
                context.response()
                        .putHeader("Content-Type", "application/json")
                        .end(Buffer.buffer(result.result().toString()))
                        .onComplete(sent -> command.answered());
            } else {
                refuse(context, failure(result.cause()));
            }
        });
    }

    private static void answered(AdminCommand command, boolean done) {
        if (done) {
            command.answered();
        }
    }

    private static ObjectNode body(RoutingContext context) throws Refusal {
        if (context.request().method().equals(HttpMethod.GET)) {
            // What is asked for stands in the query, as texts.
            ObjectNode query = JsonNodeFactory.instance.objectNode();
            context.queryParams().forEach(query::put);
            return query;
        }
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!"application/json".equals(context.request().getHeader("Content-Type"))) {
            throw new Refusal(415, "media-type", "a body must be application/json");
        }
        try {
            JsonNode json = JSON.readTree(bytes.getBytes());
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Refusal.badRequest("the body cannot be read");
        }
        throw Refusal.badRequest("the body must be a JSON object");
    }

    private static Refusal failure(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        LOG.error("an administrative command failed", cause);
        return new Refusal(
                500,
                "internal",
                "an error inside the node: " + cause.getClass().getSimpleName() + "; its log tells more");
    }

    private static void refuse(RoutingContext context, Refusal refusal) {
        context.response()
                .setStatusCode(refusal.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(problem(refusal).toString());
    }

    private static ObjectNode problem(Refusal refusal) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:guildhall:problem:" + refusal.code())
                .put("title", refusal.code().replace('-', ' '))
                .put("status", refusal.status())
                .put("detail", refusal.detail());
    }

    private static ObjectNode wrap(String name, ObjectNode document) {
        return JsonNodeFactory.instance.objectNode().set(name, document);
    }

    /** The lines of a streamed answer. Written from a worker thread, which waits while the caller reads slowly. */
    private record Lines(HttpServerResponse response) {

        void progress(ObjectNode document) {
            if (!response.closed()) {
                write(wrap("progress", document))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .exceptionally(gone -> null)
                        .join();
            }
        }

        void signOfLife() {
            if (!response.closed() && !response.ended()) {
                var unused = response.write("\n");
            }
        }

        Future<Void> end(ObjectNode last) {
            return write(last).compose(written -> response.end());
        }

        private Future<Void> write(ObjectNode document) {
            return response.write(document + "\n");
        }
    }
}
