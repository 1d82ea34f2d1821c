package org.guildhall.peering.comparing;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.guildhall.log.EvidenceDocument;
import org.guildhall.log.HashReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TilePath;
import org.guildhall.log.Tiles;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.NodeId;

/** What one peer holds of another node's log: its mirror, asked over HTTP. Nothing is believed here. */
final class PeersView {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int HASHES = 8_192;
    private static final int NOT_FOUND = 404;

    private final Reading http;
    private final Origin peer;
    private final String path;

    PeersView(Reading http, Origin peer, NodeId of) {
        this.http = http;
        this.peer = peer;
        this.path = "/oqx/mirror/" + of.did() + "/";
    }

    /** The newest checkpoint they hold, as a note; empty when they hold nothing. */
    Optional<byte[]> checkpoint() throws FetchFault, InterruptedException {
        return get("checkpoint", new Expect("text/plain", SignedCheckpoint.LONGEST, DEADLINE));
    }

    /** What they hold against the node; empty when that is nothing. */
    Optional<EvidenceDocument> evidence() throws FetchFault, LogFault, InterruptedException {
        Optional<byte[]> document =
                get("evidence", new Expect(EvidenceDocument.MEDIA_TYPE, EvidenceDocument.LONGEST, DEADLINE));
        return document.isEmpty() ? Optional.empty() : Optional.of(EvidenceDocument.read(document.get()));
    }

    /** Their tree at a size. What it says is true only if a proof made of it verifies. */
    HashReader tree(long size) {
        return Tiles.nodes(size, this::tile);
    }

    private byte[] tile(TilePath tile) throws IOException {
        try {
            return get(tile.text(), new Expect("application/octet-stream", HASHES, DEADLINE))
                    .orElseThrow(() -> new IOException("they do not have " + tile));
        } catch (FetchFault fault) {
            throw new IOException(fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Optional<byte[]> get(String resource, Expect expect) throws FetchFault, InterruptedException {
        try {
            return Optional.of(http.get(peer, path + resource, Map.of(), expect).body());
        } catch (FetchFault fault) {
            if (fault.reason() == FetchFault.Reason.STATUS && fault.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw fault;
        }
    }
}
