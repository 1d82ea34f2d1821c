package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A proof file, chapter 09 §3, verified from nothing but its bytes.
 *
 * @param witnesses who cosigned, and when in seconds
 */
public record LogProof(
        String log, long index, long size, SignedRecord record, Entry entry, Map<String, Long> witnesses) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final int BYTES = 4_194_304;
    private static final int LEVELS = 16;

    /** The bytes of a file, for those who write samples. */
    public static byte[] write(ObjectNode extra, long index, List<byte[]> path, byte[] checkpoint) {
        StringBuilder text = new StringBuilder(HEADER)
                .append("extra ")
                .append(Base64.getEncoder().encodeToString(Jcs.bytes(extra)))
                .append("\nindex ")
                .append(index)
                .append('\n');
        path.forEach(
                hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return Bytes.join(text.append('\n').toString().getBytes(UTF_8), checkpoint);
    }

    /** What follows {@code extra}, for those who write samples. */
    public static ObjectNode extra(Entry entry, SignedRecord record, List<List<SignedRecord>> nodes) {
        ObjectNode extra = JsonNodeFactory.instance.objectNode().put("oqx", 1);
        extra.put("entry", Hashes.base64Url(entry.bytes()));
        extra.set("record", record.json());
        extra.putArray("nodes");
        for (List<SignedRecord> records : nodes) {
            var array = extra.withArray("nodes").addArray();
            records.forEach(item -> array.add(item.json()));
        }
        return extra;
    }

    /** OQX-WIT-021. */
    public static LogProof verify(byte[] file, Ed25519 rule) throws Fault {
        if (file.length > BYTES) {
            throw new Fault("proof", "longer than " + BYTES);
        }
        String text = Witness.text(file, "proof");
        int empty = text.indexOf("\n\n");
        if (!text.startsWith(HEADER) || empty < HEADER.length()) {
            throw new Fault("proof", "not a proof file");
        }
        List<String> lines = List.of(text.substring(HEADER.length(), empty).split("\n", -1));
        if (lines.size() < 2
                || lines.size() > 65
                || !lines.get(0).startsWith("extra ")
                || !lines.get(1).matches("index (0|[1-9][0-9]{0,15})")) {
            throw new Fault("proof", "extra, index and hashes are not as they must be");
        }
        List<byte[]> path = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            byte[] hash = Witness.base64(line, "proof");
            if (hash.length != 32) {
                throw new Fault("proof", "not a hash");
            }
            path.add(hash);
        }
        ObjectNode extra = extra(Witness.base64(lines.get(0).substring(6), "proof"));
        long index = Long.parseLong(lines.get(1).substring(6));
        byte[] note = text.substring(empty + 2).getBytes(UTF_8);

        Map<String, NodeChain> nodes = nodes(extra, rule);
        SignedRecord record = SignedRecord.read(Jcs.bytes(extra.path("record")));
        byte[] bytes = entryBytes(extra);
        Entry entry = Entry.read(bytes);
        if (!java.util.Arrays.equals(record.entry(entry.time()).bytes(), bytes)) {
            throw new Fault("entry-mismatch", "the entry is of another record");
        }
        String origin = text.substring(empty + 2).split("\n", 2)[0];
        String log = origin.startsWith("oqx/") ? origin.substring(4) : "";
        NodeChain owner = nodes.get(log);
        if (owner == null) {
            throw new Fault("checkpoint", "no Node records of the owner of " + origin);
        }
        Checkpoint checkpoint = Checkpoint.read(note, log, owner, rule);
        if (!MerkleProofs.isIncluded(entry.leafHash(), index, checkpoint.size(), path, checkpoint.root())) {
            throw new Fault("root-mismatch", "the path does not lead to the root");
        }
        signer(record, nodes, log, index, rule);
        return new LogProof(log, index, checkpoint.size(), record, entry, witnesses(note, nodes, log, rule));
    }

    private static ObjectNode extra(byte[] bytes) throws Fault {
        try {
            ObjectNode extra = StrictJson.canonical(bytes, LEVELS);
            List<String> names = new ArrayList<>();
            extra.fieldNames().forEachRemaining(names::add);
            names.sort(null);
            if (names.equals(List.of("entry", "nodes", "oqx", "record"))
                    && extra.path("oqx").asLong() == 1
                    && extra.path("nodes").size() <= 16
                    && extra.path("record").isObject()) {
                return extra;
            }
        } catch (Fault e) {
            throw new Fault("proof", e.described());
        }
        throw new Fault("proof", "extra has other members");
    }

    private static byte[] entryBytes(ObjectNode extra) throws Fault {
        try {
            return Hashes.base64Url(extra.path("entry").asText(), Entry.BYTES);
        } catch (Fault e) {
            throw new Fault("proof", e.described());
        }
    }

    static Map<String, NodeChain> nodes(ObjectNode extra, Ed25519 rule) throws Fault {
        Map<String, NodeChain> nodes = new LinkedHashMap<>();
        for (JsonNode records : extra.path("nodes")) {
            if (records.isEmpty()) {
                throw new Fault("proof", "a node without records");
            }
            String node = records.path(0).path("node").asText();
            NodeChain chain = new NodeChain(node, rule);
            for (JsonNode item : records) {
                SignedRecord record = SignedRecord.read(Jcs.bytes(item));
                if (record.revision() != chain.revisions() + 1) {
                    throw new Fault("node-chain", "not in order");
                }
                chain.acceptUnplaced(record);
            }
            if (nodes.put(node, chain) != null) {
                throw new Fault("proof", "a node twice");
            }
        }
        return nodes;
    }

    static void signer(SignedRecord record, Map<String, NodeChain> nodes, String log, long index, Ed25519 rule)
            throws Fault {
        NodeChain chain = nodes.get(record.node());
        if (chain == null) {
            throw new Fault("key-unknown", "no Node records of " + record.node());
        }
        for (SignedRecord known : chain.records()) {
            if (java.util.Arrays.equals(known.digest(), record.digest())) {
                return;
            }
        }
        String key = record.proof().multikey();
        if (!chain.everListed().contains(key)) {
            throw new Fault("key-unknown", key);
        }
        if (!chain.isBelievedAt(key, record.node().equals(log) ? index : Long.MAX_VALUE - 1)) {
            throw new Fault("key-revoked", key);
        }
        record.proof().verify(rule);
    }

    static Map<String, Long> witnesses(byte[] note, Map<String, NodeChain> nodes, String log, Ed25519 rule)
            throws Fault {
        String whole = Witness.text(note, "proof");
        long lines = whole.substring(whole.indexOf("\n\n") + 2).lines().count();
        Map<String, Long> witnesses = new TreeMap<>();
        for (Map.Entry<String, NodeChain> node : nodes.entrySet()) {
            String key = node.getValue().newest().json().path("cosigningKey").asText();
            if (!key.isEmpty() && !node.getKey().equals(log)) {
                try {
                    String name = Checkpoint.origin(node.getKey());
                    witnesses.put(node.getKey(), Witness.verify(note, name, Multikey.decode(key, "cosignature"), rule));
                } catch (Fault e) {
                    // not by this one; counted below
                }
            }
        }
        if (lines != 1 + witnesses.size()) {
            throw new Fault("proof", "a line below the checkpoint that nobody in the file can have signed");
        }
        return witnesses;
    }
}
