package org.guildhall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.guildhall.log.InclusionProof;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.record.OqxRecord;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.site.Evidence;
import org.guildhall.store.LogQueries;

/** What the site's record page shows of this node's log. */
final class RecordEvidence implements Evidence {
    private final LogQueries log;
    private final int self;
    private final DataIntegrity proofs;
    private final Supplier<Optional<SignedCheckpoint>> checkpoint;

    /**
     * Evidence from the own log.
     *
     * @param self this node's number in the tables
     * @param checkpoint the newest one this node has signed
     */
    RecordEvidence(LogQueries log, int self, Verifier verifier, Supplier<Optional<SignedCheckpoint>> checkpoint) {
        this.log = log;
        this.self = self;
        this.proofs = new DataIntegrity(verifier);
        this.checkpoint = checkpoint;
    }

    @Override
    public boolean verifies(OqxRecord record) {
        try {
            proofs.verify(record, record.proof().key());
            return true;
        } catch (SignatureFault e) {
            return false;
        }
    }

    @Override
    public Optional<Proof> inclusion(long index) {
        Optional<SignedCheckpoint> signed = checkpoint.get().filter(newest -> index < newest.size());
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        long size = signed.get().size();
        try {
            InclusionProof proof = InclusionProof.prove(
                    index,
                    size,
                    Tiles.nodes(size, path -> Tiles.encode(log.tile(self, path.level(), path.start(), path.width()))));
            List<String> path = proof.path().stream()
                    .map(hash -> Base64.getEncoder().encodeToString(hash.toBytes()))
                    .toList();
            return Optional.of(new Proof(new String(signed.get().note(), StandardCharsets.UTF_8), path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
