package org.guildhall.peering.following;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.log.LogFault;
import org.guildhall.log.TwoIntroductions;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Sha256;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.store.LogQueries;

/**
 * Finds second {@code Node} records of one revision: whichever log holds it, its node has contradicted itself (OQX-FOL-053).
 * Belongs to one batch.
 */
final class SecondIntroductions {
    private final LogQueries queries;
    private final DataIntegrity proofs;
    private final Map<NodeId, List<byte[]>> known = new HashMap<>();

    SecondIntroductions(LogQueries queries, DataIntegrity proofs) {
        this.queries = queries;
        this.proofs = proofs;
    }

    /** The proof, if the record is another than the one of its revision that was taken, or that came before it in the batch. */
    Optional<TwoIntroductions> proof(OqxRecord record) {
        NodeId node = record.head().node();
        List<byte[]> chain = known.computeIfAbsent(node, one -> new ArrayList<>(queries.introductions(one)));
        int revision = record.head().revision();
        byte[] bytes = record.payload().bytes();
        if (revision == chain.size() + 1) {
            chain.add(bytes);
        }
        if (revision > chain.size()) {
            return Optional.empty();
        }
        byte[] first = chain.get(revision - 1);
        if (Digest.wrap(Sha256.of(first)).equals(record.payload().digest())) {
            return Optional.empty();
        }
        try {
            Introductions believed = Introductions.read(node, chain.subList(0, revision), proofs);
            return Optional.of(
                    TwoIntroductions.read(new TwoIntroductions(revision, first, bytes).toBytes(), believed, proofs));
        } catch (RecordFault | SignatureFault | LogFault e) {
            return Optional.empty(); // no word of the node's
        }
    }
}
