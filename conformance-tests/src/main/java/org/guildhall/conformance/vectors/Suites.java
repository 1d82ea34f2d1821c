package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.guildhall.conformance.oqx.AddressGuard;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Credential;
import org.guildhall.conformance.oqx.Discovery;
import org.guildhall.conformance.oqx.Ed25519;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Evidence;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.LogFollower;
import org.guildhall.conformance.oqx.LogProof;
import org.guildhall.conformance.oqx.Move;
import org.guildhall.conformance.oqx.Multikey;
import org.guildhall.conformance.oqx.NodeChain;
import org.guildhall.conformance.oqx.Peering;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.RequestSignature;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.Standing;
import org.guildhall.conformance.oqx.StrictJson;
import org.guildhall.conformance.oqx.Tail;
import org.guildhall.conformance.oqx.ThreadView;
import org.guildhall.conformance.oqx.TilePath;
import org.guildhall.conformance.oqx.Tree;
import org.guildhall.conformance.oqx.Witness;

/**
 * What an implementation has to do with the input of each suite. A case is refused by a fault, or gives the output. Keys that were checked are
 * remembered as long as this object lives.
 */
public final class Suites {
    private final Ed25519 rule = new Ed25519();

    private interface Suite {
        ObjectNode run(ObjectNode input) throws Fault;
    }

    private final Map<String, Suite> suites = Map.ofEntries(
            Map.entry("json", this::json),
            Map.entry("jcs", this::jcs),
            Map.entry("multikey", this::multikey),
            Map.entry("ed25519", this::ed25519),
            Map.entry("object-key", this::objectKey),
            Map.entry("named-id", this::namedId),
            Map.entry("record", this::record),
            Map.entry("proof", this::proof),
            Map.entry("chain", this::chain),
            Map.entry("entry", this::entry),
            Map.entry("tree", this::tree),
            Map.entry("tile-path", this::tilePath),
            Map.entry("tile", this::tile),
            Map.entry("guard", this::guard),
            Map.entry("checkpoint", this::checkpoint),
            Map.entry("frames", this::frames),
            Map.entry("tail", this::tail),
            Map.entry("follow", this::follow),
            Map.entry("discovery", this::discovery),
            Map.entry("fingerprint", this::fingerprint),
            Map.entry("invitation", this::invitation),
            Map.entry("proposal", this::proposal),
            Map.entry("report", this::report),
            Map.entry("request", this::request),
            Map.entry("cosignature", this::cosignature),
            Map.entry("add-checkpoint", this::addCheckpoint),
            Map.entry("log-proof", this::logProof),
            Map.entry("evidence", this::evidence),
            Map.entry("credential", this::credential),
            Map.entry("move", this::move),
            Map.entry("standing", Standing::of));

    public Set<String> names() {
        return suites.keySet();
    }

    ObjectNode run(String suite, ObjectNode input) throws Fault {
        Suite known = suites.get(suite);
        if (known == null) {
            throw new IllegalArgumentException("no suite " + suite);
        }
        return known.run(input);
    }

    private ObjectNode move(ObjectNode input) throws Fault {
        Move.verify(
                bytes(input),
                ref(input, "about"),
                text(input, "key"),
                ref(input, "member"),
                Instant.parse(text(input, "now")),
                rule);
        return output();
    }

    private static Ref ref(ObjectNode input, String name) {
        return new Ref(
                input.path(name).path("node").asText(),
                input.path(name).path("id").asText());
    }

    private ObjectNode json(ObjectNode input) throws Fault {
        StrictJson.canonical(bytes(input), 16);
        return output();
    }

    private ObjectNode jcs(ObjectNode input) throws Fault {
        ObjectNode read = StrictJson.object(bytes(input), 16);
        return with("canonical", Wire.of(Jcs.bytes(read)));
    }

    private ObjectNode multikey(ObjectNode input) throws Fault {
        String multikey = text(input, "multikey");
        byte[] publicKey = Multikey.decode(multikey, "malformed");
        rule.checkKey(publicKey);
        return output().put("publicKey", Bytes.hex(publicKey))
                .put("did", Multikey.did(publicKey))
                .put("verificationMethod", Multikey.verificationMethod(multikey));
    }

    private ObjectNode ed25519(ObjectNode input) throws Fault {
        byte[] publicKey = Bytes.unhex(text(input, "publicKey"));
        byte[] message = Bytes.unhex(text(input, "message"));
        byte[] signature = Bytes.unhex(text(input, "signature"));
        rule.verify(publicKey, message, signature);
        return output();
    }

