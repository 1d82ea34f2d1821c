package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.Tail;
import org.guildhall.conformance.oqx.TilePath;
import org.guildhall.conformance.oqx.Tree;

/** A publisher with a short log over real HTTP that keeps the specification, but for one flaw. Its keys are samples. */
public final class ScriptedNode implements AutoCloseable {
    /** What can be wrong with it. */
    public enum Flaw {
        NONE,
        DISCOVERY_AS_HTML,
        DISCOVERY_OF_ANOTHER_ADDRESS,
        DISCOVERY_ALTERED,
        CHECKPOINT_REDIRECTED,
        CHECKPOINT_BY_ANOTHER_KEY,
        PAGE_AS_OCTETS,
        PAGE_WITHOUT_LAST_FRAME,
        PAYLOAD_ALTERED,
        ENTRY_ALTERED,
        PAGE_CUT,
        PAGE_WITHOUT_ETAG,
        PAGE_IMMUTABLE,
        PAGE_ALWAYS_SENT,
        PAGE_COMPRESSED_UNASKED,
        PAGE_WITHOUT_VARY,
        TAIL_STORED,
        TAIL_AT_ONCE,
        TAIL_FROM_ELSEWHERE,
        TILE_ALTERED,
        TILE_NOT_IMMUTABLE,
        BUNDLE_WITHOUT_LENGTHS,
        PLAIN_ERRORS,
        RANGE_IS_EMPTY,
        METHODS_ARE_NOT_LOOKED_AT,
        PROPOSALS_ARE_ANSWERED,
        LOGS_BAD_SIGNATURE,
        LOGS_TWICE,
        LOGS_REVISION_GAP,
        LOGS_UNKNOWN_AUTHOR,
        LOGS_UNDEFINED_MEMBER,
        TAKES_WHAT_IS_NOT_INCLUDED,
        ANSWERS_ENDLESSLY
    }

    private static final int PAGE = 256;
    private static final Pattern TAIL = Pattern.compile("from=(0|[1-9][0-9]{0,15})(?:&wait=([12]?[0-9]|30))?");

    private final Flaw flaw;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final SampleNode home;
    private final SampleLog log;

