package org.guildhall.peering.serving;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SigningKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the newest state of our own log, after it is durable, at most 20 times a second (OQX-LOG-037): the first commit after
 * a pause at once, those that come in a burst together. Never two different ones of a size, and never a smaller one
 * (OQX-LOG-036): a state that would need it is an error of ours, and nothing is signed any more. Nothing new is signed while
 * that is not permitted; what was signed before goes on being served.
 */
public final class CheckpointPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointPublisher.class);
    private static final Duration SPACING = Duration.ofMillis(50);

    private final NodeId node;
    private final Supplier<SigningKey> key;
    private final SigningPermit permit;
    private final List<Consumer<SignedCheckpoint>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread signer = new Thread(task, "checkpoints");
        signer.setDaemon(true);
        return signer;
    });
    private final CompletableFuture<Boolean> serving = new CompletableFuture<>();
    private volatile @Nullable SignedCheckpoint newest;

    // Guarded by this: the newest durable state, and whether signing it is under way.
    private @Nullable Durable durable;
    private boolean scheduled;
    private boolean stopped;
    private long lastSigned = System.nanoTime() - SPACING.toNanos();

    /** @param key the one that the newest Node record in the log lists at that commit: no later one may sign for it */
    private record Durable(Checkpoint checkpoint, SigningKey key) {}

    /** @param key gives the signing key that the newest durable Node record in the log lists; asked on the writer's thread only */
    public CheckpointPublisher(NodeId node, Supplier<SigningKey> key, SigningPermit permit) {
        this.node = node;
        this.key = key;
        this.permit = permit;
        permit.onChange(this::signWhatWaits);
    }

    /** Serves what was signed before this node was started. To be called before anything is committed. */
    public void remember(SignedCheckpoint signed) {
        newest = signed;
        serving.complete(true);
    }

    /** The newest signed checkpoint, once there is one. What it covers is durable. */
    public Optional<SignedCheckpoint> newest() {
        return Optional.ofNullable(newest);
    }

    /** Waits until there is a {@link #newest} one, which is not before signing is permitted; whether there is. */
    public boolean awaitNewest(Duration most) {
        return serving.copy()
                .completeOnTimeout(false, most.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Is told of each new checkpoint, in order, on a thread of ours: hand long work on. */
    public void onPublished(Consumer<SignedCheckpoint> listener) {
        listeners.add(listener);
    }

    /** Says that our log has this size and root, durably. To be called in the order of commits; returns at once. */
    public synchronized void committed(long size, TreeHash root) {
        Checkpoint before = durable == null ? null : durable.checkpoint();
        if (size == 0
                || stopped
                || (before != null && before.size() == size && before.root().equals(root))) {
            return;
        }
        if (before != null && size <= before.size()) {
            stopped = true;
            LOG.error(
                    "Our log went from {} entries to {} with another history. Nothing is signed any more; stop this node and"
                            + " find out who else writes to its database",
                    before.size(),
                    size);
            return;
        }
        durable = new Durable(Checkpoint.of(node, size, root), key.get());
        schedule();
    }

    private synchronized void signWhatWaits() {
        if (durable != null && !stopped) {
            schedule();
        }
    }

    private synchronized void schedule() {
        if (!scheduled) {
            scheduled = true;
            long wait = Math.max(0, lastSigned + SPACING.toNanos() - System.nanoTime());
            var unused = thread.schedule(this::sign, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void sign() {
        Durable state;
        synchronized (this) {
            state = durable;
            scheduled = false;
            lastSigned = System.nanoTime();
        }
        SignedCheckpoint before = newest;
        if (state == null) {
            return;
        }
        Checkpoint checkpoint = state.checkpoint();
        if (!permit.isGranted() || (before != null && before.size() >= checkpoint.size())) {
            return;
        }
        try {
            SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, state.key());
            newest = signed;
            serving.complete(true);
            listeners.forEach(listener -> listener.accept(signed));
        } catch (RuntimeException e) {
            LOG.error("The checkpoint of {} entries could not be published", checkpoint.size(), e);
        }
    }

    /** Signs nothing more. */
    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
        }
        thread.shutdownNow();
    }
}
