package org.guildhall.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.Cosignature;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
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
    private static final int MOST_NODES = 16;

    /** A witness that cosigned, and when it says it did. */
    public record Witnessed(NodeId node, String name, Instant time) {}

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
            List<Witnessed> witnesses) {}

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
                    && extra.path("nodes").size() <= MOST_NODES;
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
        DataIntegrity proofs = new DataIntegrity(verifier);
        Map<NodeId, Introductions> nodes = nodes(proofs);
        OqxRecord read = RecordReader.read(record);
        if (!entry.describes(read)) {
            throw new LogFault("entry-mismatch", "the entry is another record's");
        }
        SignedNote note = SignedNote.parse(proof.note());
        Introductions log = byOrigin(note.text(), nodes);
        SignedCheckpoint checkpoint = SignedCheckpoint.read(proof.note(), log.node(), log::checkpointKeys, verifier);
        if (!proof.inclusion().verify(entry.leafHash(), checkpoint.root())) {
            throw new LogFault("root-mismatch", "the path does not lead from the entry to the signed root");
        }
        Introductions signer = nodes.get(read.head().node());
        if (signer == null) {
            throw new SignatureFault(
                    "key-unknown", "no Node records of " + read.head().node() + " are in the file");
        }
        requireSigner(read, signer, log, proofs);
        List<Witnessed> witnesses = witnesses(note, log, nodes, verifier);
        return new Proven(
                log,
                checkpoint.checkpoint(),
                checkpoint.signer(),
                proof.inclusion().index(),
                entry,
                read,
                signer,
                witnesses);
    }

    private Map<NodeId, Introductions> nodes(DataIntegrity proofs) throws LogFault, SignatureFault, RecordFault {
        Map<NodeId, Introductions> nodes = new LinkedHashMap<>();
        for (List<byte[]> records : introductions) {
            if (records.isEmpty()) {
                throw malformed("a node without Node records");
            }
            NodeId node = RecordReader.read(records.get(0)).head().node();
            if (nodes.put(node, Introductions.read(node, records, proofs)) != null) {
                throw malformed("a node is there twice");
            }
        }
        return nodes;
    }

    private static Introductions byOrigin(String text, Map<NodeId, Introductions> nodes) throws LogFault {
        String origin = Checkpoint.parse(text).origin();
        return nodes.values().stream()
                .filter(one -> Checkpoint.origin(one.node()).equals(origin))
                .findFirst()
                .orElseThrow(() -> malformed("no Node records of the owner of " + origin + " are in it"));
    }

    /** A key the node listed, and did not revoke up to this place as far as its own log tells. */
    private void requireSigner(OqxRecord read, Introductions signer, Introductions log, DataIntegrity proofs)
            throws SignatureFault {
        Multikey key = read.proof().key();
        boolean introduction = signer.records().stream()
                .anyMatch(one -> one.payload().digest().equals(read.payload().digest()));
        if (introduction) {
            return; // verified as part of the chain
        }
        if (!signer.everListed().contains(key)) {
            throw new SignatureFault("key-unknown", key + " is none of the keys of " + signer.node());
        }
        Optional<Long> revoked = signer.records().stream()
                .flatMap(one -> ((org.guildhall.record.NodeProfile) one.body()).signingKeys().stream())
                .filter(listed -> listed.key().equals(key))
                .flatMap(listed -> listed.revokedAt().stream())
                .min(Long::compare);
        boolean own = signer.node().equals(log.node());
        // In another's log nothing proves the place the record has in its own node's log (OQX-SIG-043).
        if (revoked.isPresent() && (!own || proof.inclusion().index() >= revoked.get())) {
            throw new SignatureFault("key-revoked", key + " was revoked");
        }
        proofs.verify(read, key);
    }

    /** Each line below the checkpoint is verified or refused, so that no byte of the file is idle. */
    private static List<Witnessed> witnesses(
            SignedNote note, Introductions log, Map<NodeId, Introductions> nodes, Verifier verifier) throws LogFault {
        List<Witnessed> witnesses = new ArrayList<>();
        int verified = 1; // the log's own
        for (Introductions one : nodes.values()) {
            String name = Checkpoint.origin(one.node());
            Optional<Cosignature> cosigned = one.newest()
                    .cosigningKey()
                    .flatMap(key -> Cosignature.find(note, name, key, verifier))
                    .filter(found -> !one.node().equals(log.node()));
            if (cosigned.isPresent()) {
                witnesses.add(new Witnessed(
                        one.node(), one.newest().name(), cosigned.get().time()));
                verified++;
            }
        }
        if (note.signatures().size() != verified) {
            throw malformed("a line below the checkpoint is by nobody whose Node records are in the file, or false");
        }
        return witnesses;
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
