package org.guildhall.peering.witness;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.AddCheckpoint;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.HashReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.serving.WitnessDesk;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.Cosignature;
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
    /** So many rounds later a witness that has not cosigned is asked again, if nothing new was published. */
    private static final int AGAIN = 30;

    private final OutgoingHttp http;
    private final WitnessTable table;
    private final PeeringTable peerings;
    private final LogQueries queries;
    private final StoredIntroductions introductions;
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
    private volatile @Nullable Collected newest;

    /**
     * A checkpoint of ours with cosignatures.
     *
     * @param note with all lines
     * @param witnesses whose they are
     */
    public record Cosigned(long size, byte[] note, List<NodeId> witnesses) {}

    /** What witnesses answered for a checkpoint, in the order of their answers; they are not asked for it again. */
    private record Collected(SignedCheckpoint signed, Map<NodeId, SignedNote.Signature> lines) {
        Collected {
            lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
        }

        Cosigned cosigned() {
            SignedNote note = Cosigning.note(signed);
            for (SignedNote.Signature line : lines.values()) {
                note = note.with(line);
            }
            return new Cosigned(signed.size(), note.bytes(), List.copyOf(lines.keySet()));
        }
    }

    /** @param pace from one round to the next, at least */
    public Cosigning(
            OutgoingHttp http,
            WitnessTable table,
            PeeringTable peerings,
            LogQueries queries,
            StoredIntroductions introductions,
            Writer writer,
            Verifier verifier,
            SigningPermit permit,
            Duration pace,
            Clock clock) {
        this.http = http;
        this.table = table;
        this.peerings = peerings;
        this.queries = queries;
        this.introductions = introductions;
        this.writer = writer;
        this.verifier = verifier;
        this.permit = permit;
        this.pace = pace;
        this.clock = clock;
        thread.setDaemon(true);
        permit.onChange(this::permitChanged);
    }

    public void start() {
        thread.start();
    }

    /**
     * Takes note of a checkpoint that was published; returns at once. At a start it may be the one that was published last: what
     * witnesses answered for it is not stored, and they give the same again. Smaller ones than before are passed over.
     */
    public synchronized void published(SignedCheckpoint signed) {
        SignedCheckpoint before = waiting == null ? last : waiting;
        if (before == null || before.size() <= signed.size()) {
            waiting = signed;
            notifyAll();
        }
    }

    private synchronized void permitChanged() {
        notifyAll();
    }

    /** The newest checkpoint of ours with all cosignatures it got, since this process runs. */
    public Optional<Cosigned> newest() {
        return Optional.ofNullable(newest).map(Collected::cosigned);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Optional<SignedCheckpoint> next = next();
                try {
                    if (next.isPresent()) {
                        round(next.get());
                    }
                } catch (RuntimeException e) {
                    LOG.error("Cosigning failed", e);
                }
                Thread.sleep(pace.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("Cosigning ends");
        }
    }

    /**
     * The newest checkpoint, once it was published; again, now and then, for a witness that has not cosigned it. None while nothing
     * may be signed: as long as peers are asked for our newest end, a witness may rightly know more of our log than we do. Asks
     * nobody and nothing, so that who holds the monitor never waits for anything else.
     */
    private synchronized Optional<SignedCheckpoint> next() throws InterruptedException {
        long end = System.nanoTime() + pace.multipliedBy(AGAIN).toNanos();
        long left = end - System.nanoTime();
        while ((!permit.isGranted() || waiting == null) && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        if (!permit.isGranted()) {
            return Optional.empty();
        }
        if (waiting != null) {
            last = waiting;
            waiting = null;
        }
        return Optional.ofNullable(last);
    }

    private static boolean isToBeAsked(
            Witness witness, SignedCheckpoint signed, Map<NodeId, SignedNote.Signature> lines) {
        return witness.size() < signed.size()
                || (witness.size() == signed.size() && !lines.containsKey(witness.node()));
    }

    /** What was answered for it in earlier rounds. */
    private Map<NodeId, SignedNote.Signature> lines(SignedCheckpoint signed) {
        Collected before = newest;
        return before != null && before.signed().size() == signed.size() ? before.lines() : Map.of();
    }

    private void round(SignedCheckpoint signed) throws InterruptedException {
        Map<NodeId, Peer> active = new HashMap<>();
        peerings.all().stream()
                .filter(peer -> peer.state() == State.ACTIVE)
                .forEach(peer -> active.put(peer.node(), peer));
        Map<NodeId, SignedNote.Signature> lines = new LinkedHashMap<>(lines(signed));
        for (Witness witness : table.witnesses()) {
            Peer peer = active.get(witness.node());
            if (peer != null && isToBeAsked(witness, signed, lines)) {
                asked(signed, witness, Origin.parse(peer.address()))
                        .ifPresent(cosigned -> lines.put(witness.node(), cosigned.signature()));
            }
        }
        if (!lines.isEmpty()) {
            newest = new Collected(signed, lines);
        }
    }

    private Optional<Cosignature> asked(SignedCheckpoint signed, Witness witness, Origin at)
            throws InterruptedException {
        try {
            return Optional.of(stored(signed, witness, cosigned(signed, witness.size(), witness.node(), at)));
        } catch (FetchFault fault) {
            if (fault.status() == CONFLICT) {
                return conflict(signed, witness, at);
            }
            return failed(witness, "no cosignature: " + fault.getMessage());
        } catch (IOException | SignatureFault | LogFault | RecordFault fault) {
            return failed(witness, "no cosignature: " + fault.getMessage());
        }
    }

    /** It cosigned another size than we think. It shows which; the bare number in its answer is not believed (OQX-WIT-060). */
    private Optional<Cosignature> conflict(SignedCheckpoint signed, Witness witness, Origin at)
            throws InterruptedException {
        int era = permit.era();
        try {
            byte[] shown = http.get(at, "/oqx/witness/" + WitnessDesk.hash(writer.selfId()) + "/checkpoint", LINES)
                    .body();
            Introductions own = introductions.of(writer.selfId());
            if (isGivenUp(shown, own)) {
                // It has cosigned nothing of the history that stands, as soon as it knows of it (OQX-WIT-054).
                return Optional.of(stored(signed, witness, cosigned(signed, 0, witness.node(), at)));
            }
            SignedCheckpoint last = SignedCheckpoint.read(shown, writer.selfId(), own::checkpointKeys, verifier);
            if (last.size() > writer.current().size() || !isOurs(last, signed)) {
                stored(permit.haltForCopy(
                        witness.node() + " cosigned a checkpoint of " + last.size()
                                + " entries of our log, signed with our key, that this node's log does not lead to",
                        era));
                return Optional.empty();
            }
            if (last.size() > signed.size()) {
                return Optional.empty(); // replaced already; the next round asks for the newer one
            }
            return Optional.of(stored(signed, witness, cosigned(signed, last.size(), witness.node(), at)));
        } catch (FetchFault | IOException | SignatureFault | LogFault | RecordFault fault) {
            return failed(witness, "it says that it cosigned another size, and shows no proof: " + fault.getMessage());
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
        Multikey key = introductions
                .of(witness)
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

    private Cosignature stored(SignedCheckpoint signed, Witness witness, Cosignature cosigned)
            throws InterruptedException {
        done(tx -> WitnessTable.cosigned(tx, witness.node(), signed.size(), clock.instant()));
        return cosigned;
    }

    private static SignedNote note(SignedCheckpoint signed) {
        try {
            return SignedNote.parse(signed.note());
        } catch (SignatureFault e) {
            throw new IllegalStateException("a checkpoint that was signed here", e);
        }
    }

    private Optional<Cosignature> failed(Witness witness, String why) throws InterruptedException {
        LOG.debug("{}: {}", witness.node(), why);
        if (!witness.fault().equals(Optional.of(why))) {
            done(tx -> WitnessTable.failed(tx, witness.node(), why));
        }
        return Optional.empty();
    }

    private interface Note {
        void write(org.guildhall.store.Transaction tx) throws java.sql.SQLException;
    }

    private void done(Note note) throws InterruptedException {
        stored(writer.submit(tx -> {
            note.write(tx);
            return true;
        }));
    }

    private static void stored(CompletableFuture<?> work) throws InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("what a witness said could not be stored", e.getCause());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
