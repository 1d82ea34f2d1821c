package org.guildhall.peering.recovery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.guildhall.admission.Restoration;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Events;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Never two heads: asks our peers for the newest checkpoint of our own log that they keep, and lets the node sign only when one
 * has answered and we hold all that we are known to have signed (OQX-MIR-010 to 016). Those who were silent are asked on, also
 * while the node signs already. A thread of its own; reading does not wait for it.
 */
public final class OwnHead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnHead.class);
    private static final int CLOSING_MILLIS = 3_000;

    private final Reading http;
    private final PeeringTable table;
    private final Writer writer;
    private final LogQueries queries;
    private final StoredIntroductions introductions;
    private final Verifier verifier;
    private final SigningPermit permit;
    private final CurrentKey signing;
    private final Waits waits;
    private final ExecutorService asking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "own-head-ask");
        thread.setDaemon(true);
        return thread;
    });

    // Guarded by this.
    private Optional<Thread> running = Optional.empty();

    /**
     * How long to wait.
     *
     * @param others for the other peers once one has answered
     * @param first before those who were silent are asked again the first time; then twice as long, up to {@code most}
     */
    public record Waits(Duration others, Duration first, Duration most) {
        public static Waits standard() {
            return new Waits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30));
        }
    }

    public OwnHead(
            Reading http,
            PeeringTable table,
            Writer writer,
            LogQueries queries,
            StoredIntroductions introductions,
            Verifier verifier,
            SigningPermit permit,
            CurrentKey signing,
            Waits waits) {
        this.http = http;
        this.table = table;
        this.writer = writer;
        this.queries = queries;
        this.introductions = introductions;
        this.verifier = verifier;
        this.permit = permit;
        this.signing = signing;
        this.waits = waits;
    }

    /**
     * Begins to ask. Who has no peers may sign at once; so may nobody who is halted.
     *
     * @param known how many entries we are known to have signed, 0 if nothing is known
     */
    public synchronized void start(long known) {
        running.ifPresent(Thread::interrupt);
        List<Peer> peers = peers();
        if (permit.state() instanceof SigningPermit.State.Halted halted) {
            LOG.error("Nothing is signed: {}", halted.reason());
            return;
        }
        if (peers.isEmpty()) {
            permit.grant();
            return;
        }
        Round round = new Round(peers, known);
        permit.withhold(round.waiting());
        Thread thread = new Thread(round, "own-head");
        thread.setDaemon(true);
        thread.start();
        running = Optional.of(thread);
    }

    private List<Peer> peers() {
        return table.all().stream()
                .filter(peer -> peer.state() == State.ACTIVE || peer.state() == State.SUSPENDED)
                .toList();
    }

    /** Ends asking; what is under way in the store is finished. */
    @Override
    public void close() {
        Optional<Thread> ending;
        synchronized (this) {
            ending = running;
        }
        asking.shutdownNow();
        ending.ifPresent(thread -> {
            thread.interrupt();
            try {
                thread.join(CLOSING_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** @param cosigned the largest checkpoint of ours that the peer cosigned as a witness */
    private record Told(Peer peer, OwnMirror.Answer answer, Optional<SignedCheckpoint> cosigned) {}

    /** What a peer keeps that one of our keys signed: the head of its mirror, or what it cosigned as a witness. */
    private record Kept(String peer, boolean inMirror, SignedCheckpoint checkpoint) {
        long size() {
            return checkpoint.size();
        }

        @Override
        public String toString() {
            return peer + (inMirror ? " keeps a checkpoint" : " cosigned a checkpoint");
        }
    }

    /** One start's questions and answers. Owned by its thread. */
    private final class Round implements Runnable {
        private final Map<Peer, OwnMirror> mirrors = new LinkedHashMap<>();
        private final Map<Peer, OwnMirror.Answer> answers = new HashMap<>();
        private final Map<Peer, SignedCheckpoint> cosigned = new HashMap<>();
        private final Set<Peer> asked = new HashSet<>();
        private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
        private final NodeId self = writer.selfId();
        private final int era = permit.era();
        /** How many entries we are known to have signed without asking anybody. */
        private final long signed;

        private long known;
        private String trouble = "";

        Round(List<Peer> peers, long known) {
            peers.forEach(peer -> mirrors.put(peer, new OwnMirror(http, Origin.parse(peer.address()), self)));
            this.signed = known;
            this.known = known;
        }

        @Override
        public void run() {
            Duration pause = waits.first();
            try {
                boolean done = false;
                while (!done) {
                    done = attempt();
                    if (!done) {
                        Thread.sleep(pause.toMillis());
                        pause = pause.multipliedBy(2).compareTo(waits.most()) > 0
                                ? waits.most()
                                : pause.multipliedBy(2);
                    }
                }
            } catch (InterruptedException e) {
                LOG.debug("The question for our newest checkpoint ends");
            }
        }

        /** Asks who has not answered, and judges what is known then. Whether there is nothing more to ask. */
        private boolean attempt() throws InterruptedException {
            try {
                ask();
                judge();
                if (permit.state() instanceof SigningPermit.State.Waiting) {
                    permit.withhold(waiting());
                    LOG.warn("Nothing is signed yet: {}", waiting());
                }
            } catch (RuntimeException | ExecutionException e) {
                LOG.error("Our own log could not be compared with what peers keep of it", e);
                trouble = "this node's own fault; its log tells more";
            }
            if (permit.state() instanceof SigningPermit.State.Halted) {
                return true;
            }
            return permit.isGranted() && answers.size() == mirrors.size();
        }

        private void ask() throws InterruptedException {
            // A disk from before the key was replaced does not know it yet; the key is ours all the same.
            Set<Multikey> keys = new HashSet<>(queries.keys(writer.self()));
            keys.add(key());
            Set<Multikey> givenUp = givenUp();
            keys.removeAll(givenUp);
            mirrors.forEach((peer, mirror) -> {
                if (!answers.containsKey(peer) && asked.add(peer)) {
                    asking.execute(() -> told.add(answer(peer, mirror, keys, givenUp)));
                }
            });
            long end = answers.isEmpty()
                    ? Long.MAX_VALUE
                    : System.nanoTime() + waits.others().toNanos();
            while (!asked.isEmpty()) {
                Told next = end == Long.MAX_VALUE
                        ? told.take()
                        : told.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return; // the slow ones are heard in a later round
                }
                asked.remove(next.peer());
                if (take(next) && end == Long.MAX_VALUE) {
                    end = System.nanoTime() + waits.others().toNanos();
                }
            }
        }

        /** What these signed elsewhere is of a history that we gave up (OQX-WIT-058). */
        private Set<Multikey> givenUp() {
            try {
                return introductions.of(self).givenUp();
            } catch (RecordFault | SignatureFault e) {
                throw new IllegalStateException("our own Node records can't be read", e);
            }
        }

        private Told answer(Peer peer, OwnMirror mirror, Collection<Multikey> keys, Collection<Multikey> givenUp) {
            try {
                OwnMirror.Answer answer = mirror.ask(self, keys, givenUp, verifier);
                boolean silent = answer instanceof OwnMirror.Answer.Silent;
                return new Told(peer, answer, silent ? Optional.empty() : mirror.cosigned(self, keys, verifier));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Told(peer, new OwnMirror.Answer.Silent("interrupted"), Optional.empty());
            } catch (RuntimeException e) {
                LOG.error("{} could not be asked", mirror, e);
                return new Told(peer, new OwnMirror.Answer.Silent("this node's own fault"), Optional.empty());
            }
        }

        /** Whether the peer has told what it keeps. */
        private boolean take(Told one) {
            one.cosigned().ifPresent(checkpoint -> cosigned.put(one.peer(), checkpoint));
            if (one.answer() instanceof OwnMirror.Answer.Silent silent) {
                trouble = name(one.peer()) + ": " + silent.why();
            } else if (one.answer() instanceof OwnMirror.Answer.OtherKey other) {
                trouble = name(one.peer()) + " keeps " + other.size() + " entries signed by " + other.key()
                        + ", which a record there names as this node's key: put that signing.key in its place and"
                        + " start again";
            } else if (one.answer() instanceof OwnMirror.Answer.Unbelievable lie) {
                trouble = name(one.peer()) + " served " + lie.what();
            } else {
                answers.put(one.peer(), one.answer());
                return true;
            }
            return false;
        }

        /** What was brought may give up keys, and shows whether the other peers keep the same history: so all is judged again. */
        private void judge() throws InterruptedException, ExecutionException {
            boolean brought = true;
            while (brought) {
                brought = compareAndCatchUp();
            }
            boolean complete = StoredLog.of(queries, writer.self()).size() >= known;
            if (isAnswered() && complete && isIntroduced() && !(permit.state() instanceof SigningPermit.State.Halted)) {
                permit.grant();
            }
        }

        /** Whether something was brought that was missing here. */
        private boolean compareAndCatchUp() throws InterruptedException, ExecutionException {
            forgetGivenUp();
            StoredLog stored = StoredLog.of(queries, writer.self());
            List<Kept> kept = kept();
            for (Kept one : kept) {
                SignedCheckpoint checkpoint = one.checkpoint();
                if (checkpoint.size() <= stored.size()
                        && !stored.rootAt(checkpoint.size()).equals(checkpoint.root())) {
                    halt(one + " of " + checkpoint.size()
                            + " entries that bears our signature, and our own log of that size is another");
                    return false;
                }
            }
            known = Math.max(signed, kept.stream().mapToLong(Kept::size).max().orElse(0));
            Optional<Kept> newest = kept.stream()
                    .filter(one -> one.inMirror() && one.size() > stored.size())
                    .max(Comparator.comparing(
                                    (Kept one) -> one.checkpoint().signer().equals(key()))
                            .thenComparing(Kept::size));
            if (newest.isEmpty()) {
                return false;
            }
            permit.withhold(waiting());
            SignedCheckpoint target = newest.get().checkpoint();
            for (Kept one : kept) {
                if (one.size() > stored.size() && contradicts(one.checkpoint(), target)) {
                    halt(one + " of " + one.size() + " entries that bears our signature, and " + newest.get() + " of "
                            + target.size() + " that does not begin with them");
                    return false;
                }
            }
            return catchUp(stored, target);
        }

        /**
         * Whether what the same key signed is of another history than the target: known before anything is brought, or else only
         * one of the two could be kept. By another key, which the target may give up, it is compared afterwards.
         */
        private boolean contradicts(SignedCheckpoint one, SignedCheckpoint target) {
            if (!one.signer().equals(target.signer()) || one.size() > target.size()) {
                return false;
            }
            if (one.size() == target.size()) {
                return !one.root().equals(target.root());
            }
            for (OwnMirror holder : holders(target)) {
                try {
                    Optional<TreeHash> root = Tiles.provenRootAt(
                            one.size(), target.checkpoint(), Tiles.nodes(target.size(), holder::tile));
                    if (root.isPresent()) {
                        return !root.get().equals(one.root());
                    }
                } catch (IOException e) {
                    LOG.debug("{} does not show the tree of {} entries", holder, target.size(), e);
                }
            }
            return false;
        }

        /** Checkpoints by keys that we gave up are of a history that we gave up (OQX-WIT-058). */
        private void forgetGivenUp() {
            Set<Multikey> givenUp = givenUp();
            answers.replaceAll((peer, answer) -> answer instanceof OwnMirror.Answer.Head head
                            && givenUp.contains(head.checkpoint().signer())
                    ? new OwnMirror.Answer.Nothing()
                    : answer);
            cosigned.values().removeIf(checkpoint -> givenUp.contains(checkpoint.signer()));
        }

        private List<Kept> kept() {
            List<Kept> kept = new ArrayList<>();
            answers.forEach((peer, answer) -> {
                if (answer instanceof OwnMirror.Answer.Head head) {
                    kept.add(new Kept(name(peer), true, head.checkpoint()));
                }
            });
            cosigned.forEach((peer, checkpoint) -> kept.add(new Kept(name(peer), false, checkpoint)));
            return kept;
        }

        /** Who keeps nothing may have lost it, so that counts only where everybody says so. */
        private boolean isAnswered() {
            return answers.size() == mirrors.size()
                    || answers.values().stream().anyMatch(answer -> answer instanceof OwnMirror.Answer.Head);
        }

        private Multikey key() {
            return signing.get().publicKey();
        }

        /** Whether our log, as it is here, says that this key speaks for us; what is signed by another nobody believes. */
        private boolean isIntroduced() {
            return queries.speaks(writer.self(), key());
        }

        /** Those who keep the history of this checkpoint, and at least as much of it. */
        private List<OwnMirror> holders(SignedCheckpoint target) {
            return answers.entrySet().stream()
                    .filter(one -> one.getValue() instanceof OwnMirror.Answer.Head head
                            && head.checkpoint().size() >= target.size()
                            && head.checkpoint().signer().equals(target.signer()))
                    .map(one -> mirrors.get(one.getKey()))
                    .toList();
        }

        /** Our disk is old: brings what is missing from those who kept it. Whether all of it is here then. */
        private boolean catchUp(StoredLog stored, SignedCheckpoint target)
                throws InterruptedException, ExecutionException {
            List<OwnMirror> holders = holders(target);
            LOG.warn(
                    "Peers keep {} entries of this node's log, and the database holds {}: it is old, and is brought up to date",
                    target.size(),
                    stored.size());
            try {
                new Retrieval(self, holders, target, asking).run(stored, (from, frames) -> {
                    try {
                        Restoration.append(writer, from, frames).get();
                    } catch (ExecutionException e) {
                        throw new IllegalStateException("what was brought could not be stored", e.getCause());
                    }
                });
                String detail = "from " + stored.size() + " to " + target.size() + " entries";
                note(Events.Kind.LOG_CAUGHT_UP, detail);
                LOG.warn("This node's own log was brought up to date from its peers, {}", detail);
                return true;
            } catch (RecoveryFault fault) {
                if (fault.isContradiction()) {
                    halt(String.valueOf(fault.getMessage()));
                } else {
                    trouble = String.valueOf(fault.getMessage());
                }
                return false;
            } finally {
                holders.forEach(mirror -> {
                    if (mirror.lie() != null) {
                        trouble = mirror + " served " + mirror.lie();
                        LOG.warn("Of our own log, {}", trouble);
                    }
                });
            }
        }

        private void halt(String what) throws InterruptedException, ExecutionException {
            String reason =
                    what + ". Either the key was used elsewhere, or a second copy of this node ran. Nothing is signed"
                            + " any more. Compare with your peers, and see \"When your node has forked\" in docs/operating.md: `guildhall log"
                            + " continue --dry-run` tells who holds what";
            LOG.error("{}", reason);
            permit.halt(reason, era).get();
        }

        private String waiting() {
            String names = mirrors.keySet().stream()
                    .filter(peer -> !answers.containsKey(peer))
                    .map(this::name)
                    .collect(Collectors.joining(", "));
            if (isAnswered() && StoredLog.of(queries, writer.self()).size() >= known && !isIntroduced()) {
                return "the signing key here, " + key()
                        + ", is none that the newest Node record of this node names, as far"
                        + " as it is known here and at the peers that answered. Put the right signing.key in its place, unless"
                        + " a rotation was under way, and start again";
            }
            String what = !isAnswered()
                    ? "no peer has yet shown what it keeps of this node's log (no answer from " + names + ")"
                    : "this node is known to have signed " + known + " entries, and not all of them are here yet";
            return what + (trouble.isEmpty() ? "" : "; " + trouble)
                    + ". If no peer can answer and this disk is certainly the newest, start with `guildhall serve --alone`";
        }

        private String name(Peer peer) {
            return peer.name().orElse(peer.address());
        }
    }

    private void note(Events.Kind kind, String detail) throws InterruptedException, ExecutionException {
        writer.submit(tx -> {
                    Events.note(tx, kind, Optional.empty(), "", detail);
                    return true;
                })
                .get();
    }
}
