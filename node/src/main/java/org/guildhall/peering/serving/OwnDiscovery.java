package org.guildhall.peering.serving;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.guildhall.peering.agreement.Door;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.LogQueries;

/**
 * Our own discovery document (OQX-PEE-001 and 002): one for each of our addresses, signed anew when the log has grown. Blocks;
 * safe for many threads.
 */
public final class OwnDiscovery {
    private final NodeId node;
    private final LogQueries queries;
    private final Supplier<SigningKey> key;
    private final Supplier<Door> door;
    private final ProtocolEndpoints.Limits limits;
    private final Map<Origin, Signed> signed = new ConcurrentHashMap<>();
    private volatile Introduction introduction = new Introduction(-1, List.of(), List.of());

    private record Signed(long size, Door door, Multikey key, byte[] document) {}

    /** Our Node records and the addresses of the newest, as they were when the log had this size. */
    private record Introduction(long size, List<ObjectNode> records, List<Origin> addresses) {}

    /**
     * Introduces one node.
     *
     * @param key the signing key of the moment
     * @param door who may propose at the moment
     */
    public OwnDiscovery(
            NodeId node,
            LogQueries queries,
            Supplier<SigningKey> key,
            Supplier<Door> door,
            ProtocolEndpoints.Limits limits) {
        this.node = node;
        this.queries = queries;
        this.key = key;
        this.door = door;
        this.limits = limits;
    }

    /** Our base addresses as our newest Node record has them. */
    public List<Origin> addresses() {
        return introduction(Math.max(0, introduction.size())).addresses();
    }

    /**
     * The document for whoever asked at a host.
     *
     * @param authority host and port of the request; when none of our addresses has it, the first address is meant
     * @param size of the newest checkpoint
     */
    byte[] document(String authority, long size) {
        List<Origin> addresses = introduction(size).addresses();
        Origin address = addresses.stream()
                .filter(own -> own.text().endsWith("://" + authority))
                .findFirst()
                .orElse(addresses.get(0));
        Door now = door.get();
        SigningKey signer = key.get();
        Signed known = signed.get(address);
        if (known == null
                || known.size() < size
                || known.door() != now
                || !known.key().equals(signer.publicKey())) {
            known = new Signed(size, now, signer.publicKey(), DataIntegrity.sign(unsigned(address, size, now), signer));
            signed.put(address, known);
        }
        return known.document();
    }

    private ObjectNode unsigned(Origin address, long size, Door now) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("node", node.did())
                .put("log", address + "/oqx/log")
                .put("peering", address + "/oqx/peering")
                .put("proposals", now.label())
                .put("size", size);
        ArrayNode records = json.putArray("records");
        introduction(size).records().forEach(records::add);
        json.putObject("limits")
                .put("requestsPerMinute", limits.requestsPerMinute())
                .put("tailsPerAddress", limits.tailsPerAddress())
                .put("proposalsPerHour", limits.proposalsPerHour());
        return json;
    }

    private Introduction introduction(long size) {
        Introduction known = introduction;
        if (known.size() >= size) {
            return known;
        }
        List<ObjectNode> records = new ArrayList<>();
        List<Origin> addresses = new ArrayList<>();
        try {
            for (byte[] record : queries.introductions(node)) {
                records.add(CanonicalJson.read(record).root());
                NodeProfile profile = (NodeProfile) RecordReader.read(record).body();
                addresses = profile.addresses().stream().map(Origin::parse).toList();
            }
        } catch (RecordFault e) {
            throw new IllegalStateException("a Node record of ours can't be read", e);
        }
        if (records.isEmpty()) {
            throw new IllegalStateException("this node has not introduced itself: its log has no Node record");
        }
        Introduction fresh = new Introduction(size, List.copyOf(records), List.copyOf(addresses));
        introduction = fresh;
        return fresh;
    }
}
