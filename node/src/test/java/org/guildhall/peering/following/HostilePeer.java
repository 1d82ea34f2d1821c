package org.guildhall.peering.following;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.TilePath;
import org.guildhall.log.Tiles;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.agreement.Invitation;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.Body;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Digest;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Payload;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;

/**
 * A peer whose keys are real and whose conduct is what a test says: it serves its log from memory, and each resource can be
 * replaced. It shares no code with what this node serves.
 */
public final class HostilePeer implements AutoCloseable {
    public final SigningKey identity;
    public final SigningKey nextIdentity;
    public volatile SigningKey signing;
    public final NodeId id;
    public final Origin address;
    /** What it serves; a copy may be kept and put back to show another history. */
    public volatile List<Frame> frames = List.of();
    /** How much of it the checkpoint speaks of; the whole log when it is empty. */
    public volatile Optional<Integer> shown = Optional.empty();

    public final List<OqxRecord> introductions = new ArrayList<>();
    /** Paths that were asked for, in order. */
    public final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    /** Answers instead of its own, by the beginning of the path. */
    public final Map<String, Handler<HttpServerRequest>> instead = new ConcurrentHashMap<>();

    private final HttpServer server;
    private long time = Instant.parse("2026-11-01T09:00:00Z").toEpochMilli();

    public HostilePeer(Vertx vertx) throws Exception {
        this(
                vertx,
                SigningKey.generate(new SecureRandom()),
                SigningKey.generate(new SecureRandom()),
                SigningKey.generate(new SecureRandom()));
        introduce(profile(address.text()));
    }

    /** The same node at a second address as well: two servers with one set of keys, and until they part with one log. */
    public static List<HostilePeer> twins(Vertx vertx) throws Exception {
        HostilePeer one = new HostilePeer(vertx);
        HostilePeer other = new HostilePeer(vertx, one.identity, one.nextIdentity, one.signing);
        one.introductions.clear();
        one.frames = List.of();
        one.introduce(one.profile(one.address.text(), other.address.text()));
        other.introductions.addAll(one.introductions);
        other.frames = one.frames;
        other.time = one.time;
        return List.of(one, other);
    }

    private HostilePeer(Vertx vertx, SigningKey identity, SigningKey nextIdentity, SigningKey signing)
            throws Exception {
        this.identity = identity;
        this.nextIdentity = nextIdentity;
        this.signing = signing;
        this.id = NodeId.of(identity.publicKey());
        server = vertx.createHttpServer().requestHandler(this::handle);
        server.listen(0, "127.0.0.1").await();
        address = Origin.parse("http://127.0.0.1:" + server.actualPort());
    }

    /** Serves frames of another's log as they are now, signed by that one, and no evidence. */
    public void mirrors(HostilePeer other) {
        List<Frame> held = other.frames;
        byte[] note = other.note();
        String mirror = "/oqx/mirror/" + other.id.did() + "/";
        instead.put(mirror + "checkpoint", request -> answer(request, "text/plain; charset=utf-8", note));
        instead.put(
                mirror + "tile/",
                request -> answer(
                        request,
                        "application/octet-stream",
                        tile(
                                held,
                                TilePath.parse(request.path().substring(mirror.length()))
                                        .orElseThrow())));
    }

    public NodeProfile profile(String... addresses) {
        return new NodeProfile(
                "Hostile",
                identity.publicKey(),
                Digest.of(nextIdentity.publicKey().publicKey()),
                List.of(new NodeProfile.SigningKeyEntry(signing.publicKey(), Optional.empty())),
                List.of(addresses),
                Optional.empty(),
                Optional.empty());
    }

    public void introduce(NodeProfile profile) throws RecordFault {
        OqxRecord record = sign(new ObjectId(id, NodeProfile.ID), introductions.size() + 1, profile, identity);
        introductions.add(record);
        log(record);
    }

    public OqxRecord sign(ObjectId object, int revision, Body body, SigningKey key) throws RecordFault {
        Head head = Head.of(body.kind(), object, revision, Instant.ofEpochMilli(time), new SecureRandom());
        return DataIntegrity.sign(new Draft(head, body), key);
    }

    public ObjectId fresh() {
        return new ObjectId(id, UUID.randomUUID());
    }

    public ObjectId join(String handle) throws RecordFault {
        MemberProfile member = new MemberProfile(handle, handle, Optional.empty(), List.of(), Optional.empty());
        OqxRecord record = sign(fresh(), 1, member, signing);
        log(record);
        return record.object();
    }

    public static Question question(ObjectId author, String title) {
        return new Question(author.id(), title, title + "?", List.of("pumps"), "en", "CC-BY-SA-4.0", Post.Origin.HERE);
    }

    public OqxRecord ask(ObjectId author, String title) throws RecordFault {
        OqxRecord record = sign(fresh(), 1, question(author, title), signing);
        log(record);
        return record;
    }

    public void log(OqxRecord record) {
        include(record, Frame.OWN);
    }

