package org.guildhall.peering.recovery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.Multikey;
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
    private final Duration patience;

    /**
     * @param signed the way out with our signature under each request
     * @param patience with all peers together
     */
    public OwnCopies(
            Reading signed, PeeringTable table, LogQueries queries, NodeId self, Verifier verifier, Duration patience) {
        this.signed = signed;
        this.table = table;
        this.queries = queries;
        this.self = self;
        this.verifier = verifier;
        this.patience = patience;
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

    /** Asks all peers at once. Of one that has not answered in time nothing is known. */
    public List<Copy> all() throws InterruptedException {
        int number = queries.number(self).orElseThrow();
        StoredLog own = StoredLog.of(queries, number);
        Set<Multikey> keys = Set.copyOf(queries.keys(number));
        List<Peer> peers = table.all().stream()
                .filter(peer -> peer.state() == State.ACTIVE || peer.state() == State.SUSPENDED)
                .toList();
        List<Callable<Copy>> questions = peers.stream()
                .<Callable<Copy>>map(peer -> () -> ask(peer, own, keys))
                .toList();
        ExecutorService asking = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "own-copies");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Copy>> answers = asking.invokeAll(questions, patience.toMillis(), TimeUnit.MILLISECONDS);
            List<Copy> copies = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                Copy unknown = new Copy(peers.get(i), Holding.UNKNOWN, OptionalLong.empty());
                copies.add(
                        answers.get(i).isCancelled() ? unknown : answers.get(i).get());
            }
            return copies;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a peer could not be asked", e.getCause());
        } finally {
            asking.shutdownNow();
        }
    }

    private Copy ask(Peer peer, StoredLog own, Set<Multikey> keys) throws InterruptedException {
        OwnMirror mirror = new OwnMirror(signed, Origin.parse(peer.address()), self);
        OwnMirror.Answer answer = mirror.askOnce(self, keys, Set.of(), verifier);
        if (answer instanceof OwnMirror.Answer.Head head) {
            SignedCheckpoint theirs = head.checkpoint();
            return new Copy(peer, holding(own, theirs, mirror), OptionalLong.of(theirs.size()));
        }
        Holding holding = answer instanceof OwnMirror.Answer.Nothing ? Holding.NOTHING : Holding.UNKNOWN;
        return new Copy(peer, holding, OptionalLong.empty());
    }

    private static Holding holding(StoredLog own, SignedCheckpoint theirs, OwnMirror mirror) {
        if (theirs.size() <= own.size()) {
            return own.rootAt(theirs.size()).equals(theirs.root()) ? Holding.OURS : Holding.OTHER;
        }
        try {
            // That it is another history is believed only of tiles that lead to what our key signed.
            return Tiles.provenRootAt(own.size(), theirs.checkpoint(), Tiles.nodes(theirs.size(), mirror::tile))
                    .map(root -> root.equals(own.rootAt(own.size())) ? Holding.AHEAD : Holding.OTHER)
                    .orElse(Holding.UNKNOWN);
        } catch (IOException gone) {
            return Holding.UNKNOWN;
        }
    }
}
