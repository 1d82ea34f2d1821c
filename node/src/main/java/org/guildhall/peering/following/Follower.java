package org.guildhall.peering.following;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.StorageLimit;
import org.guildhall.log.FollowedLog;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.TwoIntroductions;
import org.guildhall.peering.agreement.Discovered;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.DiscoveryFault;
import org.guildhall.peering.agreement.IntroducedKeys;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.Audience;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one node's log: who it is, what it signed last, everything up to there, and then waits for more; for ever, whatever
 * goes wrong, unless the node is proven to show two histories. What it needs to go on is stored with what it read, so it may be
 * killed at any moment. One thread.
 */
final class Follower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    /** Short, because an answer that is lost with its road is missed only when this has passed. */
    private static final int WAIT_SECONDS = 10;
    /** A publisher signs twenty checkpoints a second at most (OQX-LOG-037); nobody can make us ask more often. */
    private static final Duration ROUND = Duration.ofMillis(50);

    private static final Duration BELIEVED = Duration.ofHours(1);

    private final NodeId peer;
    private final Origin address;
    private final Discovery discovery;
    private final IntroducedKeys introduced;
    private final RemoteLog remote;
    private final CatchUp catchUp;
    private final StandingHistory standing;
    private final LogQueries queries;
    private final Verifier verifier;
    private final Clock clock;
    private final BackOff backOff;
    private final Report report;
    private final Room room;
    private final Move move;

    private @Nullable Discovered introduction;
    private Instant introducedAt = Instant.EPOCH;
    /** What is believed. Read again from the store after every fault, so that nothing half done is built on. */
    private @Nullable FollowedLog log;

    private boolean current;
    /** The last round was asked to wait for news, and brought none. */
    private boolean idle;

    /** Goes on at another address: ends this follower and begins one there. */
    interface Move {
        void to(Origin address) throws InterruptedException;
    }

    /** Whether more of the log may be stored here. */
    interface Room {
        /** Why not; empty as long as it may. */
        Optional<String> full();
    }

    Follower(
            NodeId peer,
            Origin address,
            Discovery discovery,
            IntroducedKeys introduced,
            RemoteLog remote,
            CatchUp catchUp,
            StandingHistory standing,
            LogQueries queries,
            Verifier verifier,
            Clock clock,
            BackOff backOff,
            Report report,
            Room room,
            Move move) {
        this.peer = peer;
        this.address = address;
        this.discovery = discovery;
        this.introduced = introduced;
        this.remote = remote;
        this.catchUp = catchUp;
        this.standing = standing;
        this.queries = queries;
        this.verifier = verifier;
        this.clock = clock;
        this.backOff = backOff;
        this.report = report;
        this.room = room;
        this.move = move;
    }

    @Override
    public void run() {
        try {
            boolean going = true;
            while (going) {
                going = attempt();
            }
        } catch (InterruptedException e) {
            LOG.debug("Following of {} ends", peer);
        }
    }

    /** One round; after a fault, the wait as well. Whether to go on. */
    private boolean attempt() throws InterruptedException {
        long begun = System.nanoTime();
        Optional<FollowingFault> ended = once(this::round);
        if (ended.isEmpty()) {
            remote.bypassCaches(false);
            backOff.succeeded();
            // Who has no news and answers at once all the same is not asked at once again.
            Duration round = idle ? backOff.shortest() : ROUND;
            TimeUnit.NANOSECONDS.sleep(round.toNanos() - (System.nanoTime() - begun));
            return true;
        }
        FollowingFault fault = ended.get();
        report.failed(fault);
        if (fault.isFinal()) {
            return false;
        }
        startOver();
        Thread.sleep(backOff.next(fault.retryAfter()).toMillis());
        return true;
    }

    /** Something that is done with the peer, and may fail in many ways. */
    interface Step {
        void take() throws FollowingFault, FetchFault, DiscoveryFault, LogFault, InterruptedException;
    }

    /** Takes a step. The fault that ended it, if one did. */
    Optional<FollowingFault> once(Step step) throws InterruptedException {
        try {
            step.take();
            return Optional.empty();
        } catch (FollowingFault e) {
            return Optional.of(e);
        } catch (FetchFault e) {
            introducedAt = Instant.EPOCH; // perhaps it is there no longer
            return Optional.of(FollowingFault.passing(codeOf(e), String.valueOf(e.getMessage()), e.retryAfter()));
        } catch (DiscoveryFault e) {
            return Optional.of(FollowingFault.passing(
                    e.isMisleading() ? "node-address" : "unreachable", String.valueOf(e.getMessage())));
        } catch (LogFault e) {
            return Optional.of(FollowingFault.passing(e.code(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("Following of {} failed", peer, e);
            return Optional.of(FollowingFault.passing("internal", "this node's own fault; its log tells more"));
        }
    }

    /** Forgets what is not stored. */
    void startOver() throws InterruptedException {
        try {
            catchUp.settle();
        } catch (FollowingFault stillFailing) {
            LOG.debug("A batch of {} was lost: {}", peer, stillFailing.getMessage());
        }
        log = null;
        current = false;
        remote.bypassCaches(true);
    }

    /** Who it is, what it signed last, and everything up to there. */
    void round() throws FollowingFault, FetchFault, DiscoveryFault, LogFault, InterruptedException {
        Discovered node = introduced();
        FollowedLog followed = followed(node);
        Optional<String> full = room.full();
        if (full.isPresent() && !standing.isPending(node.introductions())) {
            // Before anything is asked for: what could not be stored is not fetched again and again.
            throw FollowingFault.passing(StorageLimit.CODE, full.get());
        }
        Tail tail = remote.tail(followed.size(), current ? WAIT_SECONDS : 0);
        SignedCheckpoint offered = checkpoint(tail.note(), node);
        if (goesOn(followed, offered)) {
            return;
        }
        if (full.isPresent()) {
            throw FollowingFault.passing(StorageLimit.CODE, full.get());
        }
        idle = current && tail.frames().isEmpty();
        FollowedLog.Offer offer = followed.judge(offered);
        if (offer instanceof FollowedLog.Offer.Forked forked) {
            throw FollowingFault.equivocation(
                    "it signed two checkpoints of " + offered.size() + " entries",
                    forked.proof().toBytes(peer));
        }
        if (offer instanceof FollowedLog.Offer.Absurd) {
            throw FollowingFault.stop(
                    "root-mismatch",
                    "it signed another root than the one that its " + offered.size() + " entries have");
        }
        if (offer instanceof FollowedLog.Offer.Behind) {
            throw older(followed, offered);
        }
        if (offer instanceof FollowedLog.Offer.Ahead ahead) {
            report.offered(
                    offered.size(),
                    followed.size() + tail.frames().size(),
                    tail.frames().stream()
                            .findFirst()
                            .map(frame -> Instant.ofEpochMilli(frame.entry().time())));
            catchUp.run(followed, node.records(), ahead.verifier(), tail.frames());
        } else {
            catchUp.settle();
            current = true;
        }
        report.seen(followed.size(), offered.size());
        // The next request already waits while the last batch is being stored.
        current |= followed.size() == offered.size();
    }

    /** After a fork, makes sure that it is the standing history that is followed; whether the copy was another one till now. */
    private boolean goesOn(FollowedLog followed, SignedCheckpoint offered)
            throws FollowingFault, DiscoveryFault, InterruptedException {
        Introductions node = introduced().introductions();
        if (!standing.isPending(node)) {
            return false;
        }
        catchUp.settle();
        long gone = standing.goBack(followed, offered, node);
        if (gone > 0) {
            LOG.warn("{} gave up a history of its log: {} entries of it were taken back", peer, gone);
            report.tookBack(followed.size() - gone, offered.size());
            log = null;
            current = false;
        }
        return gone > 0;
    }

    /** A checkpoint from before what is verified: an old copy on the way, a log that was set back, or another history. */
    private FollowingFault older(FollowedLog followed, SignedCheckpoint offered) {
        try {
            int number = queries.number(peer).orElseThrow();
            var proof = followed.judgeOlder(offered, new StoredTree(queries, number));
            if (proof.isPresent()) {
                return FollowingFault.equivocation(
                        "its checkpoint of " + offered.size() + " entries is of another history than the later one",
                        proof.get().toBytes(peer));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the store can't fail to be read as a tree", e);
        }
        return FollowingFault.passing(
                "behind",
                "it shows " + offered.size() + " entries, and had shown " + followed.size()
                        + ": an old copy, or its log was set back");
    }

    private FollowedLog followed(Discovered node) {
        FollowedLog known = log;
        if (known == null) {
            known = stored(node);
            log = known;
            report.stored(known.size());
        }
        return known;
    }

    private FollowedLog stored(Discovered node) {
        Optional<Integer> number = queries.number(peer);
        Optional<LogQueries.State> state = number.flatMap(queries::state);
        if (number.isEmpty() || state.isEmpty()) {
            return FollowedLog.fromStart();
        }
        List<Multikey> everKnown = new ArrayList<>(queries.keys(number.get()));
        everKnown.addAll(node.keys());
        Optional<SignedCheckpoint> newest = state.get().checkpoint().flatMap(note -> {
            try {
                return Optional.of(
                        SignedCheckpoint.read(note.getBytes(StandardCharsets.UTF_8), peer, everKnown, verifier));
            } catch (SignatureFault | LogFault e) {
                LOG.warn("The stored checkpoint of {} can't be read: {}", peer, e.getMessage());
                return Optional.empty();
            }
        });
        // What was begun of a history that is given up is not gone on with.
        Optional<SignedCheckpoint> begun =
                newest.filter(note -> note.size() <= state.get().range().size()
                        || !node.introductions().givenUp().contains(note.signer()));
        return FollowedLog.resume(state.get().range(), state.get().lastLoggedAt(), begun);
    }

    private SignedCheckpoint checkpoint(byte[] note, Discovered node)
            throws FollowingFault, DiscoveryFault, LogFault, InterruptedException {
        try {
            return SignedCheckpoint.read(note, peer, node.introductions()::checkpointKeys, verifier);
        } catch (SignatureFault first) {
            // Perhaps by a key that came since we asked who it is (OQX-FOL-002).
            try {
                return SignedCheckpoint.read(note, peer, introducedAnew().introductions()::checkpointKeys, verifier);
            } catch (SignatureFault fault) {
                throw FollowingFault.passing(fault.code(), "its checkpoint: " + fault.getMessage());
            }
        }
    }

    private Discovered introduced() throws DiscoveryFault, FollowingFault, InterruptedException {
        Discovered known = introduction;
        if (known != null && clock.instant().isBefore(introducedAt.plus(BELIEVED))) {
            return known;
        }
        return introducedAnew();
    }

    /** Asks it who it is, whatever is known. An old copy of its discovery document changes nothing (OQX-FOL-003). */
    Discovered introducedAnew() throws DiscoveryFault, FollowingFault, InterruptedException {
        Discovered fresh = found();
        report.gaveUp(fresh.introductions().givenUp());
        List<byte[]> taken = queries.introductions(peer);
        Discovered known = introduction;
        if (known != null) {
            refuseOtherHistory(
                    known.records().stream()
                            .map(record -> record.payload().bytes())
                            .toList(),
                    fresh);
        }
        refuseOtherHistory(taken, fresh);
        if (known != null && known.records().size() > fresh.records().size()) {
            return known;
        }
        if (taken.size() > fresh.records().size()) {
            throw FollowingFault.passing("node-address", "it introduces itself by an older Node record than before");
        }
        introduction = fresh;
        introduced.introduce(fresh);
        remote.sign(fresh.audience() == Audience.PEERS);
        introducedAt = clock.instant();
        return fresh;
    }

    /** Where we know it, or else where its newest Node record says it is as well: then it has moved. */
    private Discovered found() throws DiscoveryFault, InterruptedException {
        try {
            return discovery.at(address, Optional.of(peer));
        } catch (DiscoveryFault fault) {
            for (Origin other : recorded()) {
                if (!other.equals(address) && isAt(other)) {
                    LOG.info("{} is no longer at {} but at {}", peer, address, other);
                    move.to(other);
                    throw new InterruptedException("another follower has begun at " + other);
                }
            }
            throw fault;
        }
    }

    private boolean isAt(Origin other) throws InterruptedException {
        try {
            discovery.at(other, Optional.of(peer));
            return true;
        } catch (DiscoveryFault nor) {
            return false;
        }
    }

    /** The addresses in the newest Node record that was taken. */
    private List<Origin> recorded() {
        List<byte[]> taken = queries.introductions(peer);
        if (taken.isEmpty()) {
            return List.of();
        }
        try {
            NodeProfile newest =
                    (NodeProfile) RecordReader.read(taken.get(taken.size() - 1)).body();
            return newest.addresses().stream().map(Origin::parse).toList();
        } catch (RecordFault e) {
            throw new IllegalStateException("a Node record that was taken can't be read", e);
        }
    }

    /** Its introductions must be those that were believed before, as far as they go (OQX-FOL-053). */
    private static void refuseOtherHistory(List<byte[]> believed, Discovered fresh) throws FollowingFault {
        for (int i = 0; i < Math.min(believed.size(), fresh.records().size()); i++) {
            OqxRecord record = fresh.records().get(i);
            byte[] published = record.payload().bytes();
            if (!java.util.Arrays.equals(published, believed.get(i))) {
                throw FollowingFault.equivocation(
                        "it signed two Node records of revision " + (i + 1),
                        new TwoIntroductions(i + 1, believed.get(i), published).toBytes());
            }
        }
    }

    private static String codeOf(FetchFault fault) {
        return switch (fault.reason()) {
            case NAME_UNKNOWN, UNREACHABLE -> "unreachable";
            case DEADLINE -> "deadline";
            case ADDRESS_REFUSED -> "address-refused";
            case TOO_LARGE -> "too-large";
            case MEDIA_TYPE -> "media-type";
            case REDIRECT -> "redirect";
            case STATUS -> fault.problem().isEmpty() ? "status-" + fault.status() : fault.problem();
        };
    }
}
