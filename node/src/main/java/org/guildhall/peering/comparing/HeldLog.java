package org.guildhall.peering.comparing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.guildhall.log.Contradiction;
import org.guildhall.log.FollowedLog;
import org.guildhall.log.HashReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;

/** A log as this node holds it now, ours or a followed one, to compare others' checkpoints with. */
final class HeldLog {
    private final FollowedLog log;
    private final HashReader tree;

    private HeldLog(FollowedLog log, HashReader tree) {
        this.log = log;
        this.tree = tree;
    }

    /** Empty while nothing is held, or while the log is just being caught up with and no checkpoint fits what is held. */
    static Optional<HeldLog> of(
            NodeId node, Optional<SignedCheckpoint> own, LogQueries queries, Introductions keys, Verifier verifier) {
        Optional<Integer> number = queries.number(node);
        Optional<LogQueries.State> state = number.flatMap(queries::state);
        if (number.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        Optional<SignedCheckpoint> newest = own.or(() -> state.get()
                .checkpoint()
                .flatMap(note -> read(note.getBytes(StandardCharsets.UTF_8), node, keys, verifier)));
        long size = state.get().range().size();
        if (newest.filter(checkpoint -> checkpoint.size() == size).isEmpty()) {
            return Optional.empty();
        }
        int log = number.get();
        HashReader tree =
                Tiles.nodes(size, path -> Tiles.encode(queries.tile(log, path.level(), path.start(), path.width())));
        return Optional.of(
                new HeldLog(FollowedLog.resume(state.get().range(), state.get().lastLoggedAt(), newest), tree));
    }

    private static Optional<SignedCheckpoint> read(byte[] note, NodeId node, Introductions keys, Verifier verifier) {
        try {
            return Optional.of(SignedCheckpoint.read(note, node, keys.everListed(), verifier));
        } catch (SignatureFault | LogFault e) {
            return Optional.empty();
        }
    }

    long size() {
        return log.size();
    }

    /**
     * Whether a checkpoint that was shown to somebody else contradicts what is held here (OQX-FOL-050 to 052).
     *
     * @param theirs the tree as they hold it
     * @throws IOException when their tiles can't be had
     */
    Optional<Contradiction> contradiction(SignedCheckpoint shown, HashReader theirs) throws IOException {
        return log.contradiction(shown, tree, theirs);
    }
}
