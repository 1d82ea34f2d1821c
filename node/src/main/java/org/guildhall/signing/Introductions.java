package org.guildhall.signing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeChain;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.NodeProfile.SigningKeyEntry;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;

/**
 * A node's Node records from revision 1 on, verified: a chain that begins with the key in the node id (OQX, chapter 02 §5). Who
 * holds them needs nobody else to tell whose key is whose.
 */
public final class Introductions {
    private static final int MOST = 1_000;

    private final NodeId node;
    private final List<OqxRecord> records;
    private final Set<Multikey> givenUp;

    /** @param records a verified chain, in order, never none */
    public Introductions(NodeId node, List<OqxRecord> records) {
        this.node = node;
        this.records = List.copyOf(records);
        // Asked for with each checkpoint that is read.
        this.givenUp = continuation()
                .map(record -> listedBy(this.records.subList(0, this.records.indexOf(record))))
                .orElse(Set.of());
    }

    /**
     * Verifies a chain.
     *
     * @param published the records' bytes, from revision 1 on
     * @throws SignatureFault {@code node-chain}, or what {@link DataIntegrity#verify} throws
     */
    public static Introductions read(NodeId node, List<byte[]> published, DataIntegrity proofs)
            throws RecordFault, SignatureFault {
        requireBounded(published.size());
        List<OqxRecord> records = new ArrayList<>();
        Optional<NodeChain> chain = Optional.empty();
        for (byte[] bytes : published) {
            OqxRecord record = RecordReader.read(bytes);
            if (!record.head().node().equals(node) || !(record.body() instanceof NodeProfile profile)) {
                throw new SignatureFault("node-chain", "something else than the Node records of " + node);
            }
            Multikey signer = record.proof().key();
            Optional<String> fault = chain.isPresent()
                    ? chain.get().faultOfNext(record.head(), profile, signer)
                    : NodeChain.faultOfFirst(record.head(), profile, signer);
            if (fault.isPresent()) {
                throw new SignatureFault("node-chain", fault.get());
            }
            proofs.verify(record, signer);
            chain = Optional.of(
                    chain.isPresent()
                            ? chain.get().with(record.head(), profile)
                            : NodeChain.of(record.head(), profile));
            records.add(record);
        }
        return new Introductions(node, records);
    }

    /** Refuses what can't be the number of a node's Node records, with {@code node-chain}. */
    public static void requireBounded(int records) throws SignatureFault {
        if (records < 1 || records > MOST) {
            throw new SignatureFault("node-chain", "there must be from one to " + MOST + " Node records of a node");
        }
    }

    public NodeId node() {
        return node;
    }

    /** The Node records, in order. */
    public List<OqxRecord> records() {
        return records;
    }

    public NodeProfile newest() {
        return profile(records.get(records.size() - 1));
    }

    /** Every signing key that the node ever listed. */
    public Set<Multikey> everListed() {
        return listedBy(records);
    }

    /** The newest Node record with which the node went on after two histories of its log were shown (OQX-WIT-050). */
    public Optional<OqxRecord> continuation() {
        return records.stream()
                .filter(record -> profile(record).continues().isPresent())
                .reduce((before, after) -> after);
    }

    /** The points of the log that the node stands by, the oldest first. */
    public List<NodeProfile.Continuation> continuations() {
        return records.stream()
                .flatMap(record -> profile(record).continues().stream())
                .toList();
    }

    /** The keys that the node gave up when it went on: all that it had listed before (OQX-WIT-051). */
    public Set<Multikey> givenUp() {
        return givenUp;
    }

    /** The signing keys that speak for the node now. */
    public List<Multikey> speaking() {
        return newest().signingKeys().stream()
                .filter(entry -> entry.revokedAt().isEmpty())
                .map(SigningKeyEntry::key)
                .filter(key -> !givenUp.contains(key))
                .toList();
    }

    /** The keys that may sign a checkpoint of this size (OQX-SIG-044). */
    public List<Multikey> checkpointKeys(long size) {
        return newest().signingKeys().stream()
                .filter(entry -> entry.revokedAt().map(at -> size <= at).orElse(true))
                .map(SigningKeyEntry::key)
                .filter(key -> !givenUp.contains(key))
                .toList();
    }

    private static Set<Multikey> listedBy(List<OqxRecord> records) {
        Set<Multikey> keys = new HashSet<>();
        records.forEach(record -> profile(record).signingKeys().forEach(entry -> keys.add(entry.key())));
        return Set.copyOf(keys);
    }

    private static NodeProfile profile(OqxRecord record) {
        return (NodeProfile) record.body();
    }
}
