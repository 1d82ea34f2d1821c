package org.guildhall.site;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.guildhall.store.Writer;

/** Keeps the writer of a site busy until it is let go: what pages have read by then is old when their acts are carried out. */
final class BusyWriter implements AutoCloseable {
    private final Writer writer;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<Boolean> busy;
    private final ExecutorService senders = Executors.newCachedThreadPool();
    private int sent;

    /** {@code meanwhile} is done by the work that keeps it busy: seen by acts that come after, and by no page. */
    BusyWriter(Writer writer, Writer.Work<?> meanwhile) {
        this.writer = writer;
        CountDownLatch begun = new CountDownLatch(1);
        this.busy = writer.submit(tx -> {
            meanwhile.run(tx);
            begun.countDown();
            return gate.await(30, SECONDS);
        });
        await().atMost(10, SECONDS).until(() -> begun.getCount() == 0);
    }

    /** Sends something that ends in an act, and returns when its act waits. */
    <T> Future<T> send(Callable<T> form) {
        Future<T> answer = senders.submit(form);
        sent++;
        await().atMost(10, SECONDS).until(() -> writer.queued() == sent);
        return answer;
    }

    void release() throws Exception {
        gate.countDown();
        busy.get(10, SECONDS);
    }

    @Override
    public void close() {
        gate.countDown();
        senders.shutdownNow();
    }
}
