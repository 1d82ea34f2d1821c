package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Discovery;
import org.guildhall.conformance.oqx.Ed25519;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.LogFollower;
import org.guildhall.conformance.oqx.Multikey;
import org.guildhall.conformance.oqx.NodeChain;
import org.guildhall.conformance.oqx.Peering;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.RequestSignature;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.StrictJson;
import org.guildhall.conformance.oqx.Tail;
import org.guildhall.conformance.oqx.ThreadView;
import org.guildhall.conformance.oqx.TilePath;
import org.guildhall.conformance.oqx.Tree;

/** What an implementation has to do with the input of each suite. A case is refused by a fault, or gives the output. */
public final class Suites {
    private static final Ed25519 RULE = new Ed25519();

    private interface Suite {
        ObjectNode run(ObjectNode input) throws Fault;
    }

    private static final Map<String, Suite> SUITES = Map.ofEntries(
            Map.entry("json", Suites::json),
            Map.entry("jcs", Suites::jcs),
            Map.entry("multikey", Suites::multikey),
            Map.entry("ed25519", Suites::ed25519),
            Map.entry("object-key", Suites::objectKey),
            Map.entry("named-id", Suites::namedId),
            Map.entry("record", Suites::record),
            Map.entry("proof", Suites::proof),
            Map.entry("chain", Suites::chain),
            Map.entry("entry", Suites::entry),
            Map.entry("tree", Suites::tree),
            Map.entry("tile-path", Suites::tilePath),
            Map.entry("checkpoint", Suites::checkpoint),
            Map.entry("frames", Suites::frames),
            Map.entry("tail", Suites::tail),
            Map.entry("follow", Suites::follow),
            Map.entry("discovery", Suites::discovery),
            Map.entry("fingerprint", Suites::fingerprint),
            Map.entry("invitation", Suites::invitation),
            Map.entry("proposal", Suites::proposal),
            Map.entry("request", Suites::request));

    private Suites() {}

    public static Set<String> names() {
        return SUITES.keySet();
    }

    static ObjectNode run(String suite, ObjectNode input) throws Fault {
        Suite known = SUITES.get(suite);
        if (known == null) {
            throw new IllegalArgumentException("no suite " + suite);
        }
        return known.run(input);
    }

    private static ObjectNode json(ObjectNode input) throws Fault {
        StrictJson.canonical(bytes(input), 16);
        return output();
    }

    private static ObjectNode jcs(ObjectNode input) throws Fault {
        ObjectNode read = StrictJson.object(bytes(input), 16);
        return with("canonical", Wire.of(Jcs.bytes(read)));
    }

    private static ObjectNode multikey(ObjectNode input) throws Fault {
        String multikey = text(input, "multikey");
        byte[] publicKey = Multikey.decode(multikey, "malformed");
        RULE.checkKey(publicKey);
        return output().put("publicKey", Bytes.hex(publicKey))
                .put("did", Multikey.did(publicKey))
                .put("verificationMethod", Multikey.verificationMethod(multikey));
    }

    private static ObjectNode ed25519(ObjectNode input) throws Fault {
        byte[] publicKey = Bytes.unhex(text(input, "publicKey"));
        byte[] message = Bytes.unhex(text(input, "message"));
        byte[] signature = Bytes.unhex(text(input, "signature"));
        RULE.verify(publicKey, message, signature);
        return output();
    }

    private static ObjectNode objectKey(ObjectNode input) throws Fault {
        byte[] key = new Ref(text(input, "node"), text(input, "id")).key();
        return output().put("key", Bytes.hex(key)).put("text", Hashes.base64Url(key));
    }

    private static ObjectNode namedId(ObjectNode input) {
        List<String> parts = texts(input, "parts");
        return output().put(
                        "id", Ref.nameBased(text(input, "purpose"), text(input, "node"), parts.toArray(new String[0])));
    }

    private static ObjectNode record(ObjectNode input) throws Fault {
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

    private static ObjectNode proof(ObjectNode input) throws Fault {
        SignedRecord record = SignedRecord.read(bytes(input));
        if (!texts(input, "keys").contains(record.proof().multikey())) {
            throw new Fault("key-unknown", record.proof().multikey());
        }
        record.proof().verify(RULE);
        Proof proof = record.proof();
        return output().put("proofHash", Bytes.hex(proof.proofHash()))
                .put("documentHash", Bytes.hex(proof.documentHash()))
                .put("signature", Bytes.hex(proof.signature()));
    }

    private static ObjectNode chain(ObjectNode input) throws Fault {
        NodeChain chain = new NodeChain(text(input, "node"), RULE);
        for (JsonNode item : input.path("records")) {
            chain.accept(
                    SignedRecord.read(Wire.bytes(item.path("bytes"))),
                    item.path("index").longValue());
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
                chain.checkIncludedKeyAt(key, question.path("originIndex").longValue());
            } else {
                chain.checkCheckpointKey(key, question.path("checkpointSize").longValue());
            }
            return Vector.VALID;
        } catch (Fault e) {
            return e.code();
        }
    }

    private static ObjectNode entry(ObjectNode input) throws Fault {
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
    private static ObjectNode tree(ObjectNode input) throws Fault {
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

    private static ObjectNode tilePath(ObjectNode input) throws Fault {
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

    private static ObjectNode checkpoint(ObjectNode input) throws Fault {
        NodeChain chain = new NodeChain(text(input, "node"), RULE);
        for (JsonNode record : input.path("records")) {
            chain.acceptUnplaced(SignedRecord.read(Wire.bytes(record)));
        }
        Checkpoint checkpoint = Checkpoint.read(bytes(input), text(input, "node"), chain, RULE);
        return output().put("size", checkpoint.size()).put("root", Bytes.hex(checkpoint.root()));
    }

    private static ObjectNode frames(ObjectNode input) throws Fault {
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

    private static ObjectNode tail(ObjectNode input) throws Fault {
        Tail tail = Tail.read(bytes(input));
        ObjectNode output = with("checkpoint", Wire.of(tail.checkpoint()));
        return output.put("frames", Frame.readAll(tail.frames()).size());
    }

    private static ObjectNode follow(ObjectNode input) throws Fault {
        String node = text(input, "node");
        LogFollower follower = new LogFollower(node, RULE);
        List<String> refused = new ArrayList<>();
        for (JsonNode step : input.path("steps")) {
            try {
                if (step.has("discovery")) {
                    follower.meet(Discovery.read(Wire.bytes(step.path("discovery")), text(input, "address"), RULE));
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
        output.set("threads", ThreadView.all(node, follower.taken()));
        return output;
    }

    private static ObjectNode discovery(ObjectNode input) throws Fault {
        Discovery discovery = Discovery.read(bytes(input), text(input, "address"), RULE);
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

    private static ObjectNode fingerprint(ObjectNode input) throws Fault {
        return output().put("fingerprint", Peering.fingerprint(text(input, "node")));
    }

    private static ObjectNode invitation(ObjectNode input) throws Fault {
        return with("invitation", Peering.readInvitation(text(input, "text")));
    }

    private static ObjectNode proposal(ObjectNode input) throws Fault {
        ObjectNode proposal = Peering.readProposal(bytes(input));
        return output().put("node", text(proposal, "node"))
                .put("address", text(proposal, "address"))
                .put("invitation", text(proposal, "invitation"));
    }

    private static ObjectNode request(ObjectNode input) throws Fault {
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
                RULE);
        return output().put("key", key);
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
