package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.guildhall.conformance.oqx.Credential.HeldIn;
import org.jspecify.annotations.Nullable;

/**
 * The testimony of chapter 12 §3, verified.
 *
 * @param records of all logs, in order
 */
record Testimony(Map<String, NodeChain> nodes, List<HeldIn> logs, List<SignedRecord> records) {
    static Testimony verify(ObjectNode json, Ed25519 rule) throws Fault {
        shape(json);
        Map<String, NodeChain> nodes = LogProof.nodes(json, rule);
        List<HeldIn> logs = new ArrayList<>();
        List<SignedRecord> records = new ArrayList<>();
        Set<String> owners = new TreeSet<>();
        for (JsonNode log : json.path("logs")) {
            HeldIn held = held(log, nodes, records, rule);
            if (!owners.add(held.node())) {
                throw new Fault("credential", "a log twice");
            }
            logs.add(held);
        }
        return new Testimony(nodes, logs, records);
    }

    NodeChain issuer() {
        return chain(logs.get(0).node());
    }

    NodeChain chain(String node) {
        NodeChain chain = nodes.get(node);
        if (chain == null) {
            throw new IllegalStateException("looked up before it was verified: " + node);
        }
        return chain;
    }

    String nodeName(String node) {
        NodeChain chain = nodes.get(node);
        return chain == null ? node : chain.newest().json().path("name").asText();
    }

    SignedRecord member() throws Fault {
        SignedRecord member = only("Member");
        if (member == null) {
            throw new Fault("credential", "no Member record");
        }
        return member;
    }

    @Nullable
    SignedRecord only(String kind) throws Fault {
        List<SignedRecord> found =
                records.stream().filter(one -> one.kind().equals(kind)).toList();
        if (found.size() > 1) {
            throw new Fault("credential", "two records of kind " + kind);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private static HeldIn held(JsonNode log, Map<String, NodeChain> nodes, List<SignedRecord> records, Ed25519 rule)
            throws Fault {
        byte[] note = log.path("checkpoint").asText().getBytes(UTF_8);
        String origin = new String(note, UTF_8).split("\n", 2)[0];
        String owner = origin.startsWith("oqx/") ? origin.substring(4) : "";
        NodeChain chain = nodes.get(owner);
        if (chain == null) {
            throw new Fault("credential", "no Node records of the owner of " + origin);
        }
        Checkpoint checkpoint = Checkpoint.read(note, owner, chain, rule);
        List<Long> indexes = new ArrayList<>();
        List<byte[]> leaves = new ArrayList<>();
        for (JsonNode item : log.path("records")) {
            SignedRecord record = SignedRecord.read(Jcs.bytes(item.path("record")));
            if (!record.json().path("audience").asText().equals("public")) {
                throw new Fault("audience", "not for everybody");
            }
            indexes.add(item.path("index").asLong());
            leaves.add(record.entry(item.path("time").asLong()).leafHash());
            LogProof.signer(record, nodes, owner, item.path("index").asLong(), rule);
            records.add(record);
        }
        if (!MerkleProofs.areIncluded(
                leaves, indexes, checkpoint.size(), hashes(log.path("hashes").asText()), checkpoint.root())) {
            throw new Fault("root-mismatch", "the hashes do not lead to the root");
        }
        Set<String> witnesses;
        try {
            witnesses = LogProof.witnesses(note, nodes, owner, rule).keySet();
        } catch (Fault e) {
            throw new Fault("credential", e.described());
        }
        return new HeldIn(owner, checkpoint.size(), indexes.size(), witnesses);
    }

    private static List<byte[]> hashes(String text) throws Fault {
        int bytes = text.length() * 3 / 4;
        byte[] all;
        try {
            all = Hashes.base64Url(text, bytes);
        } catch (Fault e) {
            throw new Fault("credential", e.described());
        }
        if (bytes % 32 != 0 || bytes > 1024 * 32) {
            throw new Fault("credential", "not hashes");
        }
        List<byte[]> hashes = new ArrayList<>();
        for (int at = 0; at < bytes; at += 32) {
            hashes.add(Arrays.copyOfRange(all, at, at + 32));
        }
        return hashes;
    }

    private static void shape(ObjectNode json) throws Fault {
        members(json, "logs", "nodes", "oqx");
        array(json.path("nodes"), 16);
        array(json.path("logs"), 4);
        if (json.path("oqx").asLong() != 1) {
            throw new Fault("credential", "another version");
        }
        for (JsonNode log : json.path("logs")) {
            members(log, "checkpoint", "hashes", "records");
            array(log.path("records"), 16);
            for (JsonNode item : log.path("records")) {
                members(item, "index", "record", "time");
                if (!item.path("index").isIntegralNumber()
                        || !item.path("time").isIntegralNumber()
                        || item.path("index").asLong() < 0
                        || item.path("time").asLong() < 0) {
                    throw new Fault("credential", "index and time are integers from 0");
                }
            }
        }
    }

    private static void members(JsonNode json, String... names) throws Fault {
        Set<String> found = new TreeSet<>();
        json.fieldNames().forEachRemaining(found::add);
        if (!found.equals(new TreeSet<>(List.of(names)))) {
            throw new Fault("credential", "other members than " + List.of(names));
        }
    }

    private static void array(JsonNode json, int most) throws Fault {
        if (!json.isArray() || json.isEmpty() || json.size() > most) {
            throw new Fault("credential", "not an array of 1 to " + most);
        }
    }
}
