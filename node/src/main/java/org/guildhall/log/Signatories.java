package org.guildhall.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
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
 * The nodes whose Node records are in a file that is checked with the file alone, and what they are found to have signed in it
 * (OQX-WIT-021).
 */
public final class Signatories {
    /** Nodes in a file (OQX-LIM-071). */
    public static final int MOST = 16;

    /** A witness that cosigned, and when it says it did. */
    public record Witnessed(NodeId node, String name, Instant time) {}

    private final Map<NodeId, Introductions> nodes;
    private final Verifier verifier;
    private final DataIntegrity proofs;

    private Signatories(Map<NodeId, Introductions> nodes, Verifier verifier, DataIntegrity proofs) {
        this.nodes = nodes;
        this.verifier = verifier;
        this.proofs = proofs;
    }

    /**
     * Verifies the chain of each node.
     *
     * @param introductions for each node the published bytes of its Node records, from revision 1 on
     * @throws LogFault {@code proof} for a node without records, or one that is there twice
     * @throws SignatureFault {@code node-chain}, {@code bad-signature}
     */
    public static Signatories read(List<List<byte[]>> introductions, Verifier verifier)
            throws LogFault, SignatureFault, RecordFault {
        DataIntegrity proofs = new DataIntegrity(verifier);
        Map<NodeId, Introductions> nodes = new LinkedHashMap<>();
        for (List<byte[]> records : introductions) {
            if (records.isEmpty() || nodes.size() >= MOST) {
                throw malformed("a node without Node records, or more than " + MOST + " nodes");
            }
            NodeId node = RecordReader.read(records.get(0)).head().node();
            if (nodes.put(node, Introductions.read(node, records, proofs)) != null) {
                throw malformed("a node is there twice");
            }
        }
        return new Signatories(nodes, verifier, proofs);
    }

    /** A node's records. */
    public Optional<Introductions> of(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }

    /** Everybody, in the order of the file. */
    public List<Introductions> all() {
        return List.copyOf(nodes.values());
    }

    /**
     * The checkpoint of one of the nodes.
     *
     * @throws LogFault {@code checkpoint} when it is none; {@code proof} when its owner is not among the nodes
     * @throws SignatureFault {@code checkpoint-key}
     */
    public SignedCheckpoint checkpoint(byte[] note) throws LogFault, SignatureFault {
        Introductions owner = owner(note);
        return SignedCheckpoint.read(note, owner.node(), owner::checkpointKeys, verifier);
    }

    /** Whose log a note speaks of; nothing is verified. */
    public Introductions owner(byte[] note) throws LogFault, SignatureFault {
        String origin = Checkpoint.parse(SignedNote.parse(note).text()).origin();
        return nodes.values().stream()
                .filter(one -> Checkpoint.origin(one.node()).equals(origin))
                .findFirst()
                .orElseThrow(() -> malformed("no Node records of the owner of " + origin + " are in it"));
    }

    /**
     * Passes when a key that its node listed signed the record, and that was not revoked up to this place as far as its own log
     * tells.
     *
     * @param log the node in whose log it stands at {@code index}
     * @return the record's node
     * @throws SignatureFault {@code key-unknown}, {@code key-revoked}, {@code bad-signature}
     */
    public Introductions requireSigned(OqxRecord record, NodeId log, long index) throws SignatureFault {
        NodeId node = record.head().node();
        Introductions signer = nodes.get(node);
        if (signer == null) {
            throw new SignatureFault("key-unknown", "no Node records of " + node + " are in the file");
        }
        boolean introduction = signer.records().stream()
                .anyMatch(one -> one.payload().digest().equals(record.payload().digest()));
        if (introduction) {
            return signer; // verified as part of the chain
        }
        Multikey key = record.proof().key();
        if (!signer.everListed().contains(key)) {
            throw new SignatureFault("key-unknown", key + " is none of the keys of " + node);
        }
        Optional<Long> revoked = signer.records().stream()
                .flatMap(one -> ((NodeProfile) one.body()).signingKeys().stream())
                .filter(listed -> listed.key().equals(key))
                .flatMap(listed -> listed.revokedAt().stream())
                .min(Long::compare);
        // In another's log nothing proves the place the record has in its own node's log (OQX-SIG-043).
        if (revoked.isPresent() && (!node.equals(log) || index >= revoked.get())) {
            throw new SignatureFault("key-revoked", key + " was revoked");
        }
        proofs.verify(record, key);
        return signer;
    }

    /**
     * Who cosigned. Each line below the checkpoint is verified or refused, so that no byte of the file is idle.
     *
     * @param note of which {@link #checkpoint} verified the log's own line
     * @throws LogFault {@code proof} for a line that is by none of the nodes
     */
    public List<Witnessed> witnesses(byte[] note, NodeId log) throws LogFault, SignatureFault {
        SignedNote signed = SignedNote.parse(note);
        List<Witnessed> witnesses = new ArrayList<>();
        int verified = 1; // the log's own
        for (Introductions one : nodes.values()) {
            String name = Checkpoint.origin(one.node());
            Optional<Cosignature> cosigned = one.newest()
                    .cosigningKey()
                    .flatMap(key -> Cosignature.find(signed, name, key, verifier))
                    .filter(found -> !one.node().equals(log));
            if (cosigned.isPresent()) {
                witnesses.add(new Witnessed(
                        one.node(), one.newest().name(), cosigned.get().time()));
                verified++;
            }
        }
        if (signed.signatures().size() != verified) {
            throw malformed("a line below the checkpoint is by nobody whose Node records are in the file, or false");
        }
        return witnesses;
    }

    private static LogFault malformed(String why) {
        return new LogFault("proof", "not a proof: " + why);
    }
}
