package org.guildhall;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import org.guildhall.admission.SigningPermit;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it serves readers, its store works and it has not been halted
 * from signing; otherwise 503, and why in a word.
 */
record Health(BooleanSupplier serving, SigningPermit permit) {

    void addTo(Router router) {
        router.get("/health/live").handler(context -> answer(context, 200, "live"));
        router.get("/health/ready").handler(context -> {
            if (!serving.getAsBoolean()) {
                answer(context, 503, "not ready");
            } else if (permit.state() instanceof SigningPermit.State.Halted) {
                answer(context, 503, "halted from signing");
            } else {
                answer(context, 200, "ready");
            }
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
