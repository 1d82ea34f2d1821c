package org.guildhall.peering.following;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.guildhall.log.EvidenceDocument;
import org.guildhall.log.LogFault;
import org.guildhall.peering.agreement.Discovered;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.DiscoveryFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Events;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the peers whose following ended because they showed two histories, now and then, whether they have said by their identity
 * key which one stands; then following goes on (OQX-WIT-056). One thread at a time.
 */
public final class ForkedPeers {
    private static final Logger LOG = LoggerFactory.getLogger(ForkedPeers.class);
    private static final String EQUIVOCATION = "equivocation:";

    private final Discovery discovery;
    private final PeeringTable table;
    private final EvidenceTable evidence;
    private final LogQueries queries;
    private final Writer writer;
    private final Verifier verifier;
    private final Runnable goOn;

    /**
     * @param goOn is run after somebody may be followed again
     */
    public ForkedPeers(
            Discovery discovery,
            PeeringTable table,
            EvidenceTable evidence,
            LogQueries queries,
            Writer writer,
            Verifier verifier,
            Runnable goOn) {
        this.discovery = discovery;
        this.table = table;
        this.evidence = evidence;
        this.queries = queries;
        this.writer = writer;
        this.verifier = verifier;
        this.goOn = goOn;
    }

    /** One round. */
    public void askAll() throws InterruptedException {
        boolean any = false;
        for (Peer peer : table.all()) {
            boolean forked = peer.state() == State.ACTIVE
                    && peer.stopped()
                    && peer.fault().map(fault -> fault.startsWith(EQUIVOCATION)).orElse(false);
            if (forked && hasContinued(peer)) {
                any = true;
            }
        }
        if (any) {
            goOn.run();
        }
    }

    /** Whether it has, and may be followed again. */
    private boolean hasContinued(Peer peer) throws InterruptedException {
        Optional<Discovered> found = found(peer);
        if (found.isEmpty()) {
            return false;
        }
        try {
            Introductions node = found.get().introductions();
            if (node.continuation().isEmpty() || !goesOnWithWhatIsKnown(found.get()) || !isSettled(peer.node(), node)) {
                return false;
            }
            long size =
                    node.continuations().get(node.continuations().size() - 1).size();
            writer.submit(tx -> {
                        PeeringTable.clearFault(tx, peer.node());
                        String detail = "it continues its log from " + size + " entries; following goes on";
                        Events.note(tx, Events.Kind.FORK_CONTINUED, Optional.of(peer.node()), "", detail);
                        return true;
                    })
                    .get();
            LOG.warn("{} showed two histories and continues at {}: it is followed again", peer.node(), size);
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("that following goes on could not be stored", e.getCause());
        }
    }

    /** Where we know it, or else where its newest Node record says it is as well: of two copies, only one may be left. */
    private Optional<Discovered> found(Peer peer) throws InterruptedException {
        Set<String> addresses = new LinkedHashSet<>();
        addresses.add(peer.address());
        addresses.addAll(recorded(peer.node()));
        for (String address : addresses) {
            try {
                return Optional.of(discovery.at(Origin.parse(address), Optional.of(peer.node())));
            } catch (DiscoveryFault fault) {
                LOG.debug("{} can't be asked which history stands: {}", peer.node(), fault.getMessage());
            }
        }
        return Optional.empty();
    }

    private List<String> recorded(NodeId node) {
        List<byte[]> taken = queries.introductions(node);
        if (taken.isEmpty()) {
            return List.of();
        }
        try {
            return ((NodeProfile) RecordReader.read(taken.get(taken.size() - 1)).body()).addresses();
        } catch (RecordFault e) {
            throw new IllegalStateException("a Node record that was taken can't be read", e);
        }
    }

    /** Two Node records of one revision are a fork that none of them can end (OQX-WIT-053). */
    private boolean goesOnWithWhatIsKnown(Discovered found) {
        List<byte[]> known = queries.introductions(found.node());
        List<OqxRecord> shown = found.records();
        if (known.size() > shown.size()) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            if (!Arrays.equals(known.get(i), shown.get(i).payload().bytes())) {
                return false;
            }
        }
        return true;
    }

    /** Whether each piece of evidence has a key that the node gave up. */
    private boolean isSettled(NodeId log, Introductions node) {
        List<byte[]> pieces =
                evidence.against(log).stream().map(EvidenceTable.Piece::proof).toList();
        List<byte[]> records =
                node.records().stream().map(record -> record.payload().bytes()).toList();
        try {
            return new EvidenceDocument(log, records, pieces)
                    .verify(verifier).pieces().stream()
                            .allMatch(piece -> piece.contradiction()
                                    .map(found -> found.isSignedByAny(node.givenUp()))
                                    .orElse(false));
        } catch (LogFault e) {
            LOG.warn("What is proven against {} can't be read: {}", log, e.getMessage());
            return false;
        }
    }
}