    public ScriptedNode(Flaw flaw) throws IOException {
        this.flaw = flaw;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.home =
                new SampleNode("home", "http://127.0.0.1:" + server.getAddress().getPort());
        SampleNode other = VectorFiles.other();
        this.log = new FollowVectors(new VectorSet(), home, other).storyLog();
        flaws(other);
        // Full pages and tiles are only there for who needs them: a signature takes its time.
        boolean full = Set.of(Flaw.NONE, Flaw.TILE_NOT_IMMUTABLE, Flaw.PAGE_ALWAYS_SENT)
                .contains(flaw);
        while (full && log.size() < 300) {
            log.own(home.member("member-" + log.size(), (int) log.size()));
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return home.address();
    }

    public String node() {
        return home.node();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    /** Flaws of the log itself. */
    private void flaws(SampleNode other) {
        switch (flaw) {
            case LOGS_BAD_SIGNATURE -> {
                SignedRecord stranger =
                        SampleNode.read(SampleNode.publish(home.member("stranger", 60), other.signing()));
                log.include(stranger, -1);
            }
            case LOGS_TWICE ->
                log.add(Frame.of(
                        log.frame(3).entry(), -1, log.frame(3).payload().orElseThrow()));
            case LOGS_REVISION_GAP -> log.own(home.question("question", 7, "anna", 60));
            case LOGS_UNKNOWN_AUTHOR -> log.own(home.question("by nobody", 1, "nobody", 60));
            case LOGS_UNDEFINED_MEMBER -> log.own(home.member("odd", 60).put("shoeSize", 43));
            case TAKES_WHAT_IS_NOT_INCLUDED -> {
                SignedRecord away =
                        other.record(other.answer("away", 1, "bert", home.ref("question"), "Somewhere else.", 60));
                log.own(home.verdict(home.ref("question"), away, "taken", 1, 61));
            }
            default -> {}
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            exchange.getRequestBody().readNBytes(20_000);
            answer(exchange, exchange.getRequestURI().getRawPath());
        } catch (IOException e) {
            // The client went away, which it may.
        } catch (Fault e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It mirrors itself: its log is to be had in both places. */
    private void answer(HttpExchange exchange, String asked) throws IOException, Fault, InterruptedException {
        String path = asked.replace("/oqx/mirror/" + node() + "/", "/oqx/log/");
        if (path.equals("/oqx/peering")) {
            propose(exchange);
        } else if (!exchange.getRequestMethod().equals("GET") && flaw != Flaw.METHODS_ARE_NOT_LOOKED_AT) {
            problem(exchange, 405, "method-not-allowed");
        } else if (path.equals("/.well-known/oqx")) {
            discovery(exchange);
        } else if (path.equals("/oqx/log/checkpoint")) {
            checkpoint(exchange);
        } else if (path.matches("/oqx/log/page/(0|[1-9][0-9]{0,9})")) {
            page(exchange, Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
        } else if (path.equals("/oqx/log/tail")) {
            tail(exchange);
        } else if (path.startsWith("/oqx/log/tile/")) {
            tile(exchange, path.substring("/oqx/log/".length()));
        } else {
            problem(exchange, 404, "not-found");
        }
    }

    private void discovery(HttpExchange exchange) throws IOException {
        byte[] document = log.discovery();
        if (flaw == Flaw.DISCOVERY_ALTERED) {
            document = new String(document, UTF_8)
                    .replace("\"size\":", "\"size\":1")
                    .getBytes(UTF_8);
        }
        if (flaw == Flaw.DISCOVERY_OF_ANOTHER_ADDRESS) {
            document = new String(document, UTF_8)
                    .replace("127.0.0.1", "127.0.0.2")
                    .getBytes(UTF_8);
        }
        send(exchange, flaw == Flaw.DISCOVERY_AS_HTML ? "text/html" : "application/json", document, Map.of());
    }

    private void checkpoint(HttpExchange exchange) throws IOException {
        if (flaw == Flaw.CHECKPOINT_REDIRECTED) {
            exchange.getResponseHeaders().set("Location", address() + "/oqx/log/checkpoint");
            exchange.sendResponseHeaders(302, -1);
            return;
        }
        if (flaw == Flaw.ANSWERS_ENDLESSLY) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 10_000; i++) {
                exchange.getResponseBody().write("endless ".repeat(100).getBytes(UTF_8));
            }
            return;
        }
        byte[] note = flaw == Flaw.CHECKPOINT_BY_ANOTHER_KEY ? log.checkpoint(home.identity()) : log.checkpoint();
        send(exchange, "text/plain; charset=utf-8", note, Map.of("Cache-Control", "no-cache"));
    }

    private void page(HttpExchange exchange, int number) throws IOException, Fault {
        int size = (int) log.size();
        if (number > size / PAGE) {
            problem(exchange, 404, "not-found");
            return;
        }
        int first = number * PAGE;
        byte[] body = frames(first, Math.min(size, first + PAGE));
        if (flaw == Flaw.PAGE_WITHOUT_LAST_FRAME) {
            body = frames(first, size - 1);
        }
        if (flaw == Flaw.PAGE_CUT) {
            body = Arrays.copyOf(body, body.length - 1);
        }
        if (flaw == Flaw.PAYLOAD_ALTERED) {
            body[200] ^= 1;
        }
        if (flaw == Flaw.ENTRY_ALTERED) {
            body[9] ^= 1;
        }
        String tag = "\"" + Hashes.base64Url(Hashes.sha256(body)) + "\"";
        boolean known = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        if (flaw != Flaw.PAGE_WITHOUT_ETAG) {
            exchange.getResponseHeaders().set("ETag", tag);
        }
        if (known && flaw != Flaw.PAGE_ALWAYS_SENT) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        boolean asked = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .contains("gzip");
        if (asked || flaw == Flaw.PAGE_COMPRESSED_UNASKED) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
                out.write(body);
            }
            body = compressed.toByteArray();
        }
        if (flaw != Flaw.PAGE_WITHOUT_VARY) {
            exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
        }
        String caching = flaw == Flaw.PAGE_IMMUTABLE ? "immutable" : "max-age=10";
        String type = flaw == Flaw.PAGE_AS_OCTETS ? "application/octet-stream" : "application/vnd.oqx.frames";
        send(exchange, type, body, Map.of("Cache-Control", caching));
    }

    private byte[] frames(int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
            out.writeBytes(log.frame(i).bytes());
        }
        return out.toByteArray();
    }

