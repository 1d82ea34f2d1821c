package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A node's discovery document that was found in order, chapter 06 §1. */
public record Discovery(String node, String address, NodeChain chain, long size) {
    public static final int BYTES = 1_048_576;
    private static final int LEVELS = 18;
    private static final List<String> LIMITS = List.of("requestsPerMinute", "tailsPerAddress", "proposalsPerHour");

    public String log() {
        return address + "/oqx/log";
    }

    public String peering() {
        return address + "/oqx/peering";
    }

    /**
     * Reads a document fetched from a base address. Every fault is a {@code node-address}, with the deeper code in its words.
     */
    public static Discovery read(byte[] body, String address, Ed25519 rule) throws Fault {
        try {
            if (body.length > BYTES) {
                throw new Fault("too-large", "a discovery document of " + body.length + " bytes");
            }
            ObjectNode json = StrictJson.canonical(body, LEVELS);
            Members.integer(json, "oqx", 1, 1);
            String node = Members.node(json, "node");
            NodeChain chain = new NodeChain(node, rule);
            for (JsonNode record : Members.array(json, "records", 1, Integer.MAX_VALUE)) {
                chain.acceptUnplaced(SignedRecord.read(Jcs.bytes(record)));
            }
            if (chain.revisions() != json.path("records").size()) {
                throw new Fault("malformed", "records lists a revision twice");
            }
            Discovery discovery = new Discovery(node, address, chain, Members.integer(json, "size", 1, Long.MAX_VALUE));
            discovery.checkAddresses(json);
            if (Members.has(json, "proposals")) {
                Members.oneOf(json, "proposals", "closed", "ask", "open");
            }
            limits(Members.object(json, "limits"));
            Proof proof = Proof.read(json);
            if (!chain.isCurrent(proof.multikey())) {
                throw new Fault("key-unknown", "not signed by a current key");
            }
            proof.verify(rule);
            return discovery;
        } catch (Fault e) {
            throw new Fault("node-address", e.described());
        }
    }

    private void checkAddresses(ObjectNode json) throws Fault {
        boolean listed = false;
        for (JsonNode known : chain.newest().json().path("addresses")) {
            listed |= known.textValue().equals(address);
        }
        if (!listed) {
            throw new Fault("malformed", "the node does not list the address " + address);
        }
        Members.oneOf(json, "log", log());
        Members.oneOf(json, "peering", peering());
    }

    private static void limits(ObjectNode limits) throws Fault {
        for (String name : LIMITS) {
            if (Members.has(limits, name)) {
                Members.integer(limits, name, 1, Long.MAX_VALUE);
            }
        }
    }

    /** The document of a node, without its proof. */
    public static ObjectNode unsigned(String node, String address, List<SignedRecord> records, long size) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("oqx", 1).put("node", node).put("log", address + "/oqx/log").put("peering", address + "/oqx/peering");
        json.put("size", size).putObject("limits").put("requestsPerMinute", 600).put("tailsPerAddress", 4);
        records.forEach(record -> json.withArray("records").add(record.json()));
        return json;
    }
}
