package org.guildhall.peering.serving;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * What still comes of a body that nobody wants, when the request was answered already. To close at once would reset the
 * connection, and a proxy that was still sending would lose the answer; so some of it is read and thrown away first.
 */
final class UnreadBody {
    /** Bytes that are thrown away; a proxy's own limit on bodies is mostly smaller. */
    static final int MOST = 4 << 20;

    private static final long PATIENCE_MILLIS = 5_000;

    private UnreadBody() {}

    /** Ends the connection when the body has ended, has grown too long or taken too long. On the request's event loop. */
    static void drain(HttpServerRequest request) {
        Context context = Vertx.currentContext();
        if (request.isEnded() || context == null) {
            request.connection().close();
            return;
        }
        long late = context.owner()
                .setTimer(PATIENCE_MILLIS, timer -> request.connection().close());
        long[] thrownAway = new long[1];
        request.handler(chunk -> {
            thrownAway[0] += chunk.length();
            if (thrownAway[0] > MOST) {
                request.connection().close();
            }
        });
        request.exceptionHandler(broken -> context.owner().cancelTimer(late));
        request.endHandler(end -> {
            context.owner().cancelTimer(late);
            request.connection().close();
        });
        request.resume();
    }
}
