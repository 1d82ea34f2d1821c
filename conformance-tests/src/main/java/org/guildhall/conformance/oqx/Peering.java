package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** What travels to agree on peering: fingerprint, invitation, proposal (chapter 06 §§2 to 4). */
public final class Peering {
    private static final String PREFIX = "oqx-invitation-";
    private static final int PROPOSAL_BYTES = 16_384;
    private static final long COUNT = 9_007_199_254_740_991L;

    private Peering() {}

    /** OQX-PEE-010. */
    public static String fingerprint(String node) throws Fault {
        String hex =
                Bytes.hex(Hashes.sha256(Multikey.ofNode(node, "malformed"))).substring(0, 32);
        return hex.replaceAll("(....)(?!$)", "$1-");
    }

    /** OQX-PEE-020, as one line of text. */
    public static String invitation(String address, String node, byte[] secret, String expires) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("address", address)
                .put("node", node)
                .put("secret", Hashes.base64Url(secret))
                .put("expires", expires);
        return PREFIX + Hashes.base64Url(Jcs.bytes(json));
    }

    /** The object inside an invitation; a fault is {@code invitation}. */
    public static ObjectNode readInvitation(String text) throws Fault {
        try {
            String encoded = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "*";
            byte[] bytes = Base64.getUrlDecoder().decode(encoded);
            ObjectNode json = StrictJson.canonical(bytes, SignedRecord.LEVELS);
            Members.integer(json, "oqx", 1, 1);
            Members.node(json, "node");
            Members.address("address", json.path("address"));
            Members.time(json, "expires");
            Hashes.base64Url(Members.line(json, "secret", 43), 32);
            if (json.size() == 5 && Hashes.base64Url(bytes).equals(encoded)) {
                return json;
            }
        } catch (Fault | IllegalArgumentException e) {
            throw new Fault("invitation", String.valueOf(e.getMessage()));
        }
        throw new Fault("invitation", "not exactly the members of an invitation");
    }

    /** OQX-PEE-030, without a signature. */
    public static ObjectNode proposal(String node, String address, String secret) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("node", node)
                .put("address", address)
                .put("invitation", secret);
    }

    /** The body of a proposal; a fault is {@code too-large} or {@code bad-request}. */
    public static ObjectNode readProposal(byte[] body) throws Fault {
        if (body.length > PROPOSAL_BYTES) {
            throw new Fault("too-large", "a proposal of " + body.length + " bytes");
        }
        try {
            ObjectNode json = StrictJson.object(body, SignedRecord.LEVELS);
            Members.integer(json, "oqx", 1, 1);
            Members.node(json, "node");
            Members.address("address", json.path("address"));
            if (Members.has(json, "invitation")) {
                Hashes.base64Url(Members.line(json, "invitation", 43), 32);
            }
            return json;
        } catch (Fault e) {
            throw new Fault("bad-request", e.described());
        }
    }

    /** The body of a report about the node {@code self} (OQX-PEE-070 to 073); a fault is {@code bad-report}. */
    public static ObjectNode readReport(byte[] body, String self) throws Fault {
        try {
            if (body.length > PROPOSAL_BYTES) {
                throw new Fault("too-large", "a report of " + body.length + " bytes");
            }
            ObjectNode json = StrictJson.canonical(body, SignedRecord.LEVELS);
            Members.integer(json, "oqx", 1, 1);
            Members.oneOf(json, "node", self);
            Members.oneOf(json, "state", "active", "suspended");
            long size = Members.integer(json, "size", 0, COUNT);
            long sum = Members.integer(json, "taken", 0, COUNT);
            for (String outcome : List.of("held", "declined", "quarantined")) {
                ObjectNode codes = Members.object(json, outcome);
                if (codes.size() > 100) {
                    throw new Fault("malformed", "too many codes in " + outcome);
                }
                for (String code : (Iterable<String>) codes::fieldNames) {
                    requireCode(code);
                    sum += Members.integer(codes, code, 1, COUNT);
                }
            }
            if (sum != size) {
                throw new Fault("malformed", "the numbers add up to " + sum + ", not to " + size);
            }
            if (Members.has(json, "fault")) {
                ObjectNode fault = Members.object(json, "fault");
                requireCode(Members.line(fault, "code", 60));
                Members.time(fault, "since");
                if (!fault.path("stopped").isBoolean()) {
                    throw new Fault("malformed", "stopped is true or false");
                }
            }
            return json;
        } catch (Fault e) {
            throw new Fault("bad-report", e.described());
        }
    }

    private static void requireCode(String code) throws Fault {
        if (!code.matches("[a-z][a-z0-9-]{0,59}")) {
            throw new Fault("malformed", "not a code: " + code);
        }
    }

    /** A received request, with what its receiver knows. Times in seconds since 1970. */
    public record Context(long now, Set<String> seenNonces, Set<String> currentKeys) {}
}
