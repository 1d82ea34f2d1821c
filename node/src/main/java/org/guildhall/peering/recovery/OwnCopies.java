package org.guildhall.peering.recovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;

/** What peers keep of our own log, compared with it: for a person who has to decide which history stands. Blocks. */
public final class OwnCopies {
    private final Reading signed;
    private final PeeringTable table;
    private final LogQueries queries;
    private final NodeId self;
    private final Verifier verifier;

    /** @param signed the way out with our signature under each request */
    public OwnCopies(Reading signed, PeeringTable table, LogQueries queries, NodeId self, Verifier verifier) {
        this.signed = signed;
        this.table = table;
        this.queries = queries;
        this.self = self;
        this.verifier = verifier;
    }

    /** How a copy stands to our log. */
    public enum Holding {
        /** A part of ours, or all of it. */
        OURS,
        /** Ours, and more: this disk is old. */
        AHEAD,
        /** Another history. */
        OTHER,
        NOTHING,
        /** No answer, or none that could be believed. */
        UNKNOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What one peer keeps; the size where there is one. */
    public record Copy(Peer peer, Holding holding, OptionalLong size) {}

    /** Asks all peers, one after the other. */
    public List<Copy> all() throws InterruptedException {
        int number = queries.number(self).orElseThrow();
        StoredLog own = StoredLog.of(queries, number);
        Set<org.guildhall.record.Multikey> keys = Set.copyOf(queries.keys(number));
        List<Copy> copies = new ArrayList<>();
        for (Peer peer : table.all()) {
            if (peer.state() == State.ACTIVE || peer.state() == State.SUSPENDED) {
                OwnMirror mirror = new OwnMirror(signed, Origin.parse(peer.address()), self);
                OwnMirror.Answer answer = mirror.ask(self, keys, Set.of(), verifier);
                if (answer instanceof OwnMirror.Answer.Head head) {
                    copies.add(new Copy(
                            peer,
                            holding(own, head.checkpoint(), mirror),
                            OptionalLong.of(head.checkpoint().size())));
                } else {
                    Holding holding = answer instanceof OwnMirror.Answer.Nothing ? Holding.NOTHING : Holding.UNKNOWN;
                    copies.add(new Copy(peer, holding, OptionalLong.empty()));
                }
            }
        }
        return copies;
    }

    private static Holding holding(StoredLog own, SignedCheckpoint theirs, OwnMirror mirror) {
        if (theirs.size() <= own.size()) {
            return own.rootAt(theirs.size()).equals(theirs.root()) ? Holding.OURS : Holding.OTHER;
        }
        try {
            ConsistencyProof proof =
                    ConsistencyProof.prove(own.size(), theirs.size(), Tiles.nodes(theirs.size(), mirror::tile));
            return proof.verify(own.rootAt(own.size()), theirs.root()) ? Holding.AHEAD : Holding.OTHER;
        } catch (IOException gone) {
            return Holding.UNKNOWN;
        }
    }
}
