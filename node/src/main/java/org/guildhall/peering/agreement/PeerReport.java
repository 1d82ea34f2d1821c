package org.guildhall.peering.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Limits;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Timestamps;

/**
 * What one node says of how it follows another's log (OQX-PEE-070).
 *
 * @param node the one it is about
 * @param state active or suspended, at the node that says it
 * @param size of the log as far as it was verified
 * @param held how many entries by code, as {@code declined} and {@code quarantined}
 */
public record PeerReport(
        NodeId node,
        String state,
        long size,
        long taken,
        Map<String, Long> held,
        Map<String, Long> declined,
        Map<String, Long> quarantined,
        Optional<Fault> fault) {
    /** Bytes of a report. */
    public static final int LARGEST = 16_384;

    /** Codes of one outcome. */
    public static final int MOST_CODES = 100;

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,59}");

    /** What is wrong with following; {@code stopped} when a person has to look first. */
    public record Fault(String code, Instant since, boolean stopped) {}

    /** The report as it is sent, in its one form. */
    public byte[] bytes() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("node", node.did())
                .put("state", state)
                .put("size", size)
                .put("taken", taken);
        held.forEach(json.putObject("held")::put);
        declined.forEach(json.putObject("declined")::put);
        quarantined.forEach(json.putObject("quarantined")::put);
        fault.ifPresent(wrong -> json.putObject("fault")
                .put("code", wrong.code())
                .put("since", Timestamps.text(wrong.since()))
                .put("stopped", wrong.stopped()));
        return CanonicalJson.write(json);
    }

    /**
     * Reads a report about {@code self}.
     *
     * @throws PeeringFault {@code bad-report}
     */
    public static PeerReport read(byte[] bytes, NodeId self) throws PeeringFault {
        try {
            if (bytes.length > LARGEST) {
                throw bad("it is too large");
            }
            JsonNode json = CanonicalJson.read(bytes).root();
            String state = json.path("state").asText();
            if (number(json, "oqx", 1) != 1 || !(state.equals("active") || state.equals("suspended"))) {
                throw bad("it is none of version 1, or of an unknown state");
            }
            if (!json.path("node").asText().equals(self.did())) {
                throw bad("it is about another node");
            }
            PeerReport report = new PeerReport(
                    self,
                    state,
                    number(json, "size", 0),
                    number(json, "taken", 0),
                    codes(json, "held"),
                    codes(json, "declined"),
                    codes(json, "quarantined"),
                    fault(json));
            if (report.sum() != report.size()) {
                throw bad("its numbers do not add up");
            }
            return report;
        } catch (RecordFault e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private long sum() {
        long sum = taken;
        for (Map<String, Long> codes : java.util.List.of(held, declined, quarantined)) {
            for (long entries : codes.values()) {
                // Each is at most 2^53, and there are at most 300.
                sum += entries;
            }
        }
        return sum;
    }

    private static Optional<Fault> fault(JsonNode json) throws PeeringFault {
        JsonNode fault = json.path("fault");
        if (fault.isMissingNode()) {
            return Optional.empty();
        }
        String code = fault.path("code").asText();
        if (!CODE.matcher(code).matches() || !fault.path("stopped").isBoolean()) {
            throw bad("its fault is not of the form");
        }
        try {
            return Optional.of(new Fault(
                    code,
                    Timestamps.parse(fault.path("since").asText()),
                    fault.path("stopped").booleanValue()));
        } catch (RecordFault e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Long> codes(JsonNode json, String name) throws PeeringFault {
        JsonNode counts = json.path(name);
        if (!counts.isObject() || counts.size() > MOST_CODES) {
            throw bad(name + " is not of the form");
        }
        Map<String, Long> codes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> count : counts.properties()) {
            if (!CODE.matcher(count.getKey()).matches()) {
                throw bad("\"" + count.getKey() + "\" is no code");
            }
            codes.put(count.getKey(), number(counts, count.getKey(), 1));
        }
        return codes;
    }

    private static long number(JsonNode json, String name, long least) throws PeeringFault {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > Limits.INTEGER) {
            throw bad(name + " is no number from " + least);
        }
        return value.longValue();
    }

    private static PeeringFault bad(String why) {
        return new PeeringFault("bad-report", "what it says of us can't be read: " + why);
    }
}
