package org.guildhall;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** {@code /health/live}: the process answers. {@code /health/ready}: it can serve readers, which means its store works. */
record Health(BooleanSupplier ready) {

    void addTo(Router router) {
        router.get("/health/live").handler(context -> answer(context, 200, "live"));
        router.get("/health/ready").handler(context -> {
            boolean yes = ready.getAsBoolean();
            answer(context, yes ? 200 : 503, yes ? "ready" : "not ready");
        });
    }

    private static void answer(RoutingContext context, int status, String word) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(word + "\n");
    }
}