    private void tail(HttpExchange exchange) throws IOException, InterruptedException {
        Matcher query = TAIL.matcher(String.valueOf(exchange.getRequestURI().getRawQuery()));
        if (!query.matches()) {
            problem(exchange, 400, "bad-request");
            return;
        }
        long from = Long.parseLong(query.group(1));
        if (from > log.size() && flaw != Flaw.RANGE_IS_EMPTY) {
            problem(exchange, 400, "range");
            return;
        }
        if (from >= log.size() && query.group(2) != null && flaw != Flaw.TAIL_AT_ONCE) {
            TimeUnit.SECONDS.sleep(Integer.parseInt(query.group(2)));
        }
        int begin = (int) Math.min(from, log.size());
        int shift = flaw == Flaw.TAIL_FROM_ELSEWHERE && begin > 0 ? 1 : 0;
        int end = (int) Math.min(log.size(), (begin / PAGE + 1L) * PAGE);
        byte[] body = new Tail(log.checkpoint(), frames(begin - shift, end - shift)).bytes();
        String caching = flaw == Flaw.TAIL_STORED ? "max-age=60" : "no-store";
        send(exchange, "application/vnd.oqx.tail", body, Map.of("Cache-Control", caching));
    }

    private void tile(HttpExchange exchange, String path) throws IOException {
        TilePath tile;
        try {
            tile = TilePath.parse(path);
        } catch (Fault e) {
            problem(exchange, 404, e.code());
            return;
        }
        int level = tile.level().equals("entries") ? 0 : Integer.parseInt(tile.level());
        int leaves = level == 0 ? 1 : PAGE;
        int width = tile.width().orElse(PAGE);
        if (level > 1 || tile.number() > 100 || (tile.number() * PAGE + width) * leaves > log.size()) {
            problem(exchange, 404, "not-found");
            return;
        }
        byte[] body = content(tile, leaves, width);
        if (flaw == Flaw.TILE_ALTERED) {
            body[10] ^= 1;
        }
        boolean immutable = tile.width().equals(OptionalInt.empty()) && flaw != Flaw.TILE_NOT_IMMUTABLE;
        String caching = immutable ? "public, max-age=31536000, immutable" : "max-age=10";
        send(exchange, "application/octet-stream", body, Map.of("Cache-Control", caching));
    }

    private byte[] content(TilePath tile, int leaves, int width) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int first = (int) tile.number() * PAGE;
        for (int i = first; i < first + width; i++) {
            if (tile.level().equals("entries")) {
                if (flaw != Flaw.BUNDLE_WITHOUT_LENGTHS) {
                    out.writeBytes(Bytes.u16(Entry.BYTES));
                }
                out.writeBytes(log.frame(i).entry().bytes());
            } else {
                Tree tree = new Tree();
                for (int leaf = i * leaves; leaf < (i + 1) * leaves; leaf++) {
                    tree.append(log.frame(leaf).entry().leafHash());
                }
                out.writeBytes(tree.root());
            }
        }
        return out.toByteArray();
    }

    private void propose(HttpExchange exchange) throws IOException {
        String length = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Length"));
        if (flaw == Flaw.PROPOSALS_ARE_ANSWERED) {
            send(exchange, "application/json", "{\"state\":\"active\"}".getBytes(UTF_8), Map.of());
        } else if (!String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .equals("application/json")) {
            problem(exchange, 415, "media-type");
        } else if (Integer.parseInt(length) > 16_384) {
            problem(exchange, 413, "too-large");
        } else {
            problem(exchange, 401, "signature-missing");
        }
    }

    private void problem(HttpExchange exchange, int status, String code) throws IOException {
        if (flaw == Flaw.PLAIN_ERRORS) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        ObjectNode problem = VectorSet.input()
                .put("type", "urn:oqx:problem:" + code)
                .put("title", "Refused")
                .put("status", status)
                .put("detail", "The scripted node says " + code + ".");
        byte[] body = problem.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void send(HttpExchange exchange, String type, byte[] body, Map<String, String> headers)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
