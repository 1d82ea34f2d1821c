package org.guildhall.peering.following;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.guildhall.store.PeeringTable.Peer;

/**
 * A peering as an administrator sees it: what is stored, and how following goes now.
 *
 * @param seenAt when it last answered in good order
 * @param remoteSize the largest size of its log it signed, as far as was seen
 * @param size entries of it that are verified and stored here
 * @param behind how many are missing here; empty when that is not known, as during any fault
 * @param fault what is wrong: code, colon, blank, words
 * @param stopped following has ended until an administrator resumes it
 * @param requests made since this process began to follow it
 * @param bytes of answers as they crossed the network, since then
 */
public record PeerStatus(
        Peer peer,
        String fingerprint,
        Optional<Instant> seenAt,
        Optional<Long> remoteSize,
        long size,
        OptionalLong behind,
        Optional<String> fault,
        Optional<Instant> faultSince,
        boolean stopped,
        long requests,
        long bytes) {

    static PeerStatus of(Peer peer, Optional<Standing> standing) {
        String fingerprint = peer.node().fingerprint();
        if (standing.isEmpty()) {
            return new PeerStatus(
                    peer,
                    fingerprint,
                    peer.seenAt(),
                    peer.remoteSize(),
                    peer.size(),
                    OptionalLong.empty(),
                    peer.fault(),
                    peer.faultAt(),
                    peer.stopped(),
                    0,
                    0);
        }
        Standing now = standing.get();
        return new PeerStatus(
                peer,
                fingerprint,
                now.seenAt().or(peer::seenAt),
                Optional.of(now.remoteSize()),
                now.size(),
                now.behind(),
                now.fault().map(fault -> fault.code() + ": " + fault.detail()),
                now.fault().map(Standing.Fault::since),
                now.fault().map(Standing.Fault::isFinal).orElse(false),
                now.requests(),
                now.bytes());
    }
}
