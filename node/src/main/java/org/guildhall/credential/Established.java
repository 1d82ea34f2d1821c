package org.guildhall.credential;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.Entry;
import org.guildhall.log.LogFault;
import org.guildhall.log.Multiproof;
import org.guildhall.log.Signatories;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.record.Audience;
import org.guildhall.record.NodeId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;

/**
 * What a testimony establishes, with nothing else at hand: signatures of nodes, each known by its id, under records that were in
 * logs of a certain size.
 *
 * @param issuer the owner of the first log
 * @param logs in the testimony's order
 */
public record Established(Introductions issuer, List<Log> logs, Claim claim, Signatories nodes) {
    /**
     * A log that held some of the records.
     *
     * @param at its size and root then
     */
    public record Log(Introductions owner, Checkpoint at, int records, List<Signatories.Witnessed> witnesses) {}

    /**
     * Verifies everything in it.
     *
     * @throws CredentialFault {@code credential}, and what records, chains of Node records, checkpoints and keys are refused with
     */
    public static Established by(Testimony testimony, Verifier verifier) throws CredentialFault {
        try {
            Signatories nodes = Signatories.read(testimony.nodes(), verifier);
            List<Log> logs = new ArrayList<>();
            List<OqxRecord> records = new ArrayList<>();
            Set<NodeId> owners = new HashSet<>();
            for (Testimony.Log told : testimony.logs()) {
                Introductions owner = nodes.owner(told.note());
                if (!owners.add(owner.node())) {
                    throw CredentialFault.malformed("two checkpoints of one log");
                }
                SignedCheckpoint checkpoint = nodes.checkpoint(told.note());
                List<OqxRecord> held = held(told, checkpoint);
                for (int i = 0; i < held.size(); i++) {
                    nodes.requireSigned(
                            held.get(i), owner.node(), told.records().get(i).index());
                }
                records.addAll(held);
                logs.add(new Log(
                        owner, checkpoint.checkpoint(), held.size(), nodes.witnesses(told.note(), owner.node())));
            }
            Introductions issuer = logs.get(0).owner();
            return new Established(issuer, List.copyOf(logs), Claim.of(records, issuer.node()), nodes);
        } catch (LogFault e) {
            throw CredentialFault.of(e);
        } catch (SignatureFault e) {
            throw CredentialFault.of(e);
        } catch (RecordFault e) {
            throw CredentialFault.of(e);
        }
    }

    private static List<OqxRecord> held(Testimony.Log told, SignedCheckpoint checkpoint)
            throws CredentialFault, RecordFault {
        List<OqxRecord> records = new ArrayList<>();
        List<Long> indexes = new ArrayList<>();
        List<TreeHash> leaves = new ArrayList<>();
        for (Testimony.Logged logged : told.records()) {
            OqxRecord record = RecordReader.read(logged.record());
            if (record.head().audience() != Audience.PUBLIC) {
                throw new CredentialFault("audience", "a record that is not for everybody");
            }
            records.add(record);
            indexes.add(logged.index());
            leaves.add(Entry.of(record, Instant.ofEpochMilli(logged.time())).leafHash());
        }
        if (!new Multiproof(checkpoint.size(), indexes, told.hashes()).verify(leaves, checkpoint.root())) {
            throw new CredentialFault("root-mismatch", "the hashes do not lead from the records to the signed root");
        }
        return records;
    }

    /** How many witnesses of the issuer's log count for a reader: those of the nodes it believes, or all if it names none (OQX-CRE-051). */
    public long cosigners(Set<NodeId> believed) {
        return logs.get(0).witnesses().stream()
                .map(Signatories.Witnessed::node)
                .filter(node -> believed.isEmpty() || believed.contains(node))
                .count();
    }

    /** A node's name, as its newest Node record here has it. */
    public String name(NodeId node) {
        return nodes.of(node).map(known -> known.newest().name()).orElseGet(node::did);
    }
}
