package org.guildhall.peering.following;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Policy;
import org.guildhall.admission.StorageLimit;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.IntroducedKeys;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.NodeId;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a follower for each active peering, and ends it with the peering. {@link #refresh} makes what runs fit what is stored; it
 * is to be called at the start and whenever peerings changed.
 */
public final class Followers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final long STACK_BYTES = 512 * 1024;
    private static final int PATIENCE_MILLIS = 5_000;

    private final OutgoingHttp http;
    private final Reading signed;
    private final Discovery discovery;
    private final IntroducedKeys introduced;
    private final Admission admission;
    private final Writer writer;
    private final LogQueries queries;
    private final PeeringTable table;
    private final Verifier verifier;
    private final DataIntegrity proofs;
    private final FrameCheck check;
    private final BackOff.Bounds waits;
    private final RandomGenerator random;
    private final Clock clock;
    private final Semaphore large = new Semaphore(1, true);
    private final ExecutorService cores;
    private final ExecutorService fetching;

    // Guarded by this.
    private final Map<NodeId, Running> running = new HashMap<>();
    private boolean closed;

    private record Running(Thread thread, Report report, String address) {}

    /**
     * @param signed the same way out with our signature under each request
     * @param introduced is told of each followed node's keys
     */
    public Followers(
            OutgoingHttp http,
            Reading signed,
            Discovery discovery,
            IntroducedKeys introduced,
            Admission admission,
            Writer writer,
            LogQueries queries,
            PeeringTable table,
            Verifier verifier,
            BackOff.Bounds waits,
            RandomGenerator random,
            Clock clock) {
        this.http = http;
        this.signed = signed;
        this.discovery = discovery;
        this.introduced = introduced;
        this.admission = admission;
        this.writer = writer;
        this.queries = queries;
        this.table = table;
        this.verifier = verifier;
        this.waits = waits;
        this.random = random;
        this.clock = clock;
        this.cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), named("verify"));
        this.fetching = Executors.newCachedThreadPool(named("fetch"));
        this.proofs = new DataIntegrity(verifier);
        this.check = new FrameCheck(proofs, cores);
    }

    /** Starts and ends followers until they are those of the active peerings that no final fault has stopped. */
    public synchronized void refresh() {
        if (closed) {
            return;
        }
        Map<NodeId, Peer> wanted = table.all().stream()
                .filter(peer -> peer.state() == State.ACTIVE && !peer.stopped())
                .collect(Collectors.toMap(Peer::node, peer -> peer));
        running.entrySet().removeIf(entry -> {
            Peer peer = wanted.get(entry.getKey());
            boolean keep = peer != null
                    && peer.address().equals(entry.getValue().address())
                    && entry.getValue().thread().isAlive();
            if (!keep) {
                entry.getValue().thread().interrupt();
            }
            return !keep;
        });
        wanted.forEach((node, peer) -> {
            if (!running.containsKey(node)) {
                running.put(node, start(peer));
            }
        });
    }

    /** How following a peer goes; empty when it is not followed by this process. */
    public synchronized Optional<Standing> standing(NodeId node) {
        return Optional.ofNullable(running.get(node)).map(one -> one.report().standing());
    }

    /** All peerings but removed ones, each with how following goes. */
    public List<PeerStatus> all() {
        return withRemoved().stream()
                .filter(status -> status.peer().state() != State.REMOVED)
                .toList();
    }

    /** The same with those that were removed. */
    public List<PeerStatus> withRemoved() {
        Instant now = clock.instant();
        return table.all().stream()
                .map(peer -> PeerStatus.of(peer, standing(peer.node()), now))
                .toList();
    }

    private Running start(Peer peer) {
        Origin address = Origin.parse(peer.address());
        RemoteLog remote = new RemoteLog(http, signed, address, large);
        Report report =
                new Report(peer.node(), peer.address(), peer.remoteSize().orElse(0L), writer, remote, clock);
        CatchUp catchUp = new CatchUp(
                peer.node(),
                remote,
                check,
                fetching,
                admission,
                clock,
                queries,
                proofs,
                new Equivocations(writer, this::refresh),
                report::stored);
        Follower follower = new Follower(
                peer.node(),
                address,
                discovery,
                introduced,
                remote,
                catchUp,
                new StandingHistory(peer.node(), remote, queries, admission),
                queries,
                verifier,
                clock,
                new BackOff(waits, random),
                report,
                () -> StorageLimit.reached(
                        table.policy(peer.number()).map(Policy::ofJson).orElseGet(Policy::takeAll),
                        queries.volume(peer.number()),
                        clock.instant()),
                moved -> move(peer.node(), moved));
        Thread thread = new Thread(null, follower, "follow-" + peer.number(), STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return new Running(thread, report, peer.address());
    }

    private void move(NodeId node, Origin address) throws InterruptedException {
        try {
            writer.submit(tx -> PeeringTable.move(tx, node, address.text())).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the new address could not be stored", e.getCause());
        }
        refresh();
    }

    /** Ends all followers; what they handed over before is stored, what they had not is read again next time. */
    @Override
    public void close() {
        List<Running> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(running.values());
        }
        ending.forEach(one -> one.thread().interrupt());
        try {
            for (Running one : ending) {
                one.thread().join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Not all followers ended in time");
        }
        fetching.shutdownNow();
        cores.shutdownNow();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
