package org.guildhall.peering.following;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.guildhall.log.Contradiction;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.store.Events;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.EvidenceTable.Kept;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proofs that nodes contradict themselves, which were found in what a peer showed of them (OQX-FOL-054). */
public final class Equivocations {
    private static final Logger LOG = LoggerFactory.getLogger(Equivocations.class);

    private final Writer writer;
    private final Runnable stopped;

    /** @param stopped is run after following of somebody was ended in the store */
    public Equivocations(Writer writer, Runnable stopped) {
        this.writer = writer;
        this.stopped = stopped;
    }

    /**
     * Keeps a proof. When it is news, following of the node ends until a person decides; what is proven of us ends nothing here.
     *
     * @param says what it proves, in words
     * @param givenUp keys of the node that it gave up since: what one of them signed is kept, and nothing ends
     */
    public void keep(NodeId of, NodeId shownBy, byte[] proof, String says, Set<Multikey> givenUp)
            throws InterruptedException {
        if (stored(of, shownBy, proof, says, givenUp)) {
            LOG.warn("{} contradicts itself: {}. It is not followed any more", of, says);
            stopped.run();
        }
    }

    private boolean stored(NodeId of, NodeId shownBy, byte[] proof, String says, Set<Multikey> givenUp)
            throws InterruptedException {
        try {
            return writer.submit(tx -> {
                        Kept kept = EvidenceTable.keep(tx, of, tx.now(), Optional.of(shownBy), proof, givenUp);
                        boolean settled = Contradiction.isSignedByAny(proof, givenUp);
                        if (settled || kept == Kept.KNOWN || of.equals(writer.selfId())) {
                            return false;
                        }
                        boolean was = PeeringTable.stop(tx, of, "equivocation: " + says + ", as " + shownBy + " shows");
                        if (was || kept == Kept.STORED) {
                            Events.note(tx, Events.Kind.FOLLOWING_STOPPED, Optional.of(of), "equivocation", says);
                        }
                        return was;
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("what was found could not be stored", e.getCause());
        }
    }
}
