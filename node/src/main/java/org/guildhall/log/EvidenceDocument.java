package org.guildhall.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;

/**
 * What is proven against a node, with the Node records that are needed to check it (OQX-WIT-034): served to peers, and a file
 * for anybody. Nothing in it is believed before {@link #verify}.
 *
 * @param records the node's Node records from revision 1 on, as published
 * @param pieces each as OQX-WIT-030 or 032 have it
 */
public record EvidenceDocument(NodeId node, List<byte[]> records, List<byte[]> pieces) {
    public static final String MEDIA_TYPE = "application/json";

    /** Bytes of a document (OQX-LIM-072). */
    public static final int LONGEST = 1 << 20;

    private static final int MOST_PIECES = 16;

    /**
     * One piece that holds.
     *
     * @param says what it proves, in words
     * @param contradiction the two checkpoints, if it is about such
     */
    public record Proven(byte[] proof, String says, Optional<Contradiction> contradiction) {}

    /** All pieces of a document that holds, and whose they are. */
    public record Verified(Introductions node, List<Proven> pieces) {}

    public byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("oqx", 1).put("node", node.did());
        ArrayNode published = json.putArray("records");
        records.forEach(record -> published.add(parsed(record)));
        ArrayNode evidence = json.putArray("evidence");
        pieces.forEach(
                piece -> evidence.add(Base64.getUrlEncoder().withoutPadding().encodeToString(piece)));
        return CanonicalJson.write(json);
    }

    /**
     * Reads a document; nothing in it is believed yet.
     *
     * @throws LogFault {@code evidence} when it is no such document
     */
    public static EvidenceDocument read(byte[] bytes) throws LogFault {
        try {
            ObjectNode json = CanonicalJson.read(bytes).root();
            JsonNode evidence = json.path("evidence");
            if (bytes.length > LONGEST
                    || json.path("oqx").asInt() != 1
                    || !json.path("records").isArray()
                    || !evidence.isArray()
                    || evidence.isEmpty()
                    || evidence.size() > MOST_PIECES) {
                throw nothing("it has not the members that evidence has");
            }
            List<byte[]> records = new ArrayList<>();
            json.path("records").forEach(record -> records.add(CanonicalJson.write(record)));
            List<byte[]> pieces = new ArrayList<>();
            evidence.forEach(piece -> pieces.add(Base64.getUrlDecoder().decode(piece.asText())));
            return new EvidenceDocument(new NodeId(json.path("node").asText()), records, pieces);
        } catch (RecordFault | IllegalArgumentException e) {
            throw nothing(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Checks everything, with the document alone.
     *
     * @throws LogFault {@code evidence} when any piece proves nothing
     */
    public Verified verify(Verifier verifier) throws LogFault {
        DataIntegrity proofs = new DataIntegrity(verifier);
        try {
            Introductions introductions = Introductions.read(node, records, proofs);
            List<Proven> proven = new ArrayList<>();
            for (byte[] piece : pieces) {
                proven.add(proven(piece, introductions, proofs, verifier));
            }
            return new Verified(introductions, List.copyOf(proven));
        } catch (RecordFault | SignatureFault e) {
            throw nothing(String.valueOf(e.getMessage()));
        }
    }

    private static Proven proven(byte[] piece, Introductions introductions, DataIntegrity proofs, Verifier verifier)
            throws LogFault, SignatureFault {
        if (piece.length > 0 && piece[0] == TwoIntroductions.KIND) {
            TwoIntroductions two = TwoIntroductions.read(piece, introductions, proofs);
            return new Proven(piece, "it signed two Node records of revision " + two.revision(), Optional.empty());
        }
        Contradiction found = Contradiction.read(piece, introductions.node(), introductions.everListed(), verifier);
        return new Proven(piece, found.inWords(), Optional.of(found));
    }

    private static JsonNode parsed(byte[] record) {
        try {
            return CanonicalJson.read(record).root();
        } catch (RecordFault e) {
            throw new IllegalArgumentException("not a record", e);
        }
    }

    private static LogFault nothing(String why) {
        return new LogFault("evidence", "this proves nothing: " + why);
    }
}
