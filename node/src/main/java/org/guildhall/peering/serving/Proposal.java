package org.guildhall.peering.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SecretToken;

/**
 * The body of a proposal to peer (OQX-PEE-030), read strictly.
 *
 * @param secretHash of the invitation's secret, the only form in which it is compared; empty when it comes without one
 */
record Proposal(Optional<byte[]> secretHash, NodeId node, Origin address) {
    /** Bytes of the body. */
    static final int LARGEST = 16_384;

    private static final int LEVELS = 16;
    private static final int SECRET = 43;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(LEVELS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Proposal read(byte[] body) throws Refusal {
        if (body.length > LARGEST) {
            throw Problem.TOO_LARGE.because("the body may have " + LARGEST + " bytes");
        }
        try {
            JsonNode root = JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
            if (root == null
                    || !root.isObject()
                    || !root.path("oqx").isInt()
                    || root.path("oqx").intValue() != 1) {
                throw malformed("the body must be an object with oqx 1");
            }
            if (hasForeignValues(root)) {
                throw malformed("the body has values that the protocol does not know");
            }
            Optional<byte[]> secretHash = Optional.empty();
            if (root.has("invitation")) {
                String secret = text(root, "invitation");
                if (secret.length() != SECRET) {
                    throw malformed("invitation must be the secret, and only that");
                }
                secretHash = Optional.of(SecretToken.hash(secret));
            }
            return new Proposal(secretHash, new NodeId(text(root, "node")), address(text(root, "address")));
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw malformed("the body is not JSON as the protocol has it");
        } catch (IllegalArgumentException e) {
            throw malformed("node must be a node id");
        }
    }

    /** Null and fractions, wherever they are (OQX-REC-005, 006). */
    private static boolean hasForeignValues(JsonNode json) {
        if (json.isNull() || json.isFloatingPointNumber()) {
            return true;
        }
        for (JsonNode item : json) {
            if (hasForeignValues(item)) {
                return true;
            }
        }
        return false;
    }

    private static Origin address(String text) throws Refusal {
        if (!Origin.isCanonical(text)) {
            throw malformed("address must be a base address in its one spelling");
        }
        return Origin.parse(text);
    }

    private static String text(JsonNode root, String name) throws Refusal {
        JsonNode value = root.path(name);
        if (!value.isTextual() || value.textValue().length() > 2_048) {
            throw malformed(name + " must be a text");
        }
        return value.textValue();
    }

    private static Refusal malformed(String detail) {
        return Problem.BAD_REQUEST.because(detail);
    }
}
