package org.guildhall.peering.following;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;

/**
 * How far behind a peer's log we are, as far as that can be known. Never zero while anything is wrong or what we know is old
 * (OQX-FOL-042): then it is unknown, with the reason.
 *
 * @param records missing here; empty when that is not known
 * @param since what time is counted from: when the oldest missing entry was logged, or since when nothing is known; empty when
 *     nothing is missing, or nothing ever was known
 * @param unknown why it is not known: a code of a fault, the state of the peering, {@code starting} or {@code silent}
 */
public record Lag(OptionalLong records, Optional<Instant> since, Optional<String> unknown) {
    /** A follower hears from its peer every 25 seconds; what is older than this is no news. */
    static final Duration FRESH = Duration.ofSeconds(45);

    static Lag of(Peer peer, Optional<Standing> following, Instant now) {
        if (peer.state() != State.ACTIVE) {
            return unknown(peer.state().label(), peer.seenAt());
        }
        if (peer.stopped() || following.isEmpty()) {
            return unknown(
                    peer.fault().map(Lag::code).orElse("not-followed"),
                    peer.faultAt().or(peer::seenAt));
        }
        Standing standing = following.get();
        if (standing.fault().isPresent()) {
            Standing.Fault fault = standing.fault().get();
            return unknown(fault.code(), Optional.of(fault.since()));
        }
        if (standing.heardAt().isEmpty()) {
            return unknown("starting", peer.seenAt());
        }
        long missing = Math.max(0, standing.remoteSize() - standing.size());
        if (missing > 0) {
            return new Lag(OptionalLong.of(missing), standing.oldestMissing(), Optional.empty());
        }
        Instant heard = standing.heardAt().get();
        return heard.plus(FRESH).isBefore(now)
                ? unknown("silent", Optional.of(heard))
                : new Lag(OptionalLong.of(0), Optional.empty(), Optional.empty());
    }

    private static Lag unknown(String why, Optional<Instant> since) {
        return new Lag(OptionalLong.empty(), since, Optional.of(why));
    }

    /** The word before the colon. */
    private static String code(String fault) {
        int colon = fault.indexOf(':');
        return colon < 0 ? fault : fault.substring(0, colon);
    }

    /** How long the oldest missing entry has waited, or for how long nothing is known. */
    public Optional<Duration> age(Instant now) {
        return since.map(from -> from.isAfter(now) ? Duration.ZERO : Duration.between(from, now));
    }
}
