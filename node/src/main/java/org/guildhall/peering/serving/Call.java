package org.guildhall.peering.serving;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to a protocol endpoint and the way back to its event loop. All methods but {@link #onLoop} run there. */
final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final int SLICE = 64 << 10;

    private final HttpServerRequest request;
    private final Context loop;
    private final String visitor;
    private boolean confined;

    /**
     * Takes a request on its event loop. The connection is closed when the answer is not complete in time, however busy a slow
     * sender or reader keeps it (A25).
     */
    Call(Vertx vertx, HttpServerRequest request, String visitor, Duration deadline) {
        this.request = request;
        this.loop = vertx.getOrCreateContext();
        this.visitor = visitor;
        long timer =
                vertx.setTimer(deadline.toMillis(), late -> request.connection().close());
        request.response().endHandler(end -> vertx.cancelTimer(timer));
        request.response().exceptionHandler(broken -> vertx.cancelTimer(timer));
    }

    HttpServerRequest request() {
        return request;
    }

    String visitor() {
        return visitor;
    }

    /** The answer is for whoever signed the request, so no cache may keep it. */
    void confine() {
        confined = true;
    }

    /** What caches are told, given what they would be told of an answer for everybody. */
    String cacheControl(String open) {
        return confined ? "private, no-store" : open;
    }

    /** Runs something on this request's event loop; may be called on any thread. */
    void onLoop(Runnable task) {
        loop.runOnContext(on -> task.run());
    }

    void refuse(Refusal refusal) {
        Problems.answer(request, refusal);
    }

    /** Goes on with a result back on the event loop, or ends the request with the problem. */
    <T> void then(CompletableFuture<T> work, Consumer<T> next) {
        var unused = work.whenComplete((result, thrown) -> onLoop(() -> {
            if (thrown == null) {
                next.accept(result);
            } else {
                failed(thrown);
            }
        }));
    }

    /** Ends the request with status 200 and a body that was prepared before. */
    void send(String mediaType, String cacheControl, Buffer body) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        request.response()
                .putHeader("content-type", mediaType)
                .putHeader("cache-control", cacheControl(cacheControl))
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("content-length", String.valueOf(body.length()));
        if (isHead()) {
            request.response().end();
        } else if (body.length() <= SLICE) {
            request.response().end(body);
        } else {
            sendFrom(body, 0);
        }
    }

    /** Sends in slices, each when the one before has left: a slow reader holds a slice of memory outside the heap, not a page. */
    private void sendFrom(Buffer body, int start) {
        HttpServerResponse response = request.response();
        int from = start;
        while (body.length() - from > SLICE) {
            response.write(body.slice(from, from + SLICE));
            from += SLICE;
            if (response.writeQueueFull()) {
                int next = from;
                response.drainHandler(drained -> sendFrom(body, next));
                return;
            }
        }
        response.drainHandler(null);
        response.end(body.slice(from, body.length()));
    }

    private boolean isHead() {
        return request.method().name().equals("HEAD");
    }

    private void failed(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        if (cause instanceof Refusal refusal) {
            refuse(refusal);
        } else {
            LOG.error("{} {} failed", request.method(), request.path(), cause);
            refuse(Problem.INTERNAL.because("this is the node's fault; its log tells more"));
        }
    }

    /** Whether the request lists gzip among the codings it accepts. */
    boolean acceptsGzip() {
        return acceptsGzip(request.getHeader("accept-encoding"));
    }

    static boolean acceptsGzip(@Nullable String header) {
        if (header == null || header.length() > 200) {
            return false;
        }
        for (String item : header.split(",", -1)) {
            String[] parts = item.strip().split(";", -1);
            if (parts[0].strip().equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("(?i)q=0(\\.0*)?");
            }
        }
        return false;
    }
}