    /** Logs another node's record, with the index that it claims for it. */
    public void include(OqxRecord record, long origin) {
        log(new Frame(
                Entry.of(record, Instant.ofEpochMilli(++time)),
                origin,
                new Frame.Content.Payload(record.payload().bytes())));
    }

    /** Bytes that are no record, under an entry whose digest is theirs. */
    public void logBytes(byte[] bytes, Entry like) {
        Payload payload = Payload.of(bytes);
        log(new Frame(
                new Entry(like.kindCode(), ++time, 1, like.thread(), like.object(), payload.digest()),
                Frame.OWN,
                new Frame.Content.Payload(bytes)));
    }

    public synchronized void log(Frame frame) {
        List<Frame> more = new ArrayList<>(frames);
        more.add(frame);
        frames = List.copyOf(more);
    }

    public synchronized void replace(int index, Frame frame) {
        List<Frame> other = new ArrayList<>(frames);
        other.set(index, frame);
        frames = List.copyOf(other);
    }

    /** Goes back to the first entries, as if the others had never been. */
    public synchronized void cut(int size) {
        frames = List.copyOf(frames.subList(0, size));
    }

    public static TreeHash root(List<Frame> frames) {
        CompactRange range = CompactRange.empty();
        frames.forEach(frame -> range.append(frame.entry().leafHash()));
        return range.root();
    }

    public byte[] note() {
        int size = shown.orElse(frames.size());
        return note(size, root(frames.subList(0, size)));
    }

    public byte[] note(long size, TreeHash root) {
        return SignedCheckpoint.sign(Checkpoint.of(id, size, root), signing).note();
    }

    public byte[] discovery() {
        return DataIntegrity.sign(discoveryUnsigned(), signing);
    }

    public ObjectNode discoveryUnsigned() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("node", id.did())
                .put("log", address + "/oqx/log")
                .put("peering", address + "/oqx/peering")
                .put("size", frames.size());
        json.putObject("limits");
        ArrayNode records = json.putArray("records");
        try {
            for (OqxRecord record : introductions) {
                records.add(CanonicalJson.read(record.payload().bytes()).root());
            }
        } catch (RecordFault e) {
            throw new IllegalStateException(e);
        }
        return json;
    }

    public Invitation invitation() {
        return new Invitation(address, id, "A".repeat(43), Instant.parse("2026-11-20T00:00:00.000Z"));
    }

    private void handle(HttpServerRequest request) {
        String uri = request.uri();
        requests.add(uri);
        for (Map.Entry<String, Handler<HttpServerRequest>> other : instead.entrySet()) {
            if (uri.startsWith(other.getKey())) {
                other.getValue().handle(request);
                return;
            }
        }
        honest(request);
    }

    /** What an honest node with this log would answer. */
    public void honest(HttpServerRequest request) {
        String path = request.path();
        List<Frame> now = frames;
        int size = shown.orElse(now.size());
        if (path.equals("/.well-known/oqx")) {
            answer(request, "application/json", discovery());
        } else if (path.equals("/oqx/peering")) {
            request.endHandler(end -> answer(
                    request,
                    "application/json",
                    "{\"state\":\"active\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } else if (path.equals("/oqx/log/checkpoint")) {
            answer(request, "text/plain; charset=utf-8", note());
        } else if (path.equals("/oqx/log/tail")) {
            int from = Integer.parseInt(request.getParam("from"));
            int end = Math.min(size, (from / Frame.PAGE + 1) * Frame.PAGE);
            answer(
                    request,
                    Tail.MEDIA_TYPE,
                    new Tail(note(), from >= end ? List.of() : now.subList(from, end)).toBytes());
        } else if (path.startsWith("/oqx/log/page/")) {
            int first = Integer.parseInt(path.substring(14)) * Frame.PAGE;
            answer(request, Frame.MEDIA_TYPE, Frame.encode(now.subList(first, Math.min(first + Frame.PAGE, size))));
        } else if (path.startsWith("/oqx/log/tile/")) {
            answer(
                    request,
                    "application/octet-stream",
                    tile(now.subList(0, size), TilePath.parse(path.substring(9)).orElseThrow()));
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private static byte[] tile(List<Frame> frames, TilePath tile) {
        List<TreeHash> hashes = new ArrayList<>();
        int leaves = 1 << (8 * tile.level());
        for (int i = 0; i < tile.width(); i++) {
            int first = (int) (tile.start() + i) * leaves;
            hashes.add(root(frames.subList(first, first + leaves)));
        }
        return Tiles.encode(hashes);
    }

    public static void answer(HttpServerRequest request, String type, byte[] body) {
        request.response().putHeader("content-type", type).end(Buffer.buffer(body));
    }

    /** The same record with a byte of its text changed: its signature no longer fits. */
    public static OqxRecord forged(OqxRecord record) throws RecordFault {
        String text = new String(record.payload().bytes(), java.nio.charset.StandardCharsets.UTF_8);
        return RecordReader.read(
                text.replaceFirst("\"text\":\"(.)", "\"text\":\"X").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
    }
}