    private ObjectNode objectKey(ObjectNode input) throws Fault {
        byte[] key = new Ref(text(input, "node"), text(input, "id")).key();
        return output().put("key", Bytes.hex(key)).put("text", Hashes.base64Url(key));
    }

    private ObjectNode namedId(ObjectNode input) {
        List<String> parts = texts(input, "parts");
        return output().put(
                        "id", Ref.nameBased(text(input, "purpose"), text(input, "node"), parts.toArray(new String[0])));
    }

    private ObjectNode record(ObjectNode input) throws Fault {
        SignedRecord record = SignedRecord.read(bytes(input));
        ObjectNode output = output().put("kind", record.kind())
                .put("node", record.node())
                .put("id", record.object().id())
                .put("revision", record.revision())
                .put("digest", Bytes.hex(record.digest()))
                .put("objectKey", Bytes.hex(record.object().key()))
                .put("threadKey", Bytes.hex(record.threadKey()))
                .put("key", record.proof().multikey());
        long time = input.path("loggedAt").longValue();
        return output.put("entry", Bytes.hex(record.entry(time).bytes()));
    }

    private ObjectNode proof(ObjectNode input) throws Fault {
        SignedRecord record = SignedRecord.read(bytes(input));
        if (!texts(input, "keys").contains(record.proof().multikey())) {
            throw new Fault("key-unknown", record.proof().multikey());
        }
        record.proof().verify(rule);
        Proof proof = record.proof();
        return output().put("proofHash", Bytes.hex(proof.proofHash()))
                .put("documentHash", Bytes.hex(proof.documentHash()))
                .put("signature", Bytes.hex(proof.signature()));
    }

