package org.guildhall.peering.witness;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.AddCheckpoint;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.HashReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.serving.WitnessDesk;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.Cosignature;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.WitnessTable;
import org.guildhall.store.WitnessTable.Witness;
import org.guildhall.store.Writer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks our witnesses to cosign each new checkpoint; those that are replaced before it is their turn are left out. A witness that
 * knows a checkpoint of ours that we did not sign has met a second copy of us: then nothing more is signed. One thread.
 */
public final class Cosigning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cosigning.class);
    private static final Expect LINES = new Expect("text/plain", 8_192, Duration.ofSeconds(10));
    private static final int CONFLICT = 409;
    private static final long AGAIN_MILLIS = 30_000;

    private final OutgoingHttp http;
    private final WitnessTable table;
    private final PeeringTable peerings;
    private final LogQueries queries;
    private final Writer writer;
    private final Verifier verifier;
    private final SigningPermit permit;
    private final Duration pace;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "cosigning");

    // Guarded by this: what is to be cosigned next.
    private @Nullable SignedCheckpoint waiting;
    // Guarded by this: what was cosigned last, or was to be.
    private @Nullable SignedCheckpoint last;
    private volatile @Nullable Cosigned newest;

    /**
     * A checkpoint of ours with cosignatures.
     *
     * @param note with all lines
     * @param witnesses whose they are
     */
    public record Cosigned(long size, byte[] note, List<NodeId> witnesses) {}

    /** @param pace from one round to the next, at least */
    public Cosigning(
            OutgoingHttp http,
            WitnessTable table,
            PeeringTable peerings,
            LogQueries queries,
            Writer writer,
            Verifier verifier,
            SigningPermit permit,
            Duration pace,
            Clock clock) {
        this.http = http;
        this.table = table;
        this.peerings = peerings;
        this.queries = queries;
        this.writer = writer;
        this.verifier = verifier;
        this.permit = permit;
        this.pace = pace;
        this.clock = clock;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Takes note of a checkpoint that was published; returns at once. */
    public synchronized void published(SignedCheckpoint signed) {
        waiting = signed;
        notifyAll();
    }

    /** The newest checkpoint of ours with all cosignatures it got, since this process runs. */
    public Optional<Cosigned> newest() {
        return Optional.ofNullable(newest);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                SignedCheckpoint next = next();
                try {
                    round(next);
                } catch (RuntimeException e) {
                    LOG.error("Cosigning failed", e);
                }
                Thread.sleep(pace.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("Cosigning ends");
        }
    }

    /** The newest checkpoint, once it was published; again, now and then, while a witness has not cosigned it. */
    private synchronized SignedCheckpoint next() throws InterruptedException {
        while (waiting == null) {
            wait(AGAIN_MILLIS);
            SignedCheckpoint before = last;
            if (waiting == null && before != null && isMissing(before)) {
                return before;
            }
        }
        SignedCheckpoint next = waiting;
        waiting = null;
        last = next;
        return next;
    }

    private boolean isMissing(SignedCheckpoint signed) {
        return table.witnesses().stream().anyMatch(witness -> witness.size() < signed.size());
    }

    private void round(SignedCheckpoint signed) throws InterruptedException {
        Map<NodeId, Peer> active = new HashMap<>();
        peerings.all().stream()
                .filter(peer -> peer.state() == State.ACTIVE)
                .forEach(peer -> active.put(peer.node(), peer));
        SignedNote note = note(signed);
        List<NodeId> cosigners = new ArrayList<>();
        for (Witness witness : table.witnesses()) {
            Peer peer = active.get(witness.node());
            if (peer != null) {
                SignedNote more = asked(signed, note, witness, Origin.parse(peer.address()));
                if (!more.equals(note)) {
                    cosigners.add(witness.node());
                }
                note = more;
            }
        }
        if (!cosigners.isEmpty()) {
            newest = new Cosigned(signed.size(), note.bytes(), List.copyOf(cosigners));
        }
    }

    private SignedNote asked(SignedCheckpoint signed, SignedNote note, Witness witness, Origin at)
            throws InterruptedException {
        try {
            SignedNote more = with(note, cosigned(signed, witness.size(), witness.node(), at));
            done(tx -> WitnessTable.cosigned(tx, witness.node(), signed.size(), clock.instant()));
            return more;
        } catch (FetchFault fault) {
            if (fault.status() == CONFLICT) {
                return conflict(signed, note, witness, at);
            }
            return failed(note, witness, "no cosignature: " + fault.getMessage());
        } catch (IOException | SignatureFault | LogFault | RecordFault fault) {
            return failed(note, witness, "no cosignature: " + fault.getMessage());
        }
    }

    /** It cosigned another size than we think. It shows which; the bare number in its answer is not believed (OQX-WIT-060). */
    private SignedNote conflict(SignedCheckpoint signed, SignedNote note, Witness witness, Origin at)
            throws InterruptedException {
        int era = permit.era();
        try {
            byte[] shown = http.get(at, "/oqx/witness/" + WitnessDesk.hash(writer.selfId()) + "/checkpoint", LINES)
                    .body();
            Introductions own = introductions(writer.selfId());
            if (isGivenUp(shown, own)) {
                // It has cosigned nothing of the history that stands, as soon as it knows of it (OQX-WIT-054).
                SignedNote more = with(note, cosigned(signed, 0, witness.node(), at));
                done(tx -> WitnessTable.cosigned(tx, witness.node(), signed.size(), clock.instant()));
                return more;
            }
            SignedCheckpoint last = SignedCheckpoint.read(shown, writer.selfId(), own::checkpointKeys, verifier);
            if (last.size() > writer.current().size() || !isOurs(last, signed)) {
                halt(
                        witness.node() + " cosigned a checkpoint of " + last.size()
                                + " entries of our log, signed with our key, that this node's log does not lead to",
                        era);
                return note;
            }
            if (last.size() > signed.size()) {
                return note; // replaced already; the next round asks for the newer one
            }
            SignedNote more = with(note, cosigned(signed, last.size(), witness.node(), at));
            done(tx -> WitnessTable.cosigned(tx, witness.node(), signed.size(), clock.instant()));
            return more;
        } catch (FetchFault | IOException | SignatureFault | LogFault | RecordFault fault) {
            return failed(
                    note, witness, "it says that it cosigned another size, and shows no proof: " + fault.getMessage());
        }
    }

    private boolean isGivenUp(byte[] shown, Introductions own) throws LogFault {
        try {
            return own.givenUp()
                    .contains(SignedCheckpoint.read(shown, writer.selfId(), own.everListed(), verifier)
                            .signer());
        } catch (SignatureFault unknown) {
            return false;
        }
    }

    private boolean isOurs(SignedCheckpoint last, SignedCheckpoint signed) throws IOException {
        if (last.size() > signed.size()) {
            return ConsistencyProof.prove(signed.size(), last.size(), tree(last.size()))
                    .verify(signed.root(), last.root());
        }
        return ConsistencyProof.prove(last.size(), signed.size(), tree(signed.size()))
                .verify(last.root(), signed.root());
    }

    private Cosignature cosigned(SignedCheckpoint signed, long old, NodeId witness, Origin at)
            throws FetchFault, IOException, SignatureFault, LogFault, RecordFault, InterruptedException {
        Multikey key = introductions(witness)
                .newest()
                .cosigningKey()
                .orElseThrow(() -> new SignatureFault("cosignature", "its Node record names no cosigning key"));
        List<org.guildhall.log.TreeHash> proof = old == 0
                ? List.of()
                : ConsistencyProof.prove(old, signed.size(), tree(signed.size()))
                        .path();
        byte[] answer = http.post(
                        at,
                        "/oqx/witness/add-checkpoint",
                        Map.of("content-type", "text/plain; charset=utf-8"),
                        new AddCheckpoint(old, proof, signed.note()).toBytes(),
                        LINES)
                .body();
        SignedNote answered = new SignedNote(note(signed).text(), SignedNote.signatures(answer));
        return Cosignature.find(answered, Checkpoint.origin(witness), key, verifier)
                .orElseThrow(() -> new SignatureFault("cosignature", "its signature does not hold"));
    }

    private HashReader tree(long size) {
        return Tiles.nodes(
                size, path -> Tiles.encode(queries.tile(writer.self(), path.level(), path.start(), path.width())));
    }

    private Introductions introductions(NodeId node) throws SignatureFault, RecordFault {
        return Introductions.read(node, queries.introductions(node), new DataIntegrity(verifier));
    }

    private static SignedNote with(SignedNote note, Cosignature cosigned) {
        return note.with(cosigned.signature());
    }

    private static SignedNote note(SignedCheckpoint signed) {
        try {
            return SignedNote.parse(signed.note());
        } catch (SignatureFault e) {
            throw new IllegalStateException("a checkpoint that was signed here", e);
        }
    }

    private SignedNote failed(SignedNote note, Witness witness, String why) throws InterruptedException {
        LOG.debug("{}: {}", witness.node(), why);
        if (!witness.fault().equals(Optional.of(why))) {
            done(tx -> WitnessTable.failed(tx, witness.node(), why));
        }
        return note;
    }

    private void halt(String reason, int era) throws InterruptedException {
        String words = reason + ". Is a copy of this node running elsewhere? Stop it before anything else; then see"
                + " \"Two copies of one node\" in docs/operating.md";
        LOG.error("Nothing is signed any more: {}", words);
        try {
            permit.halt(words, era).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("that signing was halted could not be stored", e.getCause());
        }
    }

    private interface Note {
        void write(org.guildhall.store.Transaction tx) throws java.sql.SQLException;
    }

    private void done(Note note) throws InterruptedException {
        try {
            writer.submit(tx -> {
                        note.write(tx);
                        return true;
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("what a witness said could not be stored", e.getCause());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
