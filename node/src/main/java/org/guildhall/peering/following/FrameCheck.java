package org.guildhall.peering.following;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.guildhall.admission.Arrival;
import org.guildhall.log.Frame;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SignatureFault;

/**
 * Decodes frames and checks their proofs, on all cores. A bad one is told as what it is and stops none of the others (A18);
 * whether the signer may speak for the node is for admission.
 */
final class FrameCheck {
    /** The code of a payload whose digest is not its entry's: changed on the way, or where it is kept. */
    static final String DAMAGED = "payload-digest";

    private static final int SLICE = 32;

    private final DataIntegrity proofs;
    private final Executor cores;

    /** @param cores as many threads as there are cores, shared by all followers */
    FrameCheck(DataIntegrity proofs, Executor cores) {
        this.proofs = proofs;
        this.cores = cores;
    }

    /** One arrival for each frame, in their order; waits for the slowest. */
    List<Arrival> check(List<Frame> frames) throws InterruptedException {
        if (frames.size() <= SLICE / 4) {
            return frames.stream().map(this::check).toList();
        }
        List<CompletableFuture<List<Arrival>>> slices = new ArrayList<>();
        for (int from = 0; from < frames.size(); from += SLICE) {
            List<Frame> slice = frames.subList(from, Math.min(from + SLICE, frames.size()));
            slices.add(CompletableFuture.supplyAsync(
                    () -> slice.stream().map(this::check).toList(), cores));
        }
        List<Arrival> arrivals = new ArrayList<>(frames.size());
        for (CompletableFuture<List<Arrival>> slice : slices) {
            try {
                arrivals.addAll(slice.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a check of frames ends in an arrival, whatever the bytes", e);
            }
        }
        return arrivals;
    }

    private Arrival check(Frame frame) {
        if (!(frame.content() instanceof Frame.Content.Payload payload)) {
            return new Arrival.Hole(frame);
        }
        try {
            OqxRecord record = RecordReader.read(payload.bytes());
            if (!record.payload().digest().equals(frame.entry().digest())) {
                return damaged(frame);
            }
            proofs.verify(record, record.proof().key());
            return new Arrival.Verified(frame, record);
        } catch (RecordFault fault) {
            return frame.isIntact()
                    ? new Arrival.Unreadable(frame, fault.code(), String.valueOf(fault.getMessage()))
                    : damaged(frame);
        } catch (SignatureFault fault) {
            return new Arrival.Unreadable(frame, fault.code(), String.valueOf(fault.getMessage()));
        }
    }

    private static Arrival damaged(Frame frame) {
        return new Arrival.Unreadable(frame, DAMAGED, "the payload is not the one that was logged");
    }
}
