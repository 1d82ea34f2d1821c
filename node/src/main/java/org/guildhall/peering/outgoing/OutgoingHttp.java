package org.guildhall.peering.outgoing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The one way out: every request this node makes to another machine.
 *
 * <p>Each request resolves the name, keeps only the addresses the {@link AddressGuard} permits and connects to one of these
 * very addresses, so a name that changes its answer in between changes nothing (A22). Redirects are faults (A20). The
 * deadline covers everything from the name to the last byte (A24). Connections are kept and shared per origin and address.
 *
 * <p>Calls block, so they belong on worker threads; all methods may be used by many at once.
 */
public final class OutgoingHttp implements AutoCloseable, Reading {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final int CONNECTIONS_PER_ORIGIN = 8;
    private static final int RESOLVERS = 4;

    private final HttpClient client;
    // One loop for all requests: a kept connection is only used again by the loop it was opened on.
    private final Context loop;
    private final AddressGuard guard;
    private final NameResolver resolver;
    private final ExecutorService resolving;
    private final ObjectMapper json = new ObjectMapper();

    public OutgoingHttp(Vertx vertx, AddressGuard guard, NameResolver resolver) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        // Decompressed here, on the caller's thread and within a limit.
                        .setDecompressionSupported(false)
                        .setKeepAliveTimeout(60)
                        .setVerifyHost(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_ORIGIN).setMaxWaitQueueSize(64));
        this.loop = vertx.getOrCreateContext();
        this.guard = guard;
        this.resolver = resolver;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                RESOLVERS, RESOLVERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(256), task -> {
                    Thread thread = new Thread(task, "resolve-names");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.resolving = pool;
    }

    /**
     * Fetches {@code path} (with its query) from an origin. Asked again once when a kept connection turned out to be dead.
     *
     * @throws FetchFault when there is no answer with status 200 that is what was expected
     * @throws InterruptedException when the thread is interrupted; the request is then cancelled
     */
    public Fetched get(Origin origin, String path, Expect expect) throws FetchFault, InterruptedException {
        return get(origin, path, Map.of(), expect);
    }

    /** The same with headers of the caller's. */
    @Override
    public Fetched get(Origin origin, String path, Map<String, String> headers, Expect expect)
            throws FetchFault, InterruptedException {
        return ask(HttpMethod.GET, origin, path, headers, null, expect);
    }

    /**
     * Posts a body. Never sent twice.
     *
     * @param headers content type, signature and what else goes with it
     * @throws FetchFault as with {@link #get}
     */
    public Fetched post(Origin origin, String path, Map<String, String> headers, byte[] body, Expect expect)
            throws FetchFault, InterruptedException {
        return ask(HttpMethod.POST, origin, path, headers, body, expect);
    }

    @Override
    public void close() {
        resolving.shutdownNow();
        client.close();
    }

    private Fetched ask(
            HttpMethod method,
            Origin origin,
            String path,
            Map<String, String> headers,
            byte @Nullable [] body,
            Expect expect)
            throws FetchFault, InterruptedException {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("a request that waits on an event loop waits for ever");
        }
        long end = System.nanoTime() + expect.deadline().toNanos();
        FetchFault last = null;
        for (InetAddress address : vetted(origin, end)) {
            RequestOptions options = new RequestOptions()
                    .setMethod(method)
                    .setServer(SocketAddress.inetSocketAddress(origin.port(), address.getHostAddress()))
                    .setHost(origin.name())
                    .setPort(origin.port())
                    .setSsl(origin.isSecure())
                    .setURI(path)
                    .setFollowRedirects(false)
                    .setConnectTimeout(Math.min(CONNECT.toMillis(), Math.max(1, left(end))))
                    .putHeader("accept", expect.mediaType())
                    .putHeader("accept-encoding", "gzip")
                    .putHeader("user-agent", "guildhall");
            headers.forEach(options::putHeader);
            for (int attempt = 1; attempt <= (body == null ? 2 : 1); attempt++) {
                Exchange exchange = Exchange.start(loop, client, options, body, expect);
                try {
                    return answer(await(exchange, expect.silence(), end), expect, address);
                } catch (FetchFault fault) {
                    if (fault.reason() != FetchFault.Reason.UNREACHABLE || exchange.answering()) {
                        throw fault;
                    }
                    last = fault;
                }
            }
        }
        throw last != null ? last : new FetchFault(FetchFault.Reason.NAME_UNKNOWN, origin.host() + " has no address");
    }

    /** The addresses of a name that may be connected to, in the resolver's order; at least one. */
    private List<InetAddress> vetted(Origin origin, long end) throws FetchFault, InterruptedException {
        List<InetAddress> found = resolve(origin, end);
        List<InetAddress> permitted = found.stream()
                .filter(address -> guard.permits(address, origin.port()))
                .toList();
        if (permitted.isEmpty() && !found.isEmpty()) {
            throw new FetchFault(
                    FetchFault.Reason.ADDRESS_REFUSED,
                    origin + " leads to " + found.get(0).getHostAddress()
                            + ", and a node connects to public addresses, on port 80, 443 or from 1024 on, and to the ranges that"
                            + " it allows (docs/operating.md, A private network)");
        }
        return permitted;
    }

    private List<InetAddress> resolve(Origin origin, long end) throws FetchFault, InterruptedException {
        try {
            if (origin.isNumeric()) {
                return List.of(InetAddress.getByName(origin.name()));
            }
            return resolving.submit(() -> resolver.resolve(origin.name())).get(left(end), TimeUnit.MILLISECONDS);
        } catch (UnknownHostException e) {
            throw unknown(origin);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw unknown(origin);
            }
            throw new IllegalStateException("the resolver failed", e);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw deadline();
        }
    }

    private static Exchange.Raw await(Exchange exchange, Duration silence, long end)
            throws FetchFault, InterruptedException {
        CompletableFuture<Exchange.Raw> result = exchange.result();
        try {
            try {
                return result.get(Math.max(1, Math.min(silence.toMillis(), left(end))), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (!exchange.answering()) {
                    throw e;
                }
                return result.get(Math.max(1, left(end)), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            exchange.abort(deadline());
            throw deadline();
        } catch (InterruptedException e) {
            exchange.abort(new FetchFault(FetchFault.Reason.UNREACHABLE, "cancelled"));
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchFault fault) {
                throw fault;
            }
            throw new IllegalStateException("an exchange fails with a fetch fault only", e);
        }
    }

    private Fetched answer(Exchange.Raw raw, Expect expect, InetAddress address) throws FetchFault {
        if (raw.status() == 200) {
            return new Fetched(decoded(raw, expect.bytes()), raw.body().length, address);
        }
        if (raw.status() >= 300 && raw.status() < 400) {
            throw new FetchFault(
                    FetchFault.Reason.REDIRECT,
                    "the answer has status " + raw.status() + "; redirects are not followed",
                    raw.status(),
                    "",
                    Optional.empty());
        }
        String problem = problem(raw);
        throw new FetchFault(
                FetchFault.Reason.STATUS,
                "the answer has status " + raw.status() + (problem.isEmpty() ? "" : " (" + problem + ")"),
                raw.status(),
                problem,
                retryAfter(raw.headers()));
    }

    private static byte[] decoded(Exchange.Raw raw, int most) throws FetchFault {
        String coding = raw.headers().get("content-encoding");
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return raw.body();
        }
        if (!coding.equalsIgnoreCase("gzip")) {
            throw new FetchFault(
                    FetchFault.Reason.MEDIA_TYPE, "a content coding we did not ask for: " + MediaTypes.shown(coding));
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(raw.body()), 8192)) {
            byte[] body = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new FetchFault(FetchFault.Reason.TOO_LARGE, "the answer unpacks to more than " + most + " bytes");
            }
            return body;
        } catch (IOException e) {
            throw new FetchFault(FetchFault.Reason.MEDIA_TYPE, "the answer says it is gzip and is not");
        }
    }

    /** The code in a problem document of ours, if that is what came. */
    private String problem(Exchange.Raw raw) {
        String prefix = "urn:oqx:problem:";
        if (!MediaTypes.is("application/problem+json", raw.headers())) {
            return "";
        }
        try {
            String type = json.readTree(new String(decoded(raw, 16_384), StandardCharsets.UTF_8))
                    .path("type")
                    .asText("")
                    .toLowerCase(Locale.ROOT);
            return type.startsWith(prefix) && type.substring(prefix.length()).matches("[a-z0-9-]{1,60}")
                    ? type.substring(prefix.length())
                    : "";
        } catch (JsonProcessingException | FetchFault e) {
            return "";
        }
    }

    private static Optional<Duration> retryAfter(MultiMap headers) {
        String seconds = headers.get("retry-after");
        if (seconds == null || !seconds.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return Optional.of(asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER);
    }

    private static long left(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private static FetchFault unknown(Origin origin) {
        return new FetchFault(FetchFault.Reason.NAME_UNKNOWN, "no address is known for " + origin.host());
    }

    private static FetchFault deadline() {
        return new FetchFault(FetchFault.Reason.DEADLINE, "the answer was not complete in time");
    }
}
