package org.guildhall.peering.following;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.guildhall.admission.StorageLimit;
import org.guildhall.store.PeeringTable.Peer;

/**
 * A peering as an administrator sees it: what is stored, and how following goes following.
 *
 * @param seenAt when it last answered in good order
 * @param remoteSize the largest size of its log it signed, as far as was seen
 * @param size entries of it that are verified and stored here
 * @param lag how far behind we are
 * @param fault what is wrong: code, colon, blank, words
 * @param stopped following has ended until an administrator resumes it
 * @param faults how many began since this process began to follow it
 * @param requests made since this process began to follow it
 * @param bytes of answers as they crossed the network, since then
 */
public record PeerStatus(
        Peer peer,
        String fingerprint,
        Optional<Instant> seenAt,
        Optional<Long> remoteSize,
        long size,
        Lag lag,
        Optional<String> fault,
        Optional<Instant> faultSince,
        boolean stopped,
        long faults,
        long requests,
        long bytes) {

    static PeerStatus of(Peer peer, Optional<Standing> standing, Instant now) {
        Lag lag = Lag.of(peer, standing, now);
        String fingerprint = peer.node().fingerprint();
        if (standing.isEmpty()) {
            return new PeerStatus(
                    peer,
                    fingerprint,
                    peer.seenAt(),
                    peer.remoteSize(),
                    peer.size(),
                    lag,
                    peer.fault(),
                    peer.faultAt(),
                    peer.stopped(),
                    0,
                    0,
                    0);
        }
        Standing following = standing.get();
        return new PeerStatus(
                peer,
                fingerprint,
                following.seenAt().or(peer::seenAt),
                Optional.of(following.remoteSize()),
                following.size(),
                lag,
                following.fault().map(fault -> fault.code() + ": " + fault.detail()),
                following.fault().map(Standing.Fault::since),
                following.fault().map(Standing.Fault::isFinal).orElse(false),
                following.faults(),
                following.requests(),
                following.bytes());
    }

    /** Whether following waits for room: as much of the log is stored as its policy allows. */
    public boolean paused() {
        return fault.map(words -> words.startsWith(StorageLimit.CODE + ":")).orElse(false);
    }

    /** How many entries are missing here; empty when that is not known, as during any fault. */
    public OptionalLong behind() {
        return lag.records();
    }
}
