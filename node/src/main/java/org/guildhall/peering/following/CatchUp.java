package org.guildhall.peering.following;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Arrival;
import org.guildhall.admission.Followed;
import org.guildhall.admission.Intake;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.StorageLimit;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.FollowedLog;
import org.guildhall.log.Frame;
import org.guildhall.log.HashReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.LogVerifier;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.log.TreeHash;
import org.guildhall.log.TwoIntroductions;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.record.Kind;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.store.LogQueries;

/**
 * Brings a followed log up to a signed checkpoint: frames are fetched and checked ahead, added in order, believed when they lead
 * to the signed root, and handed to admission in batches, the next of which is fetched while the one before is stored. Nothing is
 * handed over before it is believed. Belongs to one follower's thread.
 */
final class CatchUp {
    // A record in memory is several times its bytes. While one batch is stored the next is read, so there are two of
    // them.
    private static final int BATCH_FRAMES = 8 * Frame.PAGE;
    private static final int BATCH_BYTES = 2 << 20;
    private static final int UNDER_WAY = 1;
    private static final int DAMAGE_SEEN = 3;
    private static final Duration DAMAGE_LASTS = Duration.ofSeconds(60);

    private final NodeId owner;
    private final RemoteLog remote;
    private final FrameCheck check;
    private final ExecutorService fetching;
    private final Admission admission;
    private final Clock clock;
    private final LogQueries queries;
    private final DataIntegrity proofs;
    private final Equivocations equivocations;
    private final LongConsumer stored;
    private final Deque<CompletableFuture<Intake.Counts>> underWay = new ArrayDeque<>();
    /** Entries whose payload came damaged, and since when how often. */
    private final Map<Long, Damage> damages = new HashMap<>();

    private record Damage(Instant first, int seen) {}

    /** @param stored is told the size that is durable now, on the writer's thread */
    CatchUp(
            NodeId owner,
            RemoteLog remote,
            FrameCheck check,
            ExecutorService fetching,
            Admission admission,
            Clock clock,
            LogQueries queries,
            DataIntegrity proofs,
            Equivocations equivocations,
            LongConsumer stored) {
        this.owner = owner;
        this.remote = remote;
        this.check = check;
        this.fetching = fetching;
        this.admission = admission;
        this.clock = clock;
        this.queries = queries;
        this.proofs = proofs;
        this.equivocations = equivocations;
        this.stored = stored;
    }

    /**
     * Verifies and hands over everything up to the verifier's target. Returns when all is believed; the last batches may still be
     * under way to the store.
     *
     * @param introductions the Node records that its node introduces itself by now, from revision 1 on
     * @param first frames from the log's cursor on, that came with the checkpoint
     */
    void run(FollowedLog log, List<OqxRecord> introductions, LogVerifier verifier, List<Frame> first)
            throws FollowingFault, FetchFault, LogFault, InterruptedException {
        SignedCheckpoint target = verifier.target();
        HashReader tiles = Tiles.nodes(target.size(), remote::tile);
        Batch batch = new Batch(verifier.next());
        long wanted = target.size() - verifier.next();
        batch.add(verifier, check.check(first.subList(0, (int) Math.min(first.size(), wanted))));
        try (Pages pages = new Pages(remote, check, fetching, verifier.next(), target.size())) {
            while (pages.hasNext()) {
                batch.add(verifier, pages.next());
                if (batch.isFull() && pages.hasNext()) {
                    handOver(log, introductions, verifier, batch, tiles);
                    batch = new Batch(verifier.next());
                }
            }
        }
        handOver(log, introductions, verifier, batch, tiles);
    }

    /** Waits until what was handed over is durable. */
    void settle() throws FollowingFault, InterruptedException {
        await(0);
    }

    /** Frames in a row that were added to a verifier and not yet believed. */
    private static final class Batch {
        private final long from;
        private final List<Arrival> arrivals = new ArrayList<>();
        private int bytes;

        Batch(long from) {
            this.from = from;
        }

