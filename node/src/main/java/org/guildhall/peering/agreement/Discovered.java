package org.guildhall.peering.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.Audience;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Limits;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;

/**
 * A node as its discovery document introduces it, after everything in it was verified (OQX-PEE-003).
 *
 * @param address the base address the document was fetched from
 * @param introductions its Node records
 * @param size of its log, as it says
 */
public record Discovered(Origin address, Introductions introductions, long size) {
    /** Bytes of a document. */
    public static final int LARGEST = 1_048_576;

    private static final int MOST_RECORDS = 1_000;
    private static final List<String> LIMITS = List.of("requestsPerMinute", "tailsPerAddress", "proposalsPerHour");

    /** Whom its log is for (OQX-LOG-080). */
    public Audience audience() {
        return records().get(0).head().audience();
    }

    public NodeId node() {
        return introductions.node();
    }

    /** Its Node records from revision 1 on; a chain, each signature good. */
    public List<OqxRecord> records() {
        return introductions.records();
    }

    /** The newest of them. */
    public NodeProfile profile() {
        return introductions.newest();
    }

    /** The signing keys that speak for the node now. */
    public List<Multikey> keys() {
        return introductions.speaking();
    }

    /**
     * Reads a document.
     *
     * @param from the base address it was fetched from
     * @param expected the node that should be there, when that is known
     * @throws DiscoveryFault saying what is wrong first
     */
    public static Discovered read(byte[] bytes, Origin from, Optional<NodeId> expected, DataIntegrity proofs)
            throws DiscoveryFault {
        try {
            CanonicalJson.Document document = CanonicalJson.read(bytes);
            ObjectNode json = document.root();
            if (json.path("oqx").asInt() != 1) {
                throw DiscoveryFault.misleading("it is not a discovery document of version 1");
            }
            NodeId node = new NodeId(json.path("node").asText());
            if (!expected.map(node::equals).orElse(true)) {
                throw DiscoveryFault.misleading("another node is there: " + node.fingerprint());
            }
            Introductions introductions = introductions(node, json.path("records"), proofs);
            NodeProfile profile = introductions.newest();
            if (!profile.addresses().contains(from.text())) {
                throw DiscoveryFault.misleading("the node does not say that it is at " + from);
            }
            if (!json.path("log").asText().equals(from + "/oqx/log")
                    || !json.path("peering").asText().equals(from + "/oqx/peering")) {
                throw DiscoveryFault.misleading("log and peering are not below " + from);
            }
            if (!introductions.speaking().contains(proofs.signer(document))) {
                throw DiscoveryFault.misleading("it is signed by a key that the node does not list");
            }
            requireDoor(json.path("proposals"));
            requireLimits(json.path("limits"));
            return new Discovered(from, introductions, size(json.path("size")));
        } catch (RecordFault | SignatureFault e) {
            throw DiscoveryFault.misleading("the discovery document is not in order: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw DiscoveryFault.misleading("the discovery document names no node");
        }
    }

    private static long size(JsonNode size) throws DiscoveryFault {
        // Its first entry introduces the node, so there is no log without one.
        if (!size.isIntegralNumber() || size.longValue() < 1 || size.longValue() > Limits.INTEGER) {
            throw DiscoveryFault.misleading("size is not the size of a log");
        }
        return size.longValue();
    }

    private static void requireDoor(JsonNode proposals) throws DiscoveryFault {
        if (!proposals.isMissingNode()) {
            try {
                Door unused = Door.of(proposals.asText());
            } catch (IllegalArgumentException e) {
                throw DiscoveryFault.misleading("proposals must be closed, ask or open");
            }
        }
    }

    private static void requireLimits(JsonNode limits) throws DiscoveryFault {
        if (!limits.isObject()) {
            throw DiscoveryFault.misleading("limits is missing");
        }
        for (String name : LIMITS) {
            JsonNode limit = limits.path(name);
            boolean fits = limit.isMissingNode() || (limit.isIntegralNumber() && limit.longValue() > 0);
            if (!fits) {
                throw DiscoveryFault.misleading(name + " must be a number from 1 on");
            }
        }
    }

    private static Introductions introductions(NodeId node, JsonNode embedded, DataIntegrity proofs)
            throws RecordFault, SignatureFault, DiscoveryFault {
        if (!embedded.isArray() || embedded.isEmpty() || embedded.size() > MOST_RECORDS) {
            throw DiscoveryFault.misleading("records must hold the node's Node records");
        }
        List<byte[]> published = new ArrayList<>();
        embedded.forEach(item -> published.add(CanonicalJson.write(item)));
        return Introductions.read(node, published, proofs);
    }
}
