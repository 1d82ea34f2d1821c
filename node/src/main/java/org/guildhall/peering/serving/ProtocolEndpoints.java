package org.guildhall.peering.serving;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.guildhall.log.AddCheckpoint;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.TilePath;
import org.guildhall.record.Audience;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;

/**
 * The protocol's resources over HTTP (OQX, chapters 03 §6, 06 and 10): {@code /.well-known/oqx}, {@code /oqx/log/…}, {@code
 * /oqx/mirror/…} and {@code /oqx/peering}. Paths are compared as they came, undecoded, so each resource has one address. Whatever is refused, also an
 * unknown path below {@code /oqx/}, is refused with a problem document.
 */
public final class ProtocolEndpoints implements AutoCloseable {
    private static final String NO_STORE = "no-store";
    private static final String LOG = "/oqx/log/";
    private static final String JSON = "application/json";
    private static final int WORK_AT_ONCE = 512;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int LONGEST_WAIT = 30;
    private static final int LONGEST_NODE_ID = 100;
    private static final int OWN_CACHE = 16 << 20;
    private static final int MIRRORS_CACHE = 8 << 20;
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,15}");

    private final Vertx vertx;
    private final CheckpointPublisher publisher;
    private final int self;
    private final ServedLog log;
    private final Mirrors mirrors;
    private final ServedEvidence evidence;
    private final WitnessDesk witness;
    private final Supplier<Optional<byte[]>> cosigned;
    private final ServedLog mirrored;
    private final OwnDiscovery discovery;
    private final ProposePeering proposePeering;
    private final ReportPeering reportPeering;
    private final NoteReceipt noteReceipt;
    private final Audience audience;
    private final SignedReads signedReads;
    private final TailWaiters waiters;
    private final Visitors visitors;
    /** Who proposes a peering, or is no peer and answers an erasure. */
    private final Visitors strangers;

    private final Workers workers;
    private final Function<HttpServerRequest, String> addressOf;
    private final AtomicBoolean holed = new AtomicBoolean();

    /** What this node allows one address, and everybody together. Advertised in the discovery document. */
    public record Limits(int requestsPerMinute, int tailsPerAddress, int tailsInAll, int proposalsPerHour) {
        public static Limits standard() {
            return new Limits(6_000, 32, 4_000, 60);
        }
    }

    /**
     * @param self our number in the store
     * @param audience of our log
     * @param addressOf the address that stands for whoever sent a request, where a proxy is trusted the one it names
     */
    public ProtocolEndpoints(
            Vertx vertx,
            CheckpointPublisher publisher,
            LogQueries queries,
            int self,
            Verifier verifier,
            ServedEvidence evidence,
            WitnessDesk witness,
            Supplier<Optional<byte[]>> cosigned,
            OwnDiscovery discovery,
            ProposePeering proposePeering,
            ReportPeering reportPeering,
            NoteReceipt noteReceipt,
            Audience audience,
            SignedReads signedReads,
            Limits limits,
            Executor executor,
            Function<HttpServerRequest, String> addressOf) {
        this.vertx = vertx;
        this.publisher = publisher;
        this.evidence = evidence;
        this.witness = witness;
        this.cosigned = cosigned;
        this.discovery = discovery;
        this.proposePeering = proposePeering;
        this.reportPeering = reportPeering;
        this.noteReceipt = noteReceipt;
        this.audience = audience;
        this.signedReads = signedReads;
        this.workers = new Workers(executor, WORK_AT_ONCE);
        this.self = self;
        this.log = new ServedLog(queries, workers, OWN_CACHE);
        this.mirrors = new Mirrors(queries, verifier, workers);
        this.mirrored = new ServedLog(queries, workers, MIRRORS_CACHE);
        this.waiters = new TailWaiters(limits.tailsPerAddress(), limits.tailsInAll());
        this.visitors = new Visitors(limits.requestsPerMinute(), Duration.ofMinutes(1));
        this.strangers = new Visitors(limits.proposalsPerHour(), Duration.ofHours(1));
        this.addressOf = addressOf;
        publisher.onPublished(checkpoint -> published());
        publisher.onPublished(waiters::published);
    }

    /** Puts the protocol's paths on the router. Must come before any handler that reads bodies. */
    public void mount(Router router) {
        router.route("/.well-known/oqx").handler(context -> handle(context.request()));
        router.route("/oqx").handler(context -> handle(context.request()));
        router.route("/oqx/*").handler(context -> handle(context.request()));
    }

    /** Answers everybody who waits, so that the server can stop. */
    @Override
    public void close() {
        waiters.release();
    }

    /** What is to be told of a commit that took payloads out of our log. */
    public void payloadsGone() {
        log.forget();
        mirrored.forget();
        // Until the checkpoint covers it, holes can't name the entry that made them.
        holed.set(true);
    }

    private void published() {
        if (holed.getAndSet(false)) {
            log.forget();
        }
    }

    /** How many followers wait for our log to grow. */
    public int waiting() {
        return waiters.waiting();
    }

    /** Answers one request whose path is one of the protocol's; on its event loop. */
    public void handle(HttpServerRequest request) {
        Call call = new Call(vertx, request, addressOf.apply(request), DEADLINE.plusSeconds(LONGEST_WAIT));
        try {
            dispatch(call);
        } catch (Refusal refusal) {
            call.refuse(refusal);
        }
    }

    private void dispatch(Call call) throws Refusal {
        String path = String.valueOf(call.request().path());
        visitors.count(call.visitor());
        Resource resource = Resource.at(path).orElseThrow(ProtocolEndpoints::notFound);
        if (resource == Resource.PEERING) {
            propose(call);
            return;
        }
        if (resource == Resource.ADD_CHECKPOINT) {
            addCheckpoint(call);
            return;
        }
        if (resource == Resource.RECEIPT) {
            noteReceipt(call);
            return;
        }
        if (resource == Resource.REPORT) {
            allow(call, HttpMethod.GET); // the method is signed
        } else {
            allow(call, HttpMethod.GET, HttpMethod.HEAD);
        }
        if (RequestBody.follows(call.request())) {
            throw Problem.TOO_LARGE.because("a request to read has no body");
        }
        String rest = path.substring(resource.path().length());
        switch (resource) {
            case DISCOVERY -> discover(call);
            case REPORT -> report(call);
            case CHECKPOINT, TAIL, PAGE, TILE, COSIGNED -> own(call, path.substring(LOG.length()));
            case WITNESSED -> witnessed(call, rest);
            case MIRROR -> mirror(call, rest);
            default -> throw notFound();
        }
    }

    /** Our log: for everybody, or for the peer that signed the request. */
    private void own(Call call, String path) throws Refusal {
        if (audience == Audience.PUBLIC) {
            own(call, path, Optional.empty());
            return;
        }
        call.confine();
        SignedReads.Asked asked = asked(call);
        call.then(
                workers.run(() -> signedReads.peer(asked)),
                reader -> refusing(call, () -> own(call, path, Optional.of(reader))));
    }

    private static SignedReads.Asked asked(Call call) {
        HttpServerRequest request = call.request();
        return new SignedReads.Asked(request.method().name(), request.uri(), request.headers()::getAll);
    }

    /** Something that may be refused, after a hand-off. */
    private interface Step {
        void take() throws Refusal;
    }

    private static void refusing(Call call, Step step) {
        try {
            step.take();
        } catch (Refusal refusal) {
            call.refuse(refusal);
        }
    }

    private void own(Call call, String path, Optional<NodeId> reader) throws Refusal {
        if (path.equals("tail")) {
            long from = from(call);
            long wait = waiting(call);
            long size = newest().size();
            if (from == size && wait > 0) {
                waiters.await(call, from, (int) wait, this::size, vertx, () -> answerTail(call, from, reader));
                return;
            }
        }
        if (path.equals("cosigned")) {
            byte[] note =
                    cosigned.get().orElseThrow(() -> Problem.NOT_FOUND.because("nobody has cosigned this log yet"));
            call.send(Checkpoint.MEDIA_TYPE, "no-cache", Buffer.buffer(note));
            return;
        }
        read(call, log, self, newest(), path);
    }

    /** Another node's log as far as it was verified here. A tail is answered at once, whatever it asked to wait (OQX-MIR-005). */
    private void mirror(Call call, String rest) throws Refusal {
        int slash = rest.indexOf('/');
        NodeId node =
                nodeId(colons(slash < 0 ? rest : rest.substring(0, slash))).orElseThrow(ProtocolEndpoints::notFound);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        if (path.equals("evidence")) {
            call.then(
                    workers.run(() -> evidence.against(node)
                            .orElseThrow(() -> Problem.NOT_FOUND.because("nothing is proven against this node here"))
                            .toBytes()),
                    document -> call.send(JSON, "no-cache", Buffer.buffer(document)));
            return;
        }
        if (path.equals("tail")) {
            waiting(call);
        }
        SignedReads.Asked asked = asked(call);
        call.then(mirrors.of(node), mirror -> {
            if (mirror.audience() == Audience.PUBLIC) {
                refusing(call, () -> read(call, mirrored, mirror.log(), mirror.newest(), path));
                return;
            }
            call.confine();
            call.then(
                    workers.run(() -> {
                        signedReads.requireOwner(node, asked);
                        return mirror;
                    }),
                    own -> refusing(call, () -> read(call, mirrored, own.log(), own.newest(), path)));
        });
    }

    /** Answers with what {@code path} names of a log that ends at {@code newest}. */
    private void read(Call call, ServedLog served, int number, SignedCheckpoint newest, String path) throws Refusal {
        if (path.equals("checkpoint")) {
            call.send(Checkpoint.MEDIA_TYPE, "no-cache", Buffer.buffer(newest.note()));
        } else if (path.equals("tail")) {
            tail(call, served, number, from(call), newest);
        } else if (path.startsWith("page/")) {
            long page = number(path.substring(5)).orElseThrow(ProtocolEndpoints::notFound);
            page(call, served, number, page, newest);
        } else {
            tile(call, served, number, TilePath.parse(path).orElseThrow(ProtocolEndpoints::notFound), newest);
        }
    }

    /** Some clients escape the colons of a node id in a path, which means the same. */
    private static String colons(String segment) {
        return segment.replace("%3A", ":").replace("%3a", ":");
    }

    private static Optional<NodeId> nodeId(String text) {
        if (text.length() > LONGEST_NODE_ID) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NodeId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void page(Call call, ServedLog served, int log, long number, SignedCheckpoint newest) throws Refusal {
        if (number > newest.size() / Frame.PAGE || number * Frame.PAGE >= newest.size()) {
            throw Problem.NOT_FOUND.because("the log has " + newest.size() + " entries");
        }
        call.then(served.page(log, number, newest), body -> send(call, Frame.MEDIA_TYPE, body));
    }

    /** A page never is immutable: a payload may become a hole. But whoever has it need not get it again. */
    private static void send(Call call, String mediaType, Body body) {
        Optional<Buffer> packed = call.acceptsGzip() ? body.packed() : Optional.empty();
        String tag = '"' + body.tag() + (packed.isPresent() ? "-gzip" : "") + '"';
        var response = call.request().response();
        response.putHeader("etag", tag).putHeader("vary", "accept-encoding");
        String known = call.request().getHeader("if-none-match");
        if (known != null
                && known.length() < 1_000
                && List.of(known.split(" *, *", -1)).contains(tag)) {
            response.setStatusCode(304)
                    .putHeader("cache-control", call.cacheControl("no-cache"))
                    .end();
            return;
        }
        packed.ifPresent(bytes -> response.putHeader("content-encoding", "gzip"));
        call.send(mediaType, "no-cache", packed.orElse(body.plain()));
    }

    private void tile(Call call, ServedLog served, int log, TilePath tile, SignedCheckpoint newest) throws Refusal {
        if (!tile.isWithin(newest.size())) {
            throw Problem.NOT_FOUND.because("the log has " + newest.size() + " entries");
        }
        String cache = tile.isFull() ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        call.then(served.tile(log, tile), bytes -> call.send("application/octet-stream", cache, bytes));
    }

    private static long from(Call call) throws Refusal {
        return number(parameter(call, "from"))
                .orElseThrow(() -> Problem.BAD_REQUEST.because("from must be a position in the log"));
    }

    private static long waiting(Call call) throws Refusal {
        long wait = parameterOr(call, "wait", "0");
        if (wait > LONGEST_WAIT) {
            throw Problem.BAD_REQUEST.because("wait is 0 to " + LONGEST_WAIT + " seconds");
        }
        return wait;
    }

    private void tail(Call call, ServedLog served, int log, long from, SignedCheckpoint newest) throws Refusal {
        if (from > newest.size()) {
            throw Problem.RANGE.because("the log has " + newest.size() + " entries");
        }
        call.then(served.tail(log, from, newest), body -> {
            Optional<Buffer> packed = call.acceptsGzip() ? body.packed() : Optional.empty();
            call.request().response().putHeader("vary", "accept-encoding");
            packed.ifPresent(bytes -> call.request().response().putHeader("content-encoding", "gzip"));
            call.send(Tail.MEDIA_TYPE, NO_STORE, packed.orElse(body.plain()));
        });
    }

    /** Peering may have ended while the reader waited. */
    private void answerTail(Call call, long from, Optional<NodeId> reader) {
        if (reader.isEmpty()) {
            refusing(call, () -> tail(call, log, self, from, newest()));
            return;
        }
        call.then(
                workers.run(() -> {
                    signedReads.requirePeer(reader.get());
                    return from;
                }),
                still -> refusing(call, () -> tail(call, log, self, still, newest())));
    }

    private void discover(Call call) throws Refusal {
        SignedCheckpoint newest = newest();
        String host = String.valueOf(call.request().authority());
        call.then(
                workers.run(() -> discovery.document(host, newest.size())),
                bytes -> call.send(JSON, "no-cache", Buffer.buffer(bytes)));
    }

    private void report(Call call) throws Refusal {
        String target = call.request().uri();
        Function<String, List<String>> headers = call.request().headers()::getAll;
        call.then(
                workers.run(() -> reportPeering.handle(target, headers)),
                answer -> call.send(JSON, NO_STORE, Buffer.buffer(answer)));
    }

    private void propose(Call call) throws Refusal {
        allow(call, HttpMethod.POST);
        strangers.count(call.visitor());
        HttpServerRequest request = call.request();
        // Compared with what was signed, so as they came: path and query.
        String target = request.uri();
        Function<String, List<String>> headers = request.headers()::getAll;
        call.then(
                RequestBody.read(request, JSON, Proposal.LARGEST)
                        .thenCompose(body -> workers.run(() -> proposePeering.handle(target, headers, body))),
                answer -> call.send(JSON, NO_STORE, Buffer.buffer(answer)));
    }

    /** A witness answers a log. Not to be signed as a request: what is in it is (OQX-WIT-014). */
    private void addCheckpoint(Call call) throws Refusal {
        allow(call, HttpMethod.POST);
        call.then(
                RequestBody.read(call.request(), AddCheckpoint.LONGEST)
                        .thenCompose(body -> workers.run(() -> witness.addCheckpoint(body))),
                answer -> {
                    if (answer instanceof WitnessDesk.Answer.Cosigned done) {
                        call.send(Checkpoint.MEDIA_TYPE, NO_STORE, Buffer.buffer(done.line()));
                    } else if (answer instanceof WitnessDesk.Answer.Conflict conflict) {
                        call.request().response().setStatusCode(409);
                        call.send("text/x.tlog.size", NO_STORE, Buffer.buffer(conflict.size() + "\n"));
                    }
                });
    }

    private void witnessed(Call call, String rest) throws Refusal {
        String end = "/checkpoint";
        if (!rest.endsWith(end)) {
            throw notFound();
        }
        String hash = rest.substring(0, rest.length() - end.length());
        call.then(
                workers.run(() -> witness.latest(hash)
                        .orElseThrow(() -> Problem.NOT_FOUND.because("nothing of this log was cosigned here"))),
                note -> call.send(Checkpoint.MEDIA_TYPE, "no-cache", Buffer.buffer(note)));
    }

    private void noteReceipt(Call call) throws Refusal {
        allow(call, HttpMethod.POST);
        HttpServerRequest request = call.request();
        String target = request.uri();
        Function<String, List<String>> headers = request.headers()::getAll;
        call.then(
                RequestBody.read(request, JSON, NoteReceipt.LARGEST)
                        .thenCompose(body -> workers.run(() ->
                                noteReceipt.handle(target, headers, body, () -> strangers.count(call.visitor())))),
                answer -> call.send(JSON, NO_STORE, Buffer.buffer(answer)));
    }

    private static void allow(Call call, HttpMethod... methods) throws Refusal {
        if (!List.of(methods).contains(call.request().method())) {
            String allowed = String.join(
                    ", ", List.of(methods).stream().map(HttpMethod::name).toList());
            call.request().response().putHeader("allow", allowed);
            throw Problem.METHOD_NOT_ALLOWED.because("this takes " + allowed);
        }
    }

    private SignedCheckpoint newest() throws Refusal {
        return publisher.newest().orElseThrow(() -> Problem.BUSY.because("this node is only just starting", 1));
    }

    private long size() {
        return publisher.newest().map(SignedCheckpoint::size).orElse(0L);
    }

    private static Refusal notFound() {
        return Problem.NOT_FOUND.because("no resource of the protocol has this path");
    }

    private static String parameter(Call call, String name) throws Refusal {
        List<String> values = call.request().params().getAll(name);
        if (values.size() != 1) {
            throw Problem.BAD_REQUEST.because(name + " must be there once");
        }
        return values.get(0);
    }

    private static long parameterOr(Call call, String name, String standard) throws Refusal {
        String text = call.request().params().contains(name) ? parameter(call, name) : standard;
        return number(text).orElseThrow(() -> Problem.BAD_REQUEST.because(name + " must be a number"));
    }

    private static Optional<Long> number(String text) {
        return DECIMAL.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
