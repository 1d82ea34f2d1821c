package org.guildhall.site;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.guildhall.site.text.Language;
import org.guildhall.site.web.BodyReader;
import org.guildhall.site.web.FormData;
import org.guildhall.site.web.Incoming;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestDeadline;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.site.web.SecurityHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Between the event loop and the pages. The loop takes the request off the wire and puts the answer on it; one hand-off to a
 * worker lies between, behind which everything is plain synchronous code. When too much waits already, the answer is 503 at
 * once, and the queue does not grow.
 */
final class PageServer implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int THREADS = 16;
    private static final int WAITING = 1_000;

    private final SecurityHeaders security;
    private final RequestDeadline deadline;
    private final Visits visits;
    private final ThreadPoolExecutor workers;
    private final Function<HttpServerRequest, String> addressOf;

    /** @param addressOf the address that stands for whoever sent a request */
    PageServer(Vertx vertx, SecurityHeaders security, Visits visits, Function<HttpServerRequest, String> addressOf) {
        this.security = security;
        this.addressOf = addressOf;
        this.deadline = new RequestDeadline(vertx, DEADLINE);
        this.visits = visits;
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 60, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "page-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /** Serves a page at a route. */
    Handler<RoutingContext> page(Access access, Page page) {
        return page(access, page, false);
    }

    /** Serves a form that may bring files. */
    Handler<RoutingContext> withFiles(Access access, Page page) {
        return page(access, page, true);
    }

    private Handler<RoutingContext> page(Access access, Page page, boolean files) {
        return routing -> {
            HttpServerRequest request = routing.request();
            Context context = routing.vertx().getOrCreateContext();
            deadline.start(request, () -> send(request, visits.bare(language(request), Reason.TIMEOUT)));
            if (request.method().equals(HttpMethod.POST)) {
                String type = request.getHeader("content-type");
                BodyReader.read(
                        request,
                        files,
                        body -> handOff(
                                context,
                                routing,
                                incoming(routing),
                                () -> FormData.read(body, type == null ? "" : type),
                                access,
                                page),
                        fault -> refuse(context, routing, fault));
            } else {
                handOff(context, routing, incoming(routing), Map::of, access, page);
            }
        };
    }

    /** The page for a request that no route serves. */
    Handler<RoutingContext> fault(Reason reason) {
        return routing -> {
            Context context = routing.vertx().getOrCreateContext();
            if (!routing.response().ended()) {
                refuse(context, routing, new RequestFault(reason));
            }
        };
    }

    private void refuse(Context context, RoutingContext routing, RequestFault fault) {
        // What is still to come of the body is not wanted.
        routing.response().putHeader("connection", "close");
        handOff(context, routing, incoming(routing).asGet(), Map::of, Access.ANYBODY, visit -> {
            throw fault;
        });
    }

    /** @param form reads what was sent, on the worker */
    private void handOff(
            Context context,
            RoutingContext routing,
            Incoming bare,
            Supplier<Map<String, String>> form,
            Access access,
            Page page) {
        HttpServerRequest request = routing.request();
        try {
            Map<String, String> parameters = Map.copyOf(routing.pathParams());
            workers.execute(() -> {
                Reply reply = answer(bare, parameters, request.query(), form, access, page);
                context.runOnContext(on -> send(request, reply));
            });
        } catch (RejectedExecutionException e) {
            send(request, visits.bare(language(request), Reason.UNAVAILABLE));
        }
    }

    private Reply answer(
            Incoming bare,
            Map<String, String> parameters,
            @Nullable String query,
            Supplier<Map<String, String>> form,
            Access access,
            Page page) {
        try {
            Map<String, String> asked = query == null ? Map.of() : FormData.readQuery(query);
            return visits.serve(bare.with(parameters, asked, form.get()), access, page);
        } catch (RequestFault e) {
            return visits.serve(bare.asGet(), Access.ANYBODY, visit -> {
                throw e;
            });
        }
    }

    private Incoming incoming(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Map<String, String> cookies = new HashMap<>();
        for (Cookie cookie : request.cookies()) {
            cookies.putIfAbsent(cookie.getName(), cookie.getValue());
        }
        String accepted = request.getHeader("accept-language");
        return new Incoming(
                request.method().equals(HttpMethod.POST),
                request.uri(),
                Map.of(),
                Map.of(),
                Map.of(),
                cookies,
                accepted == null ? "" : accepted,
                addressOf.apply(request),
                request.getHeader("sec-fetch-site"));
    }

    private static Language language(HttpServerRequest request) {
        String accepted = request.getHeader("accept-language");
        return Language.preferred(accepted == null ? "" : accepted);
    }

    private void send(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        security.addTo(response.headers());
        reply.headers().forEach(response::putHeader);
        if (!reply.cookies().isEmpty()) {
            response.headers().add("set-cookie", reply.cookies());
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("content-length", String.valueOf(reply.body().length));
            response.end();
        } else {
            response.end(Buffer.buffer(reply.body()));
        }
    }

    /** Waits a little for pages that are being made. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
