package org.guildhall.peering.comparing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.Contradiction;
import org.guildhall.log.EvidenceDocument;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.peering.following.Equivocations;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.Audience;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Now and then asks each peer what it holds of the others and of us, compares, and ends following of whom that proves two
 * histories; what is proven of us means that somebody else signs with our key, and ends signing. One thread at a time.
 */
public final class Comparing {
    private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);
    /** How many are asked about one log in a round, and questions in a round altogether (A23). */
    private static final int PEERS_ASKED = 8;

    private static final int QUESTIONS = 256;
    /** Evidence against others is asked for in the first round and in each so many-th. */
    private static final int EVIDENCE_EVERY = 10;

    private final Reading http;
    private final Reading signed;
    private final PeeringTable table;
    private final LogQueries queries;
    private final StoredIntroductions introductions;
    private final Writer writer;
    private final Verifier verifier;
    private final SigningPermit permit;
    private final Supplier<Optional<SignedCheckpoint>> published;
    private final Equivocations equivocations;
    private final Random order;
    /** The note that was compared last, for each peer and log; at most as many as there are peerings squared. */
    private final Map<Pair, byte[]> compared = new HashMap<>();

    private int round;

    private record Pair(NodeId peer, NodeId log) {}

    /**
     * @param signed the same way out with our signature under each request
     * @param published the newest checkpoint of our own log
     */
    public Comparing(
            Reading http,
            Reading signed,
            PeeringTable table,
            LogQueries queries,
            StoredIntroductions introductions,
            Writer writer,
            Verifier verifier,
            SigningPermit permit,
            Supplier<Optional<SignedCheckpoint>> published,
            Equivocations equivocations,
            Random order) {
        this.http = http;
        this.signed = signed;
        this.table = table;
        this.queries = queries;
        this.introductions = introductions;
        this.writer = writer;
        this.verifier = verifier;
        this.permit = permit;
        this.published = published;
        this.equivocations = equivocations;
        this.order = order;
    }

    /** One round: every log that is held, ours included, with some of the peers. */
    public void compareAll() throws InterruptedException {
        List<Peer> peers = new ArrayList<>(table.all().stream()
                .filter(peer -> peer.state() == State.ACTIVE)
                .toList());
        Collections.shuffle(peers, order);
        List<NodeId> logs = new ArrayList<>(peers.stream().map(Peer::node).toList());
        logs.add(0, writer.selfId());
        Set<NodeId> silent = new HashSet<>();
        int asked = 0;
        for (NodeId log : logs) {
            int ofThis = 0;
            for (Peer peer : peers) {
                if (peer.node().equals(log) || silent.contains(peer.node())) {
                    continue;
                }
                if (++ofThis > PEERS_ASKED || ++asked > QUESTIONS) {
                    break;
                }
                if (!compare(log, peer)) {
                    silent.add(peer.node());
                }
            }
        }
        compared.keySet().removeIf(pair -> !logs.contains(pair.peer()) || !logs.contains(pair.log()));
        round++;
    }

    /** Whether the peer answered. */
    private boolean compare(NodeId log, Peer peer) throws InterruptedException {
        boolean ours = log.equals(writer.selfId());
        if (ours && permit.state() instanceof SigningPermit.State.Waiting) {
            return true; // a disk that is old is brought up to date first, and is no second copy
        }
        int era = permit.era();
        PeersView view = new PeersView(ours ? signed : http, Origin.parse(peer.address()), log);
        try {
            // Who holds our own branch alone learns of the other only by evidence, and must stop soon.
            if (ours || round % EVIDENCE_EVERY == 0) {
                learn(log, peer.node(), view, era);
            }
            if (!ours && queries.audience(log) == Audience.PEERS) {
                return true; // what they hold of it is for its owner only (OQX-MIR-007)
            }
            Optional<byte[]> note = view.checkpoint();
            Pair pair = new Pair(peer.node(), log);
            if (note.isPresent() && !Arrays.equals(note.get(), compared.get(pair))) {
                if (judge(log, peer.node(), note.get(), view, era)) {
                    compared.put(pair, note.get());
                }
            }
            return true;
        } catch (FetchFault | IOException fault) {
            LOG.debug("{} can't be asked what it holds of {}: {}", peer.node(), log, fault.getMessage());
            return false;
        } catch (LogFault | SignatureFault fault) {
            // Its own fault, and no word about the third node (OQX-WIT-042).
            LOG.debug("What {} shows of {} is not in order: {}", peer.node(), log, fault.getMessage());
            return true;
        }
    }

    /** Takes over evidence that a peer serves, after it was verified here (OQX-WIT-035). */
    private void learn(NodeId log, NodeId peer, PeersView view, int era)
            throws FetchFault, LogFault, SignatureFault, InterruptedException {
        Optional<EvidenceDocument> served = view.evidence();
        if (served.isEmpty() || !served.get().node().equals(log)) {
            return;
        }
        EvidenceDocument.Verified verified = served.get().verify(verifier);
        // The peer may not know yet that the node went on, or we may not.
        Set<Multikey> givenUp = new HashSet<>(verified.node().givenUp());
        givenUp.addAll(givenUp(log));
        for (EvidenceDocument.Proven piece : verified.pieces()) {
            found(log, peer, piece.proof(), piece.says(), givenUp, era);
        }
    }

    /** Whether this note need not be compared again: not before our own copy is as long can it be told of the end of theirs. */
    private boolean judge(NodeId log, NodeId peer, byte[] note, PeersView view, int era)
            throws IOException, LogFault, SignatureFault, InterruptedException {
        Introductions keys = introductions(log);
        SignedCheckpoint shown = SignedCheckpoint.read(note, log, keys::checkpointKeys, verifier);
        boolean ours = log.equals(writer.selfId());
        if (ours && shown.size() > writer.current().size()) {
            halt(
                    peer + " holds a checkpoint of " + shown.size() + " entries of our log, signed with our key; this"
                            + " node's log has " + writer.current().size(),
                    era);
            return true;
        }
        Optional<HeldLog> held = HeldLog.of(log, ours ? published.get() : Optional.empty(), queries, keys, verifier);
        if (held.isEmpty()) {
            return false;
        }
        Optional<Contradiction> proof = held.get().contradiction(shown, view.tree(shown.size()));
        if (proof.isPresent()) {
            found(log, peer, proof.get().toBytes(log), proof.get().inWords(), keys.givenUp(), era);
        }
        return proof.isPresent() || held.get().size() >= shown.size();
    }

    private Set<Multikey> givenUp(NodeId node) throws SignatureFault {
        return queries.introductions(node).isEmpty()
                ? Set.of()
                : introductions(node).givenUp();
    }

    private Introductions introductions(NodeId node) throws SignatureFault {
        try {
            return introductions.of(node);
        } catch (RecordFault e) {
            throw new IllegalStateException("a Node record that was taken can't be read", e);
        }
    }

    private void found(NodeId log, NodeId peer, byte[] proof, String says, Set<Multikey> givenUp, int era)
            throws InterruptedException {
        equivocations.keep(log, peer, proof, says, givenUp);
        if (log.equals(writer.selfId()) && !Contradiction.isSignedByAny(proof, givenUp)) {
            halt(peer + " has proof that two histories of our log were signed with our key: " + says, era);
        }
    }

    private void halt(String reason, int era) throws InterruptedException {
        try {
            var unused = permit.haltForCopy(reason, era).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("that signing was halted could not be stored", e.getCause());
        }
    }
}