        void add(LogVerifier verifier, List<Arrival> more) {
            for (Arrival arrival : more) {
                boolean standing = !continuesOther(arrival, verifier);
                boolean inOrder = verifier.add(arrival.frame());
                if (!inOrder) {
                    arrivals.add(
                            new Arrival.Unreadable(arrival.frame(), "time-order", "logged before the entry before it"));
                } else if (!standing) {
                    arrivals.add(new Arrival.Unreadable(
                            arrival.frame(), "continuation", "it stands by another history than the one before it"));
                } else {
                    arrivals.add(arrival);
                }
                bytes += arrival.frame().length();
            }
        }

        /** Whether the log's node says with this entry that it stands by another tree than that of the entries before (OQX-WIT-055). */
        private static boolean continuesOther(Arrival arrival, LogVerifier verifier) {
            return arrival instanceof Arrival.Verified verified
                    && verified.frame().origin() == Frame.OWN
                    && verified.record().body() instanceof NodeProfile profile
                    && profile.continues()
                            .map(point -> point.size() != verifier.next()
                                    || !TreeHash.wrap(point.root().toBytes()).equals(verifier.root()))
                            .orElse(false);
        }

        boolean isFull() {
            return arrivals.size() >= BATCH_FRAMES || bytes >= BATCH_BYTES;
        }
    }

    private void handOver(
            FollowedLog log, List<OqxRecord> introductions, LogVerifier verifier, Batch batch, HashReader tiles)
            throws FollowingFault, LogFault, InterruptedException {
        LogVerifier.Verdict verdict = verdict(verifier, tiles);
        if (!(verdict instanceof LogVerifier.Verdict.Verified verified)) {
            throw explain(log, verifier.target(), tiles);
        }
        // A first entry that was damaged on the way is asked for again; only one that was signed so ends everything.
        List<Arrival> whole = withoutDamaged(batch);
        requireFirstEntry(batch.from, whole);
        await(UNDER_WAY - 1); // Node records among them are looked for in the store
        requireOneIntroduction(introductions, whole);
        log.advance(verified);
        long size = log.size();
        String note = new String(verifier.target().note(), StandardCharsets.UTF_8);
        CompletableFuture<Intake.Counts> arriving =
                admission.arrive(new Followed(owner, batch.from, whole, log.verified(), note));
        underWay.add(arriving.thenApply(counts -> {
            stored.accept(size);
            return counts;
        }));
    }

    private static LogVerifier.Verdict verdict(LogVerifier verifier, HashReader tiles) throws FollowingFault {
        if (verifier.isComplete()) {
            return verifier.verdict();
        }
        try {
            return verifier.judgeBy(
                    ConsistencyProof.prove(verifier.next(), verifier.target().size(), tiles));
        } catch (IOException e) {
            throw tilesMissing(e);
        }
    }

    /** The frames did not lead to the signed root: was it the way, or two histories? (OQX-FOL-052) */
    private FollowingFault explain(FollowedLog log, SignedCheckpoint target, HashReader tiles) {
        try {
            FollowedLog.Explanation explanation = log.explain(target, tiles);
            if (explanation instanceof FollowedLog.Explanation.Forked forked) {
                return FollowingFault.equivocation(
                        "it signed a checkpoint of " + target.size()
                                + " entries that does not continue what it signed before",
                        forked.proof().toBytes(owner));
            }
            return FollowingFault.passing(
                    "root-mismatch",
                    explanation instanceof FollowedLog.Explanation.Garbled
                            ? "the entries were changed on the way, or where they are kept"
                            : "neither entries nor tiles lead to the root it signed");
        } catch (IOException e) {
            return tilesMissing(e);
        }
    }

    static FollowingFault tilesMissing(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return FollowingFault.passing("root-mismatch", "the tiles of the log can't be had: " + cause.getMessage());
    }

    private void requireFirstEntry(long from, List<Arrival> arrivals) throws FollowingFault {
        if (from > 0 || arrivals.isEmpty()) {
            return;
        }
        boolean introduces = arrivals.get(0) instanceof Arrival.Verified first
                && first.record().head().kind() == Kind.NODE
                && first.record().head().revision() == 1
                && first.record().head().node().equals(owner);
        if (!introduces) {
            throw FollowingFault.stop("first-entry", "the log does not begin with its node's introduction");
        }
    }

