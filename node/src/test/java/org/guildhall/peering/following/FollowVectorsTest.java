package org.guildhall.peering.following;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.admission.Closing;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.log.Frame;
import org.guildhall.log.FrameReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.Tail;
import org.guildhall.log.Tiles;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.IntroducedKeys;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.AddressRange;
import org.guildhall.peering.outgoing.NameResolver;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.Audience;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Verifier;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Sql;
import org.guildhall.store.ThreadReading;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocol's vectors of whole logs, read by the follower that runs in a node, over HTTP, into a store: what was believed, what
 * became of each entry, and what a thread's page shows in the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FollowVectorsTest {
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private OutgoingHttp http;

    /** What the followed node answers now. */
    private volatile Optional<byte[]> discovery = Optional.empty();

    private volatile byte[] note = {};
    private volatile byte[] frames = {};
    private volatile int framesFrom;

    @BeforeAll
    void serve() {
        server = vertx.createHttpServer().requestHandler(this::answer);
        server.listen(0, "127.0.0.1").await();
        http = new OutgoingHttp(
                vertx, new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8"))), NameResolver.ofSystem());
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/.well-known/oqx") && discovery.isPresent()) {
            HostilePeer.answer(request, "application/json", discovery.get());
        } else if (path.equals("/oqx/log/tail")) {
            byte[] rest = from(Integer.parseInt(request.getParam("from")));
            byte[] tail = ByteBuffer.allocate(4 + note.length + rest.length)
                    .putInt(note.length)
                    .put(note)
                    .put(rest)
                    .array();
            HostilePeer.answer(request, Tail.MEDIA_TYPE, tail);
        } else if (path.equals("/oqx/log/page/0") && framesFrom == 0) {
            HostilePeer.answer(request, Frame.MEDIA_TYPE, frames);
        } else if (path.startsWith("/oqx/log/tile/") && framesFrom == 0) {
            HostilePeer.answer(request, "application/octet-stream", leafHashes());
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    /** The one tile that a log of less than 256 entries has. */
    private byte[] leafHashes() {
        try {
            return Tiles.encode(new FrameReader(frames, 0)
                    .rest().stream().map(frame -> frame.entry().leafHash()).toList());
        } catch (LogFault e) {
            throw new IllegalStateException("tiles are asked for in steps with good frames only", e);
        }
    }

    /** The frames of the step without those that the follower has already; as they are when it has none. */
    private byte[] from(int index) {
        if (index <= framesFrom) {
            return frames;
        }
        try {
            List<Frame> all = new FrameReader(frames, 0).rest();
            return Frame.encode(all.subList(Math.min(index - framesFrom, all.size()), all.size()));
        } catch (LogFault e) {
            throw new IllegalStateException("only frames that begin at the cursor are spoilt", e);
        }
    }

    static Stream<SpecVectors.Case> follow() {
        return SpecVectors.of("follow").stream();
    }

    @ParameterizedTest
    @MethodSource("follow")
    void wholeLogs(SpecVectors.Case vector, @TempDir Path directory) throws Exception {
        NodeId node = new NodeId(vector.input().get("node").textValue());
        discovery = Optional.empty();
        try (NodeInMemory reader = new NodeInMemory(
                "Reader", new DatabaseLocation.Embedded(directory.resolve("reader")), Audience.PEERS)) {
            Follower follower = follower(
                    reader, node, Origin.parse(vector.input().get("address").textValue()));
            List<String> steps = new ArrayList<>();
            for (JsonNode step : vector.input().get("steps")) {
                long before = size(reader, node);
                String code = take(follower, step);
                follower.startOver();
                if (size(reader, node) < before) {
                    // A round that took something back leaves it to the next one to catch up.
                    code = take(follower, step);
                    follower.startOver();
                }
                steps.add(code);
            }
            JsonNode output = vector.output();
            assertThat(steps).as(vector.json().get("comment").textValue()).isEqualTo(texts(output.get("steps")));
            LogQueries queries = new LogQueries(reader.database);
            Optional<LogQueries.State> state = queries.number(node).flatMap(queries::state);
            assertThat(size(reader, node)).isEqualTo(output.get("size").longValue());
            state.ifPresent(at -> assertThat(at.range().root().hex())
                    .isEqualTo(output.get("root").textValue()));
            assertThat(outcomes(reader, node)).isEqualTo(texts(output.get("outcomes")));
            assertThat(conflicts(reader)).isEqualTo(!output.get("conflicts").isEmpty());
            for (JsonNode thread : output.get("threads")) {
                assertThat(threadAsShown(reader, thread)).isEqualTo(thread);
            }
            assertThat(reader.select("select count(*) from thread"))
                    .containsExactly(String.valueOf(output.get("threads").size()));
        }
    }

    private static long size(NodeInMemory reader, NodeId node) {
        LogQueries queries = new LogQueries(reader.database);
        return queries.number(node)
                .flatMap(queries::state)
                .map(at -> at.range().size())
                .orElse(0L);
    }

    /** Believed, or the code of what was wrong with it. */
    private String take(Follower follower, JsonNode step) throws InterruptedException {
        if (step.has("discovery")) {
            Optional<byte[]> before = discovery;
            discovery = Optional.of(SpecVectors.bytes(step.get("discovery")));
            Optional<FollowingFault> fault = follower.once(follower::introducedAnew);
            if (fault.isPresent()) {
                discovery = before;
            }
            return fault.map(FollowingFault::code).orElse("believed");
        }
        note = SpecVectors.bytes(step.get("checkpoint"));
        frames = SpecVectors.bytes(step.get("frames"));
        framesFrom = step.get("from").intValue();
        String code = follower.once(follower::round).map(FollowingFault::code).orElse("believed");
        return switch (code) {
            // It asks who is there before it looks at a checkpoint, and nobody said.
            case "unreachable" -> "checkpoint-key";
            // An old checkpoint changes nothing; that the log may have been set back, an administrator is told.
            case "behind" -> "believed";
            default -> code;
        };
    }

    private Follower follower(NodeInMemory reader, NodeId node, Origin address) {
        Origin local = Origin.parse("http://127.0.0.1:" + server.actualPort());
        Reading reading = (origin, path, headers, expect) -> {
            assertThat(origin).isEqualTo(address);
            return http.get(local, path, headers, expect);
        };
        DataIntegrity proofs = new DataIntegrity(Verifier.best());
        RemoteLog remote = new RemoteLog(reading, reading, address, new Semaphore(1));
        Report report = new Report(node, address.text(), 0, reader.writer, remote, reader.clock);
        CatchUp catchUp = new CatchUp(
                node,
                remote,
                new FrameCheck(proofs, threads),
                threads,
                reader.admission,
                reader.clock,
                new LogQueries(reader.database),
                proofs,
                new Equivocations(reader.writer, () -> {}),
                report::stored);
        BackOff backOff = new BackOff(new BackOff.Bounds(Duration.ofMillis(1), Duration.ofMillis(1)), new Random(1));
        return new Follower(
                node,
                address,
                new Discovery(reading, proofs),
                new IntroducedKeys(),
                remote,
                catchUp,
                new StandingHistory(node, remote, new LogQueries(reader.database), reader.admission),
                new LogQueries(reader.database),
                Verifier.best(),
                reader.clock,
                backOff,
                report,
                Optional::empty,
                moved -> fail("nobody moves in the vectors"));
    }

    /** One for each entry: what is in no list of setbacks was taken, unless the same digest was there before or bytes are missing. */
    private static List<String> outcomes(NodeInMemory reader, NodeId node) throws Exception {
        List<String> outcomes = new ArrayList<>();
        Set<String> digests = new HashSet<>();
        for (String row : reader.select(
                "select e.digest, e.form, s.code from log_entry e join node n on n.nr = e.log"
                        + " left join setback s on s.log = e.log and s.idx = e.idx where n.id = ? order by e.idx",
                node.did())) {
            String[] columns = row.split("\\|", -1);
            boolean again = !digests.add(columns[0]);
            boolean hole = !columns[1].equals("0");
            outcomes.add(!columns[2].equals("null") ? columns[2] : again ? "duplicate" : hole ? "hole" : "taken");
        }
        return outcomes;
    }

    private static boolean conflicts(NodeInMemory reader) throws Exception {
        return !reader.select("select count(*) from conflict").equals(List.of("0"));
    }

    /** The same JSON as the vector has, made of what pages read. */
    private static JsonNode threadAsShown(NodeInMemory reader, JsonNode expected) throws Exception {
        ObjectId thread = object(expected.get("thread"));
        Map<ObjectKey, ThreadReading.PostRow> shown = new HashMap<>();
        Optional<ObjectKey> accepted;
        boolean closed;
        try (Connection connection = reader.database.reads().getConnection()) {
            for (ThreadReading.PostRow post : new ThreadReading(new Sql(connection)).posts(thread.key())) {
                shown.put(post.key(), post);
            }
            accepted = new Sql(connection)
                    .first(
                            "select accepted from thread where thread_key = ?",
                            row -> Sql.optionalKey(row, "accepted"),
                            thread.key())
                    .flatMap(key -> key);
            closed = Closing.isClosed(new Sql(connection), thread.key());
        }
        // A mark in the place of what was erased is not the post.
        shown.values().removeIf(post -> post.erased() != 0);
        // A page puts comments below what they are about.
        shown.values()
                .removeIf(post ->
                        post.parent().map(parent -> !shown.containsKey(parent)).orElse(false));
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.set("thread", expected.get("thread"));
        ArrayNode objects = json.putArray("objects");
        ArrayNode votes = json.putArray("votes");
        for (JsonNode item : expected.get("objects")) {
            ObjectId about = object(item.get("about"));
            ObjectNode found = objects.addObject();
            found.set("about", item.get("about"));
            found.put("state", state(reader, about, thread));
            ThreadReading.PostRow post = shown.remove(about.key());
            if (post != null) {
                found.put("shownRevision", post.revision())
                        .put("shownDigest", post.digest().text());
                ObjectNode count = votes.addObject();
                count.set("about", item.get("about"));
                count.put("up", (int) post.up()).put("down", (int) post.down());
            }
            if (accepted.filter(about.key()::equals).isPresent()) {
                json.set("accepted", item.get("about"));
            }
        }
        assertThat(shown).as("what else is shown").isEmpty();
        if (closed) {
            json.put("closed", true);
        }
        return json;
    }

    private static String state(NodeInMemory reader, ObjectId object, ObjectId thread) throws Exception {
        if (object.node().equals(thread.node())) {
            return "own";
        }
        List<String> word = reader.select(
                "select ruling, shown from verdict where object_key = ? and thread_key = ?",
                object.key(),
                thread.key());
        if (word.isEmpty()) {
            return "held";
        }
        String[] columns = word.get(0).split("\\|", -1);
        return columns[1].equals("0") ? columns[0] : "taken";
    }

    private static ObjectId object(JsonNode ref) {
        return new ObjectId(
                new NodeId(ref.get("node").textValue()),
                UUID.fromString(ref.get("id").textValue()));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).toList();
    }
}
