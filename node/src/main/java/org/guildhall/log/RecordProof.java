package org.guildhall.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Multikey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;

/**
 * A proof for third parties that a node's log holds a record (OQX, chapter 08 §4): a {@link LogProof} whose addition is the
 * entry, the record, and the Node records of everybody who signed. It is checked with the file alone.
 *
 * @param record the published bytes
 * @param introductions for each node the published bytes of its Node records, from revision 1 on
 */
public record RecordProof(LogProof proof, Entry entry, byte[] record, List<List<byte[]>> introductions) {
    private static final List<String> MEMBERS = List.of("entry", "nodes", "oqx", "record");

    /**
     * What the file proves.
     *
     * @param log whose log it is
     * @param at size and root of the log that holds the record
     * @param checkpointKey that signed them
     * @param recordSigner the node that signed the record: the log's, or another that the log includes
     */
    public record Proven(
            Introductions log,
            Checkpoint at,
            Multikey checkpointKey,
            long index,
            Entry entry,
            OqxRecord record,
            Introductions recordSigner,
            List<Signatories.Witnessed> witnesses) {}

    /** Puts a proof together. */
    public static RecordProof of(
            InclusionProof inclusion, byte[] note, Entry entry, byte[] record, List<List<byte[]>> introductions) {
        ObjectNode extra = JsonNodeFactory.instance.objectNode().put("oqx", 1);
        extra.put("entry", Base64.getUrlEncoder().withoutPadding().encodeToString(entry.toBytes()));
        extra.set("record", json(record));
        ArrayNode nodes = extra.putArray("nodes");
        for (List<byte[]> one : introductions) {
            ArrayNode records = nodes.addArray();
            one.forEach(bytes -> records.add(json(bytes)));
        }
        return new RecordProof(new LogProof(inclusion, note, CanonicalJson.write(extra)), entry, record, introductions);
    }

    public byte[] toBytes() {
        return proof.toBytes();
    }

    /**
     * Reads a file; nothing in it is believed yet.
     *
     * @throws LogFault {@code proof}, or {@code entry}
     */
    public static RecordProof read(byte[] file) throws LogFault {
        LogProof proof = LogProof.read(file);
        try {
            ObjectNode extra = CanonicalJson.read(proof.extra()).root();
            List<String> members = new ArrayList<>();
            extra.fieldNames().forEachRemaining(members::add);
            boolean fits = members.equals(MEMBERS)
                    && extra.path("oqx").asInt() == 1
                    && extra.path("nodes").isArray()
                    && extra.path("nodes").size() <= Signatories.MOST;
            if (!fits) {
                throw malformed("its addition has other members than " + MEMBERS);
            }
            byte[] entry = Base64.getUrlDecoder().decode(extra.path("entry").asText());
            if (entry.length != Entry.BYTES) {
                throw malformed("an entry has " + Entry.BYTES + " bytes");
            }
            List<List<byte[]>> introductions = new ArrayList<>();
            for (JsonNode node : extra.path("nodes")) {
                List<byte[]> records = new ArrayList<>();
                node.forEach(item -> records.add(CanonicalJson.write(item)));
                introductions.add(records);
            }
            RecordProof read = new RecordProof(
                    proof, Entry.read(entry, 0), CanonicalJson.write(extra.path("record")), introductions);
            // One spelling: what is not written as it must be was written by somebody else.
            if (java.util.Arrays.equals(
                    of(proof.inclusion(), proof.note(), read.entry(), read.record(), introductions)
                            .toBytes(),
                    file)) {
                return read;
            }
        } catch (RecordFault | IllegalArgumentException e) {
            throw malformed("its addition can't be read: " + e.getMessage());
        }
        throw malformed("its addition is not written as it must be");
    }

    /**
     * Checks everything that can be checked without asking anybody.
     *
     * @throws LogFault {@code entry-mismatch}, {@code root-mismatch}, {@code checkpoint}, {@code proof}
     * @throws SignatureFault {@code node-chain}, {@code checkpoint-key}, {@code key-unknown}, {@code key-revoked}, {@code
     *     bad-signature}
     * @throws RecordFault when the record, or a Node record, is none
     */
    public Proven verify(Verifier verifier) throws LogFault, SignatureFault, RecordFault {
        Signatories nodes = Signatories.read(introductions, verifier);
        OqxRecord read = RecordReader.read(record);
        if (!entry.describes(read)) {
            throw new LogFault("entry-mismatch", "the entry is another record's");
        }
        Introductions log = nodes.owner(proof.note());
        SignedCheckpoint checkpoint = nodes.checkpoint(proof.note());
        if (!proof.inclusion().verify(entry.leafHash(), checkpoint.root())) {
            throw new LogFault("root-mismatch", "the path does not lead from the entry to the signed root");
        }
        long index = proof.inclusion().index();
        Introductions signer = nodes.requireSigned(read, log.node(), index);
        List<Signatories.Witnessed> witnesses = nodes.witnesses(proof.note(), log.node());
        return new Proven(log, checkpoint.checkpoint(), checkpoint.signer(), index, entry, read, signer, witnesses);
    }

    private static JsonNode json(byte[] published) {
        try {
            return CanonicalJson.read(published).root();
        } catch (RecordFault e) {
            throw new IllegalArgumentException("not a record", e);
        }
    }

    private static LogFault malformed(String why) {
        return new LogFault("proof", "not a proof: " + why);
    }
}
