package org.guildhall.conformance.follow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * A node that answers over HTTP. Keeps what chapter 07 §2 asks of readers: no redirect is followed, and no answer is read that is too long or
 * takes too long.
 */
final class RemoteNode {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final String address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private int requests;
    private long bytes;

    /** An answer; the body is decompressed. */
    record Answer(int status, HttpHeaders headers, byte[] body) {
        /** The media type without parameters, in small letters; empty if there is none. */
        String mediaType() {
            return header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** For reports. */
        String seen() {
            return "status " + status + ", " + (mediaType().isEmpty() ? "no media type" : mediaType()) + ", "
                    + body.length + " bytes";
        }
    }

    RemoteNode(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    int requests() {
        return requests;
    }

    /** Bytes of bodies as they were transferred. */
    long bytes() {
        return bytes;
    }

    Answer get(String path, int limit, String... headers) throws IOException {
        return send("GET", path, new byte[0], limit, headers);
    }

    /**
     * Sends a request.
     *
     * @param limit the longest body that is read
     * @param headers names and values in turn
     * @throws IOException also for an answer that is too long, too slow, or wrongly compressed
     */
    Answer send(String method, String path, byte[] body, int limit, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        requests++;
        var pending = http.sendAsync(request.build(), info -> new LimitedBody(limit));
        try {
            HttpResponse<byte[]> response = pending.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            bytes += response.body().length;
            return new Answer(response.statusCode(), response.headers(), decompressed(response, limit));
        } catch (ExecutionException e) {
            throw new IOException(path + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IOException(path + ": no complete answer in " + DEADLINE.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(path + ": interrupted", e);
        }
    }

    private static byte[] decompressed(HttpResponse<byte[]> response, int limit) throws IOException {
        if (!response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip")) {
            return response.body();
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] plain = in.readNBytes(limit + 1);
            if (plain.length > limit) {
                throw new IOException("more than " + limit + " bytes after decompression");
            }
            return plain;
        }
    }
}
