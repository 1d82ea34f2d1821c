package org.guildhall.peering.outgoing;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request and the body of its answer, counted while it arrives. Lives on an event loop; {@link #abort} may come from any
 * thread, and what comes after it is thrown away.
 */
final class Exchange {
    private static final int PROBLEM_BYTES = 16_384;

    /** An answer as it came, not decompressed. */
    record Raw(int status, MultiMap headers, byte[] body) {}

    private final Expect expect;
    private final CompletableFuture<Raw> result = new CompletableFuture<>();
    private volatile @Nullable HttpClientRequest request;
    private volatile boolean answering;

    private Exchange(Expect expect) {
        this.expect = expect;
    }

    static Exchange start(
            Context loop, HttpClient client, RequestOptions options, byte @Nullable [] body, Expect expect) {
        Exchange exchange = new Exchange(expect);
        loop.runOnContext(on -> exchange.open(client, options, body));
        return exchange;
    }

    private void open(HttpClient client, RequestOptions options, byte @Nullable [] body) {
        try {
            client.request(options).onComplete(opened -> {
                if (opened.failed()) {
                    unreachable(opened.cause());
                } else {
                    send(opened.result(), body);
                }
            });
        } catch (IllegalStateException closed) {
            unreachable(closed);
        }
    }

    CompletableFuture<Raw> result() {
        return result;
    }

    /** The other side had begun to answer, so the request must not be sent again as if nothing had happened. */
    boolean answering() {
        return answering;
    }

    /** Ends the exchange and its connection. */
    void abort(FetchFault fault) {
        if (result.completeExceptionally(fault)) {
            HttpClientRequest sent = request;
            if (sent != null) {
                sent.reset();
            }
        }
    }

    private void send(HttpClientRequest opened, byte @Nullable [] body) {
        opened.exceptionHandler(this::unreachable);
        request = opened;
        if (result.isDone()) {
            opened.reset();
            return;
        }
        (body == null ? opened.send() : opened.send(Buffer.buffer(body))).onComplete(answer -> {
            if (answer.failed()) {
                unreachable(answer.cause());
            } else {
                receive(answer.result());
            }
        });
    }

    private void receive(HttpClientResponse response) {
        answering = true;
        response.exceptionHandler(this::unreachable);
        int status = response.statusCode();
        boolean wanted = status == 200;
        int most = wanted ? expect.bytes() : PROBLEM_BYTES;
        if (wanted && !MediaTypes.is(expect.mediaType(), response.headers())) {
            abort(new FetchFault(
                    FetchFault.Reason.MEDIA_TYPE,
                    "the answer is not " + expect.mediaType() + " but "
                            + MediaTypes.shown(response.headers().get("content-type"))));
            return;
        }
        if (announced(response) > most) {
            abort(tooLarge(most));
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + (long) chunk.length() > most) {
                abort(tooLarge(most));
            } else if (!result.isDone()) {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> result.complete(new Raw(status, response.headers(), body.getBytes())));
    }

    private void unreachable(Throwable cause) {
        abort(new FetchFault(FetchFault.Reason.UNREACHABLE, "no answer: " + cause.getMessage()));
    }

    private static long announced(HttpClientResponse response) {
        String length = response.getHeader("content-length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private static FetchFault tooLarge(int most) {
        return new FetchFault(FetchFault.Reason.TOO_LARGE, "the answer has more than " + most + " bytes");
    }
}
