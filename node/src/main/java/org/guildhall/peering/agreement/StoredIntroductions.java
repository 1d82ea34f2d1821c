package org.guildhall.peering.agreement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.store.LogQueries;

/**
 * How nodes introduced themselves, as far as it was taken. A chain is verified once and remembered until it is another: strangers
 * can make us ask for it, and it may be a thousand signatures long. Safe for many threads.
 */
public final class StoredIntroductions {
    private static final int NODES = 256;

    private final LogQueries queries;
    private final DataIntegrity proofs;
    private final Cache<NodeId, Verified> verified =
            Caffeine.newBuilder().maximumSize(NODES).executor(Runnable::run).build();

    /** What was verified, and the digests of its records: a history that was taken back has others of the same revisions. */
    private record Verified(List<Digest> digests, Introductions introductions) {}

    public StoredIntroductions(LogQueries queries, DataIntegrity proofs) {
        this.queries = queries;
        this.proofs = proofs;
    }

    /**
     * The Node records that were taken of a node.
     *
     * @throws SignatureFault when there are none, or what {@link Introductions#read} throws
     */
    public Introductions of(NodeId node) throws SignatureFault, RecordFault {
        List<Digest> digests = queries.introductionDigests(node);
        Introductions.requireBounded(digests.size());
        Verified known = verified.getIfPresent(node);
        if (known != null && known.digests().equals(digests)) {
            return known.introductions();
        }
        Introductions read = Introductions.read(node, queries.introductions(node), proofs);
        // By what was read: a revision may have come since the digests were.
        List<Digest> of =
                read.records().stream().map(record -> record.payload().digest()).toList();
        verified.put(node, new Verified(of, read));
        return read;
    }
}
