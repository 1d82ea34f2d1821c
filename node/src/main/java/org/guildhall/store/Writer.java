package org.guildhall.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.guildhall.log.CompactRange;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer. One thread takes the work that is queued, runs it in one transaction, commits once, syncs once, and
 * only then says to each that it is done. Nothing else writes to the database while a node runs.
 *
 * <p>A piece of work that throws leaves no trace and fails alone. When the commit or the sync itself fails, everything
 * in the group fails and so does all later work: what is on disk is then only known after a new start.
 */
public final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int LARGEST_GROUP = 256;
    private static final int QUEUE = 4_096;

    private final Database database;
    private final Connection connection;
    private final NodeId selfId;
    private final int self;
    private final Clock clock;
    private final NodeNumbers numbers = new NodeNumbers();
    private final BlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final List<Consumer<Commit>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<StoreFailed> failure = new CompletableFuture<>();
    private final Thread thread;
    private final Queue<Upkeep> upkeep = new ConcurrentLinkedQueue<>();
    private volatile LogTip tip;
    /** Whether the group that is under way took payloads out of our log; owned by the writer's thread. */
    private boolean holed;
    /** What the last piece of work of the group asked for; owned by the writer's thread. */
    private List<Runnable> afterCommit = List.of();

    private final AtomicLong groups = new AtomicLong();
    private final AtomicLong commitNanos = new AtomicLong();

    /** Something to be done in one transaction. Runs on the writer's thread: it must not wait for anything. */
    public interface Work<T> {
        T run(Transaction tx) throws Exception;
    }

    /** {@code work} is null in the one task that ends the thread. */
    private record Task<T>(@Nullable Work<T> work, CompletableFuture<T> done) {}

    private record Finished<T>(
            CompletableFuture<T> done,
            @Nullable T value,
            @Nullable Throwable fault) {
        void tell() {
            if (fault != null) {
                done.completeExceptionally(fault);
            } else {
                done.complete(value);
            }
        }
    }

    /** Opens the store of the node {@code selfId}, which is entered in it when it is new. */
    public static Writer open(Database database, NodeId selfId, Clock clock) throws SQLException {
        Connection connection = database.writeConnection();
        Sql sql = new Sql(connection);
        int self = new NodeNumbers().of(sql, selfId);
        LogTip tip = tip(sql, self);
        database.makeDurable(connection);
        return new Writer(database, connection, selfId, self, clock, tip);
    }

    private static LogTip tip(Sql sql, int self) throws SQLException {
        Optional<LogTip> stored = sql.first(
                "select compact, last_logged_at from log_state where log = ?",
                row -> new LogTip(CompactRange.ofBytes(row.getBytes(1)), row.getLong(2)),
                self);
        if (stored.isEmpty()) {
            sql.update(
                    "insert into log_state (log, size, last_logged_at, compact) values (?, ?, ?, ?)",
                    self,
                    0L,
                    0L,
                    CompactRange.empty().toBytes());
        }
        return stored.orElseGet(() -> new LogTip(CompactRange.empty(), 0));
    }

    private Writer(Database database, Connection connection, NodeId selfId, int self, Clock clock, LogTip tip) {
        this.database = database;
        this.connection = connection;
        this.selfId = selfId;
        this.self = self;
        this.clock = clock;
        this.tip = tip;
        this.thread = new Thread(this::run, "writer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Our own number in the tables. */
    public int self() {
        return self;
    }

    public NodeId selfId() {
        return selfId;
    }

    /** Our own log as of the last durable commit. */
    public Commit current() {
        LogTip now = tip;
        return new Commit(now.range().size(), now.range().root(), false, false, Set.of());
    }

    /** How many groups were committed: with the number of posts, the posts per sync. */
    public long groups() {
        return groups.get();
    }

    /** How long all commits took, from asking for them until they were on disk. */
    public long commitNanos() {
        return commitNanos.get();
    }

    /** How many pieces of work wait. */
    public int queued() {
        return queue.size();
    }

    /** Completes when the store has failed and the node must end. */
    public CompletableFuture<StoreFailed> failure() {
        return failure;
    }

    /** Is told of every durable commit, on the writer's thread and in order: hand long work on. */
    public void onCommit(Consumer<Commit> listener) {
        listeners.add(listener);
    }

    /**
     * Queues work; waits when too much is queued already. The future completes after the commit is on disk, or with what
     * the work threw, or with a {@link StoreFailed}. What depends on it runs on the writer's thread unless handed on.
     */
    public <T> CompletableFuture<T> submit(Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        StoreFailed failed = failure.getNow(null);
        if (failed != null) {
            done.completeExceptionally(failed);
            return done;
        }
        enqueue(new Task<>(work, done));
        // The writer may have ended between the look above and the queueing; nobody would take this task then.
        if (!thread.isAlive()) {
            done.completeExceptionally(closed());
        }
        return done;
    }

    private static StoreFailed closed() {
        return new StoreFailed(new IllegalStateException("the store is closed"));
    }

    private void enqueue(Task<?> task) {
        try {
            queue.put(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.done().completeExceptionally(e);
        }
    }

    /** Nothing that a task, a listener or the store throws ends it without a word: whoever waits would wait for ever. */
    private void run() {
        List<Task<?>> group = new ArrayList<>();
        boolean open = true;
        while (open) {
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                return;
            }
            queue.drainTo(group, LARGEST_GROUP - 1);
            open = group.removeIf(task -> task.work() == null) ? false : open;
            boolean whole = true;
            while (whole && !group.isEmpty()) {
                whole = commit(group);
            }
            open &= whole;
        }
        queue.drainTo(group);
        StoreFailed ended = failure.getNow(closed());
        group.forEach(task -> task.done().completeExceptionally(ended));
    }

    /**
     * Commits what is at the head of the group, most often all of it, and takes it out. Whether the store can go on; if not, all of
     * the group has failed.
     */
    private boolean commit(List<Task<?>> group) {
        List<Finished<?>> finished = new ArrayList<>(group.size());
        Set<ObjectKey> threads = new HashSet<>();
        LogTip before = tip;
        LogTip after = before;
        holed = false;
        afterCommit = List.of();
        int ran = 0;
        try {
            while (ran < group.size() && afterCommit.isEmpty()) {
                after = runOne(group.get(ran), after, finished, threads);
                ran++;
            }
            if (after.range().size() > before.range().size()) {
                new Sql(connection)
                        .update(
                                "update log_state set size = ?, last_logged_at = ?, compact = ? where log = ?",
                                after.range().size(),
                                after.lastLoggedAt(),
                                after.range().toBytes(),
                                self);
            }
            long began = System.nanoTime();
            database.makeDurable(connection);
            commitNanos.addAndGet(System.nanoTime() - began);
        } catch (SQLException | RuntimeException | Error e) {
            fail(group, e);
            group.clear();
            return false;
        }
        group.subList(0, ran).clear();
        tip = after;
        groups.incrementAndGet();
        Commit commit = new Commit(
                after.range().size(),
                after.range().root(),
                after.range().size() > before.range().size(),
                holed,
                threads);
        afterCommit.forEach(Writer::tell);
        // Listeners first: who is told OK must find what it wrote on the very next page.
        listeners.forEach(listener -> tell(() -> listener.accept(commit)));
        finished.forEach(Finished::tell);
        keepUp();
        return true;
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A listener failed on a commit", e);
        }
    }

    /**
     * Gets the bytes of what was deleted out of the database's files, as far as it goes now; to be called again, after some
     * seconds and a commit or two, until the answer is yes.
     *
     * @param since what {@link Database#purgeMark} said when they had been deleted
     */
    public CompletableFuture<Boolean> purge(long since) {
        Upkeep work = new Upkeep(since, new CompletableFuture<>());
        upkeep.add(work);
        // Some commit has to come along.
        return submit(tx -> true).thenCombine(work.done(), (committed, done) -> done);
    }

    private record Upkeep(long since, CompletableFuture<Boolean> done) {}

    private void keepUp() {
        for (Upkeep work = upkeep.poll(); work != null; work = upkeep.poll()) {
            try {
                work.done().complete(database.purge(connection, work.since()));
            } catch (SQLException | RuntimeException | Error e) {
                work.done().completeExceptionally(e);
            }
        }
    }

    /** Where the database stands, for {@link #purge}; as of the last commit. */
    public long purgeMark() {
        return database.purgeMark();
    }

    /** Runs one task; when it throws, what it did is undone and the log's end stays where it was. */
    private <T> LogTip runOne(Task<T> task, LogTip tipBefore, List<Finished<?>> finished, Set<ObjectKey> threads)
            throws SQLException {
        Work<T> work = task.work();
        if (work == null) {
            return tipBefore;
        }
        Savepoint start = connection.setSavepoint();
        Transaction tx = new Transaction(connection, selfId, self, numbers, clock, tipBefore);
        try {
            T value = work.run(tx);
            tx.flush();
            connection.releaseSavepoint(start);
            numbers.keep();
            threads.addAll(tx.touched());
            holed |= tx.isHoled();
            afterCommit = tx.afterCommit();
            finished.add(new Finished<>(task.done(), value, null));
            return tx.tip().range().size() > tipBefore.range().size() ? tx.tip() : tipBefore;
        } catch (Exception | Error e) {
            connection.rollback(start);
            numbers.forget();
            finished.add(new Finished<>(task.done(), null, e));
            return tipBefore;
        }
    }

    private void fail(List<Task<?>> group, Throwable cause) {
        StoreFailed failed = cause instanceof StoreFailed known ? known : new StoreFailed(cause);
        LOG.error("The store failed", cause);
        failure.complete(failed);
        group.forEach(task -> task.done().completeExceptionally(failed));
    }

    /** Finishes what is queued and ends the thread. The database stays open. */
    @Override
    public void close() {
        if (!thread.isAlive()) {
            return;
        }
        enqueue(new Task<>(null, new CompletableFuture<>()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
