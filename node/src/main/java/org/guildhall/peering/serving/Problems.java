package org.guildhall.peering.serving;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Writes refusals as problem documents (RFC 9457). */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    /**
     * Ends the request with the document. When its body was not read to the end, the connection ends after it, and after a bounded
     * part of that body.
     */
    public static void answer(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            request.connection().close();
            return;
        }
        Problem problem = refusal.problem();
        Buffer body = new JsonObject()
                .put("type", "urn:oqx:problem:" + problem.code())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", refusal.detail())
                .toBuffer();
        response.setStatusCode(problem.status())
                .putHeader("content-type", MEDIA_TYPE)
                .putHeader("cache-control", "no-store")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("content-length", String.valueOf(body.length()));
        if (refusal.retryAfter() > 0) {
            response.putHeader("retry-after", String.valueOf(refusal.retryAfter()));
        }
        boolean unread = !request.isEnded();
        if (unread) {
            response.putHeader("connection", "close");
        }
        var sent = request.method().name().equals("HEAD") ? response.end() : response.end(body);
        if (unread) {
            sent.onComplete(end -> UnreadBody.drain(request));
        }
    }
}
