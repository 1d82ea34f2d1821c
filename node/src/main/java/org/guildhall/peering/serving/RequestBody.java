package org.guildhall.peering.serving;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import org.guildhall.peering.outgoing.MediaTypes;

/** Reads the body of a request that may have one: nothing is kept of a body of another type or beyond the limit (A26). */
final class RequestBody {
    private RequestBody() {}

    /** Completes with the body, or fails with {@code media-type} or {@code too-large}. To be called before anything waits. */
    static CompletableFuture<byte[]> read(HttpServerRequest request, String mediaType, int most) {
        if (!MediaTypes.is(mediaType, request.headers())) {
            return CompletableFuture.failedFuture(Problem.MEDIA_TYPE.because("the body must be " + mediaType));
        }
        return read(request, most);
    }

    /** The same for a body whose type does not matter. */
    static CompletableFuture<byte[]> read(HttpServerRequest request, int most) {
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        if (announced(request) > most) {
            body.completeExceptionally(tooLarge(most));
            return body;
        }
        Buffer bytes = Buffer.buffer();
        request.handler(chunk -> {
            if (body.isDone()) {
                return;
            }
            if (bytes.length() + chunk.length() > most) {
                body.completeExceptionally(tooLarge(most));
            } else {
                bytes.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> body.complete(bytes.getBytes()));
        request.exceptionHandler(
                broken -> body.completeExceptionally(Problem.BAD_REQUEST.because("the body broke off")));
        return body;
    }

    /** Whether the headers say that a body follows. */
    static boolean follows(HttpServerRequest request) {
        return request.getHeader("transfer-encoding") != null || announced(request) > 0;
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private static Refusal tooLarge(int most) {
        return Problem.TOO_LARGE.because("the body may have " + most + " bytes");
    }
}