    private ObjectNode chain(ObjectNode input) throws Fault {
        NodeChain chain = new NodeChain(text(input, "node"), rule);
        for (JsonNode item : input.path("records")) {
            SignedRecord record = SignedRecord.read(Wire.bytes(item.path("bytes")));
            if (item.has("index")) {
                chain.accept(record, item.path("index").longValue());
            } else {
                chain.acceptUnplaced(record);
            }
        }
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode question : input.path("questions")) {
            answers.add(answer(chain, question));
        }
        ObjectNode output = output();
        output.set("answers", answers);
        return output;
    }

    private static String answer(NodeChain chain, JsonNode question) {
        String key = question.path("key").textValue();
        try {
            if (question.has("index")) {
                chain.checkKeyAt(key, question.path("index").longValue());
            } else if (question.has("originIndex")) {
                chain.checkIncludedKey(key);
            } else {
                chain.checkCheckpointKey(key, question.path("checkpointSize").longValue());
            }
            return Vector.VALID;
        } catch (Fault e) {
            return e.code();
        }
    }

    private ObjectNode entry(ObjectNode input) throws Fault {
        Entry entry = Entry.read(bytes(input));
        return output().put("kind", entry.kind())
                .put("time", entry.time())
                .put("revision", entry.revision())
                .put("threadKey", Bytes.hex(entry.threadKey()))
                .put("objectKey", Bytes.hex(entry.objectKey()))
                .put("digest", Bytes.hex(entry.digest()))
                .put("leafHash", Bytes.hex(entry.leafHash()));
    }

    /** The roots and compact ranges after each of {@code sizes} of the counting log. */
    private ObjectNode tree(ObjectNode input) throws Fault {
        Tree tree = new Tree();
        ArrayNode sizes = JsonNodeFactory.instance.arrayNode();
        for (JsonNode size : input.path("sizes")) {
            while (tree.size() < size.longValue()) {
                tree.append(countingEntry(tree.size()).leafHash());
            }
            ObjectNode item = sizes.addObject().put("size", tree.size()).put("root", Bytes.hex(tree.root()));
            tree.range().forEach(hash -> item.withArray("range").add(Bytes.hex(hash)));
        }
        ObjectNode output = output();
        output.set("roots", sizes);
        return output;
    }

    /** Entry {@code i} of a log that exists on paper only; vectors/README.md describes it. */
    static Entry countingEntry(long i) {
        byte[] hash = Hashes.sha256(Bytes.u64(i));
        byte[] key = Arrays.copyOf(hash, 16);
        return new Entry(3, 1_800_000_000_000L + i, 1, key, key, Hashes.sha256(hash));
    }

    private ObjectNode tilePath(ObjectNode input) throws Fault {
        if (input.has("path")) {
            TilePath tile = TilePath.parse(text(input, "path"));
            ObjectNode output = output().put("level", tile.level()).put("number", tile.number());
            tile.width().ifPresent(width -> output.put("width", width));
            return output;
        }
        OptionalInt width =
                input.has("width") ? OptionalInt.of(input.path("width").intValue()) : OptionalInt.empty();
        return output().put(
                        "path",
                        new TilePath(text(input, "level"), input.path("number").longValue(), width).path());
    }

    /** A tile of the counting log. */
    private ObjectNode tile(ObjectNode input) {
        int width = input.path("width").intValue();
        long first = input.path("number").longValue() * 256;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (long i = first; i < first + width; i++) {
            if (text(input, "level").equals("entries")) {
                content.writeBytes(Bytes.u16(Entry.BYTES));
                content.writeBytes(countingEntry(i).bytes());
            } else {
                content.writeBytes(perfectSubtree(i, Integer.parseInt(text(input, "level"))));
            }
        }
        byte[] bytes = content.toByteArray();
        return output().put("length", bytes.length).put("sha256", Bytes.hex(Hashes.sha256(bytes)));
    }

    /** The root of the {@code number}-th subtree of 256^level leaves. */
    private static byte[] perfectSubtree(long number, int level) {
        long leaves = 1L << (8 * level);
        Tree tree = new Tree();
        for (long i = number * leaves; i < (number + 1) * leaves; i++) {
            tree.append(countingEntry(i).leafHash());
        }
        return tree.root();
    }

    private ObjectNode guard(ObjectNode input) throws Fault {
        AddressGuard.check(text(input, "ip"));
        return output();
    }

    private ObjectNode checkpoint(ObjectNode input) throws Fault {
        NodeChain chain = new NodeChain(text(input, "node"), rule);
        for (JsonNode record : input.path("records")) {
            chain.acceptUnplaced(SignedRecord.read(Wire.bytes(record)));
        }
        Checkpoint checkpoint = Checkpoint.read(bytes(input), text(input, "node"), chain, rule);
        return output().put("size", checkpoint.size()).put("root", Bytes.hex(checkpoint.root()));
    }

    private ObjectNode frames(ObjectNode input) throws Fault {
        ArrayNode frames = JsonNodeFactory.instance.arrayNode();
        for (Frame frame : Frame.readAll(bytes(input))) {
            ObjectNode item = frames.addObject()
                    .put("entry", Bytes.hex(frame.entry().bytes()))
                    .put("origin", frame.origin())
                    .put("form", frame.form());
            frame.payload().ifPresent(payload -> item.put("payloadDigest", Bytes.hex(Hashes.sha256(payload))));
            frame.checkDigest();
        }
        ObjectNode output = output();
        output.set("frames", frames);
        return output;
    }

    private ObjectNode tail(ObjectNode input) throws Fault {
        Tail tail = Tail.read(bytes(input));
        ObjectNode output = with("checkpoint", Wire.of(tail.checkpoint()));
        return output.put("frames", Frame.readAll(tail.frames()).size());
    }

    private ObjectNode follow(ObjectNode input) throws Fault {
        String node = text(input, "node");
        LogFollower follower = new LogFollower(node, rule);
        List<String> refused = new ArrayList<>();
        for (JsonNode step : input.path("steps")) {
            try {
                if (step.has("discovery")) {
                    follower.meet(Discovery.read(Wire.bytes(step.path("discovery")), text(input, "address"), rule));
                } else {
                    follower.advance(
                            Wire.bytes(step.path("checkpoint")),
                            step.path("from").longValue(),
                            Wire.bytes(step.path("frames")));
                }
                refused.add("");
            } catch (Fault e) {
                refused.add(e.code());
            }
        }
        ObjectNode output = output();
        refused.forEach(code -> output.withArray("steps").add(code.isEmpty() ? "believed" : code));
        output.put("size", follower.size()).put("root", Bytes.hex(follower.root()));
        output.putArray("outcomes");
        follower.outcomes().forEach(outcome -> output.withArray("outcomes").add(outcome));
        output.putArray("conflicts");
        follower.conflicts().forEach(index -> output.withArray("conflicts").add(index));
        output.set("threads", ThreadView.all(follower.taken()));
        return output;
    }

    private ObjectNode discovery(ObjectNode input) throws Fault {
        Discovery discovery = Discovery.read(bytes(input), text(input, "address"), rule);
        if (input.has("expectedNode") && !text(input, "expectedNode").equals(discovery.node())) {
            throw new Fault("node-address", "another node");
        }
        ObjectNode output = output().put("node", discovery.node()).put("size", discovery.size());
        output.put("log", discovery.log()).put("peering", discovery.peering());
        discovery
                .chain()
                .currentKeys()
                .forEach(key -> output.withArray("currentKeys").add(key));
        return output;
    }

    private ObjectNode fingerprint(ObjectNode input) throws Fault {
        return output().put("fingerprint", Peering.fingerprint(text(input, "node")));
    }

    private ObjectNode invitation(ObjectNode input) throws Fault {
        return with("invitation", Peering.readInvitation(text(input, "text")));
    }

    private ObjectNode proposal(ObjectNode input) throws Fault {
        ObjectNode proposal = Peering.readProposal(bytes(input));
        ObjectNode output = output().put("node", text(proposal, "node")).put("address", text(proposal, "address"));
        if (proposal.has("invitation")) {
            output.put("invitation", text(proposal, "invitation"));
        }
        return output;
    }

    private ObjectNode report(ObjectNode input) throws Fault {
        ObjectNode report = Peering.readReport(bytes(input), text(input, "self"));
        ObjectNode output = output().put("state", text(report, "state"));
        return output.put("size", report.path("size").longValue())
                .put("taken", report.path("taken").longValue());
    }

    private ObjectNode request(ObjectNode input) throws Fault {
        List<RequestSignature.Field> fields = new ArrayList<>();
        for (JsonNode field : input.path("fields")) {
            fields.add(new RequestSignature.Field(
                    field.path("name").textValue(), field.path("value").textValue()));
        }
        String key = RequestSignature.verify(
                new RequestSignature.Request(
                        text(input, "method"),
                        text(input, "address"),
                        text(input, "target"),
                        fields,
                        Wire.bytes(input.path("body"))),
                new Peering.Context(
                        input.path("now").longValue(),
                        new HashSet<>(texts(input, "seenNonces")),
                        new HashSet<>(texts(input, "keys"))),
                rule);
        return output().put("key", key);
    }

    private ObjectNode cosignature(ObjectNode input) throws Fault {
        byte[] publicKey = Multikey.decode(text(input, "key"), "malformed");
        return output().put("time", Witness.verify(bytes(input), text(input, "name"), publicKey, rule));
    }

    private ObjectNode addCheckpoint(ObjectNode input) throws Fault {
        Witness.Request request = Witness.readRequest(bytes(input));
        ObjectNode output = output().put("old", request.old()).put("size", request.size());
        output.putArray("proof");
        request.proof().forEach(hash -> output.withArray("proof").add(Bytes.hex(hash)));
        return output;
    }

    private ObjectNode logProof(ObjectNode input) throws Fault {
        LogProof proof = LogProof.verify(bytes(input), rule);
        ObjectNode output = output().put("log", proof.log())
                .put("index", proof.index())
                .put("size", proof.size())
                .put("digest", Bytes.hex(proof.record().digest()))
                .put("signer", proof.record().node());
        output.putArray("witnesses");
        proof.witnesses()
                .forEach((node, time) -> output.withArray("witnesses")
                        .addObject()
                        .put("node", node)
                        .put("time", time));
        return output;
    }

    private ObjectNode credential(ObjectNode input) throws Fault {
        Credential credential = Credential.verify(bytes(input), rule);
        ObjectNode output = output().put("issuer", credential.issuer()).put("signer", credential.signer());
        output.putObject("member")
                .put("node", credential.member().node())
                .put("id", credential.member().id());
        output.put("name", credential.name()).put("description", credential.description());
        for (Credential.HeldIn log : credential.logs()) {
            ObjectNode one = output.withArray("logs").addObject().put("node", log.node());
            one.put("size", log.size()).put("records", log.records()).putArray("witnesses");
            log.witnesses().forEach(witness -> one.withArray("witnesses").add(witness));
        }
        return output;
    }

    private ObjectNode evidence(ObjectNode input) throws Fault {
        NodeChain chain = new NodeChain(text(input, "node"), rule);
        for (JsonNode record : input.path("records")) {
            chain.acceptUnplaced(SignedRecord.read(Wire.bytes(record)));
        }
        Evidence evidence = Evidence.verify(bytes(input), text(input, "node"), chain, rule);
        ObjectNode output = output().put("kind", evidence.kind());
        output.putArray("statements");
        evidence.statements().forEach(one -> output.withArray("statements").add(one));
        return output;
    }

    private static byte[] bytes(ObjectNode input) {
        return Wire.bytes(input.path("bytes"));
    }

    private static String text(ObjectNode input, String name) {
        return input.path(name).textValue();
    }

    private static List<String> texts(ObjectNode input, String name) {
        List<String> texts = new ArrayList<>();
        input.path(name).forEach(item -> texts.add(item.textValue()));
        return texts;
    }

    private static ObjectNode output() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode with(String name, JsonNode value) {
        ObjectNode output = output();
        output.set(name, value);
        return output;
    }
}
