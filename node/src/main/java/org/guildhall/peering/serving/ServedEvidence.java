package org.guildhall.peering.serving;

import java.util.List;
import java.util.Optional;
import org.guildhall.log.EvidenceDocument;
import org.guildhall.record.NodeId;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.LogQueries;

/** What is proven against other nodes, with their Node records, so that whoever asks can check it (OQX-WIT-034). */
public final class ServedEvidence {
    private final EvidenceTable table;
    private final LogQueries queries;

    public ServedEvidence(EvidenceTable table, LogQueries queries) {
        this.table = table;
        this.queries = queries;
    }

    /** The document against a node; empty when nothing is proven against it. */
    public Optional<EvidenceDocument> against(NodeId node) {
        List<byte[]> pieces =
                table.against(node).stream().map(EvidenceTable.Piece::proof).toList();
        return pieces.isEmpty()
                ? Optional.empty()
                : Optional.of(new EvidenceDocument(node, queries.introductions(node), pieces));
    }
}
