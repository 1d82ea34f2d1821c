package org.guildhall.peering.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.record.Audience;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node has verified of other nodes' logs, to be served read-only (OQX, chapter Mirrors). The checkpoint is the newest
 * one of which every entry is stored here; nothing beyond it is shown.
 */
final class Mirrors {
    private static final Logger LOG = LoggerFactory.getLogger(Mirrors.class);
    private static final int REMEMBERED = 1_000;

    private final LogQueries queries;
    private final Verifier verifier;
    private final Workers workers;
    // The last note of each that was found good, so that its signature is checked once.
    private final Cache<NodeId, Mirror> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** A log as it can be served: our number of its node, up to where, and to whom. */
    record Mirror(int log, SignedCheckpoint newest, String note, Audience audience) {}

    Mirrors(LogQueries queries, Verifier verifier, Workers workers) {
        this.queries = queries;
        this.verifier = verifier;
        this.workers = workers;
    }

    /** What is mirrored of a node now; ends in a {@code not-found} refusal when that is nothing. */
    CompletableFuture<Mirror> of(NodeId node) {
        return workers.run(() -> find(node)
                .orElseThrow(
                        () -> Problem.NOT_FOUND.because("nothing of this node's log is kept here, or nothing whole")));
    }

    private Optional<Mirror> find(NodeId node) {
        Optional<LogQueries.Mirrored> stored = queries.mirrored(node);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        LogQueries.Mirrored now = stored.get();
        Mirror before = known.getIfPresent(node);
        if (before != null && before.note().equals(now.note())) {
            return Optional.of(before);
        }
        try {
            SignedCheckpoint newest =
                    SignedCheckpoint.read(now.note().getBytes(UTF_8), node, queries.keys(now.log()), verifier);
            if (newest.size() > now.size()) {
                return Optional.empty();
            }
            Mirror mirror = new Mirror(now.log(), newest, now.note(), queries.audience(node));
            known.put(node, mirror);
            return Optional.of(mirror);
        } catch (SignatureFault | LogFault e) {
            LOG.warn("The stored checkpoint of {} can't be served: {}", node, e.getMessage());
            return Optional.empty();
        }
    }
}
