package org.guildhall.site.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Ends a request that is not answered in time, whether its body drips (A25) or our own work hangs. An idle timeout cannot do
 * that: each byte would start it anew.
 */
public final class RequestDeadline {

    private final Vertx vertx;
    private final Duration limit;

    public RequestDeadline(Vertx vertx, Duration limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /** Starts the clock for a request; {@code late} may still answer, then the connection is closed. */
    public void start(HttpServerRequest request, Runnable late) {
        long timer = vertx.setTimer(limit.toMillis(), id -> {
            if (!request.response().ended()) {
                late.run();
                request.connection().close();
            }
        });
        request.response().endHandler(done -> vertx.cancelTimer(timer));
        request.response().closeHandler(closed -> vertx.cancelTimer(timer));
    }
}
