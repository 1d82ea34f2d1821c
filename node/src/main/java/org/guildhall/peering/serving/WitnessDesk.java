package org.guildhall.peering.serving;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.guildhall.log.AddCheckpoint;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Sha256;
import org.guildhall.signing.Cosignature;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.WitnessTable;
import org.guildhall.store.WitnessTable.Witnessed;
import org.guildhall.store.Writer;

/**
 * {@code POST /oqx/witness/add-checkpoint}: a peer's log asks us to cosign (OQX-WIT-011). What is cosigned is compared and stored
 * in one transaction of the single writer, and only then said. Blocks; for worker threads.
 */
public final class WitnessDesk {
    private final SigningKey key;
    private final Writer writer;
    private final WitnessTable table;
    private final PeeringTable peerings;
    private final StoredIntroductions introductions;
    private final Verifier verifier;
    private final Clock clock;

    /** @param key the cosigning key, which is no other key of the node */
    public WitnessDesk(
            SigningKey key,
            Writer writer,
            WitnessTable table,
            PeeringTable peerings,
            StoredIntroductions introductions,
            Verifier verifier,
            Clock clock) {
        this.key = key;
        this.writer = writer;
        this.table = table;
        this.peerings = peerings;
        this.introductions = introductions;
        this.verifier = verifier;
        this.clock = clock;
    }

    /** What a witness answers. */
    sealed interface Answer {
        /** Signature lines. */
        record Cosigned(String line) implements Answer {}

        /** The size it cosigned last is another than the log believes, or of that size another root. */
        record Conflict(long size) implements Answer {}
    }

    Answer addCheckpoint(byte[] body) throws Refusal, InterruptedException {
        AddCheckpoint request = read(body);
        Introductions log = peer(request);
        SignedCheckpoint signed = signed(request, log);
        String note = new String(request.note(), StandardCharsets.UTF_8);
        String name = Checkpoint.origin(writer.selfId());
        try {
            return writer.submit(tx -> {
                        Optional<Witnessed> before =
                                WitnessTable.witnessed(tx, log.node()).filter(last -> !isGivenUp(last, log));
                        long size = before.map(Witnessed::size).orElse(0L);
                        boolean other = before.isPresent()
                                && size == signed.size()
                                && !before.get().root().equals(signed.root());
                        if (request.old() != size || other) {
                            return new Answer.Conflict(size);
                        }
                        if (before.isPresent()
                                && !new ConsistencyProof(size, signed.size(), request.proof())
                                        .verify(before.get().root(), signed.root())) {
                            throw Problem.CONSISTENCY.because(
                                    "the proof does not lead from " + size + " to " + signed.size() + " entries");
                        }
                        String text = signedText(request);
                        String line = Cosignature.sign(text, name, key, clock.instant())
                                .signature()
                                .line();
                        WitnessTable.store(
                                tx, log.node(), new Witnessed(signed.size(), signed.root(), note, note + line));
                        return new Answer.Cosigned(line);
                    })
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("what was cosigned could not be stored", e.getCause());
        }
    }

    /** The largest checkpoint that we cosigned of the log whose origin has this hash (OQX-WIT-015). */
    Optional<byte[]> latest(String originHash) {
        return peerings.all().stream()
                .filter(peer -> hash(peer.node()).equals(originHash))
                .findFirst()
                .flatMap(peer -> table.witnessed(peer.node()))
                .map(last -> last.cosigned().getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of a log's origin in lower case hexadecimal. */
    public static String hash(NodeId log) {
        return HexFormat.of().formatHex(Sha256.of(Checkpoint.origin(log).getBytes(StandardCharsets.UTF_8)));
    }

    private static AddCheckpoint read(byte[] body) throws Refusal {
        try {
            return AddCheckpoint.read(body);
        } catch (LogFault fault) {
            Problem problem = fault.code().equals("too-large") ? Problem.TOO_LARGE : Problem.BAD_REQUEST;
            throw problem.because(String.valueOf(fault.getMessage()));
        }
    }

    private Introductions peer(AddCheckpoint request) throws Refusal {
        try {
            String origin = request.checkpoint().origin();
            NodeId node = peerings.all().stream()
                    .filter(peer -> peer.state() == State.ACTIVE && !peer.stopped())
                    .map(PeeringTable.Peer::node)
                    .filter(known -> Checkpoint.origin(known).equals(origin))
                    .findFirst()
                    .orElseThrow(() -> Problem.NOT_FOUND.because("this node cosigns the logs of its peers only"));
            return introductions.of(node);
        } catch (LogFault fault) {
            throw Problem.BAD_REQUEST.because(String.valueOf(fault.getMessage()));
        } catch (SignatureFault | RecordFault notYetFollowed) {
            throw Problem.NOT_FOUND.because("this node knows no Node record of that log yet; try again later");
        }
    }

    private SignedCheckpoint signed(AddCheckpoint request, Introductions log) throws Refusal {
        try {
            return SignedCheckpoint.read(request.note(), log.node(), log::checkpointKeys, verifier);
        } catch (SignatureFault fault) {
            throw Problem.CHECKPOINT_KEY.because(String.valueOf(fault.getMessage()));
        } catch (LogFault fault) {
            throw Problem.BAD_REQUEST.because(String.valueOf(fault.getMessage()));
        }
    }

    /** The log went on after a fork, and what we cosigned is of the history that it gave up (OQX-WIT-054). */
    private boolean isGivenUp(Witnessed last, Introductions log) {
        try {
            return log.givenUp()
                    .contains(SignedCheckpoint.read(
                                    last.note().getBytes(StandardCharsets.UTF_8),
                                    log.node(),
                                    log.everListed(),
                                    verifier)
                            .signer());
        } catch (SignatureFault | LogFault e) {
            throw new IllegalStateException("what was cosigned before can't be read", e);
        }
    }

    private static String signedText(AddCheckpoint request) throws SignatureFault {
        return SignedNote.parse(request.note()).text();
    }
}
