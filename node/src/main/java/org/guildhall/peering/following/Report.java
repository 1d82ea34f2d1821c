package org.guildhall.peering.following;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.store.Events;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps account of how following one peer goes: at once in memory, and in the store when it matters or now and then. */
final class Report {
    private static final Logger LOG = LoggerFactory.getLogger(Report.class);
    private static final Duration STORED_EVERY = Duration.ofSeconds(20);

    private final NodeId peer;
    private final String address;
    private final Writer writer;
    private final RemoteLog remote;
    private final Clock clock;

    // Guarded by this.
    private long size;
    private long remoteSize;
    private Optional<Instant> seenAt = Optional.empty();
    private Optional<Instant> heardAt = Optional.empty();
    private Optional<Instant> oldestMissing = Optional.empty();
    private Optional<Standing.Fault> fault = Optional.empty();
    private long faults;
    private Instant storedAt = Instant.EPOCH;
    private Set<Multikey> givenUp = Set.of();

    Report(NodeId peer, String address, long remoteSize, Writer writer, RemoteLog remote, Clock clock) {
        this.peer = peer;
        this.address = address;
        this.remoteSize = remoteSize;
        this.writer = writer;
        this.remote = remote;
        this.clock = clock;
    }

    synchronized Standing standing() {
        return new Standing(
                size, remoteSize, seenAt, heardAt, oldestMissing, fault, faults, remote.requests(), remote.bytes());
    }

    /** It has gone on after a fork without these keys: what they signed is settled. */
    synchronized void gaveUp(Set<Multikey> keys) {
        givenUp = keys;
    }

    /** So much is verified and durable. */
    synchronized void stored(long verified) {
        size = verified;
    }

    /** So much is left of what was stored, and so much is to be read: the sizes of the other history count no more. */
    synchronized void tookBack(long left, long checkpoint) {
        size = left;
        remoteSize = checkpoint;
    }

    /**
     * It signed a checkpoint of this size; the oldest entry that is missing here was logged at that time, as it says.
     *
     * @param inHand the size that is reached with what came along
     */
    synchronized void offered(long checkpoint, long inHand, Optional<Instant> oldest) {
        boolean grown = checkpoint > remoteSize;
        remoteSize = Math.max(remoteSize, checkpoint);
        oldestMissing = oldest;
        heardAt = Optional.of(clock.instant());
        if (grown && checkpoint > inHand) {
            // The round may take long, and pages are made from what is stored.
            store(heardAt.get());
        }
    }

    /** A round ended well. */
    synchronized void seen(long believed, long checkpoint) {
        remoteSize = Math.max(remoteSize, checkpoint);
        Instant now = clock.instant();
        seenAt = Optional.of(now);
        heardAt = seenAt;
        boolean mended = fault.isPresent();
        if (mended) {
            LOG.info("Following {} again, at {} of {}", peer, believed, remoteSize);
            String code = fault.get().code();
            String words = "at " + believed + " of " + remoteSize + " entries";
            submit(tx -> Events.count(tx, Events.Kind.FAULT_ENDED, tx.number(peer), code, words, 1));
            fault = Optional.empty();
        }
        if (mended || storedAt.plus(STORED_EVERY).isBefore(now)) {
            store(now);
        }
    }

    /** A round failed. */
    synchronized void failed(FollowingFault cause) {
        Instant now = clock.instant();
        faults += fault.isEmpty() ? 1 : 0;
        boolean news = fault.isEmpty()
                || !fault.get().code().equals(cause.code())
                || fault.get().isFinal() != cause.isFinal();
        Instant since = fault.map(Standing.Fault::since).orElse(now);
        fault = Optional.of(
                new Standing.Fault(cause.code(), String.valueOf(cause.getMessage()), since, cause.isFinal()));
        if (news) {
            LOG.warn("Following {} at {}: {} ({})", peer, address, cause.getMessage(), cause.code());
            cause.evidence().ifPresent(evidence -> keep(evidence, now));
            Events.Kind kind = cause.isFinal() ? Events.Kind.FOLLOWING_STOPPED : Events.Kind.FAULT_BEGUN;
            String words = String.valueOf(cause.getMessage());
            submit(tx -> Events.count(tx, kind, tx.number(peer), cause.code(), words, 1));
            store(now);
        }
    }

    private void keep(FollowingFault.Evidence evidence, Instant now) {
        Set<Multikey> settled = givenUp;
        submit(tx -> EvidenceTable.keep(tx, peer, now, Optional.empty(), evidence.proof(), settled));
    }

    private void store(Instant now) {
        storedAt = now;
        Optional<Instant> seen = seenAt;
        long remoteNow = remoteSize;
        Optional<Standing.Fault> faultNow = fault;
        submit(tx -> PeeringTable.note(
                tx,
                peer,
                seen,
                remoteNow,
                faultNow.map(wrong -> wrong.code() + ": " + wrong.detail()),
                faultNow.map(Standing.Fault::since),
                faultNow.map(Standing.Fault::isFinal).orElse(false)));
    }

    private interface Note {
        void write(org.guildhall.store.Transaction tx) throws Exception;
    }

    private void submit(Note note) {
        var unused = writer.submit(tx -> {
                    note.write(tx);
                    return true;
                })
                .exceptionally(thrown -> {
                    LOG.warn("How following {} goes could not be stored", peer, thrown);
                    return false;
                });
    }
}