    /**
     * A second Node record of one revision is another history, though the tree has but one (OQX-FOL-053). In the node's own log it
     * ends following at once; of another node it is kept, and this log is followed on.
     */
    private void requireOneIntroduction(List<OqxRecord> introductions, List<Arrival> arrivals)
            throws FollowingFault, InterruptedException {
        SecondIntroductions second = new SecondIntroductions(queries, proofs);
        for (Arrival arrival : arrivals) {
            if (!(arrival instanceof Arrival.Verified verified)
                    || verified.record().head().kind() != Kind.NODE) {
                continue;
            }
            OqxRecord record = verified.record();
            NodeId node = record.head().node();
            int revision = record.head().revision();
            Optional<TwoIntroductions> proof = second.proof(record);
            if (node.equals(owner)) {
                Optional<TwoIntroductions> own = served(introductions, record).or(() -> proof);
                if (own.isPresent()) {
                    throw FollowingFault.equivocation(
                            "its log holds a second Node record of revision " + revision,
                            own.get().toBytes());
                }
            } else if (proof.isPresent()) {
                equivocations.keep(
                        node,
                        owner,
                        proof.get().toBytes(),
                        "it signed two Node records of revision " + revision,
                        Set.of());
            }
        }
    }

    /** The proof, if the record is another than the one that its node serves as its introduction. */
    private static Optional<TwoIntroductions> served(List<OqxRecord> introductions, OqxRecord record) {
        int revision = record.head().revision();
        if (revision > introductions.size()) {
            return Optional.empty();
        }
        OqxRecord known = introductions.get(revision - 1);
        boolean signed = known.proof().key().equals(record.proof().key());
        return signed && !known.payload().digest().equals(record.payload().digest())
                ? Optional.of(new TwoIntroductions(
                        revision, known.payload().bytes(), record.payload().bytes()))
                : Optional.empty();
    }

    /**
     * An answer with a damaged payload is refused as a whole and asked for again. What stays damaged however often it is asked
     * for is left out and listed as missing, so that one bad sector there does not end following here (OQX-FOL-015).
     */
    private List<Arrival> withoutDamaged(Batch batch) throws LogFault {
        List<Arrival> whole = new ArrayList<>(batch.arrivals.size());
        long index = batch.from;
        for (Arrival arrival : batch.arrivals) {
            if (arrival instanceof Arrival.Unreadable unreadable
                    && unreadable.code().equals(FrameCheck.DAMAGED)) {
                Damage damage = damages.merge(
                        index,
                        new Damage(clock.instant(), 1),
                        (before, now) -> new Damage(before.first(), before.seen() + 1));
                if (damage.seen() < DAMAGE_SEEN
                        || Duration.between(damage.first(), clock.instant()).compareTo(DAMAGE_LASTS) < 0) {
                    throw new LogFault(
                            FrameCheck.DAMAGED, "the payload of entry " + index + " is not the one that was logged");
                }
                Frame frame = arrival.frame();
                Frame missing = new Frame(frame.entry(), frame.origin(), new Frame.Content.Dropped(index));
                whole.add(new Arrival.Unreadable(missing, unreadable.code(), unreadable.detail()));
            } else {
                whole.add(arrival);
            }
            index++;
        }
        damages.keySet().removeIf(seen -> seen >= batch.from && seen < batch.from + batch.arrivals.size());
        return whole;
    }

    private void await(int most) throws FollowingFault, InterruptedException {
        while (underWay.size() > most) {
            try {
                underWay.remove().get();
            } catch (ExecutionException e) {
                underWay.clear();
                if (e.getCause() instanceof Refusal refusal && refusal.code().equals(StorageLimit.CODE)) {
                    throw FollowingFault.passing(refusal.code(), String.valueOf(refusal.getMessage()));
                }
                if (e.getCause() instanceof Refusal refusal) {
                    throw FollowingFault.passing(
                            refusal.code(), "what it sent waits for a word of ours: " + refusal.getMessage());
                }
                throw FollowingFault.passing("store", "what was read could not be stored: " + e.getCause());
            }
        }
    }
}
