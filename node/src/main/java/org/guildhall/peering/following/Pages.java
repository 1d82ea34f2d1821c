package org.guildhall.peering.following;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.guildhall.admission.Arrival;
import org.guildhall.log.Frame;
import org.guildhall.log.LogFault;
import org.guildhall.peering.outgoing.FetchFault;

/**
 * The pages of a log in their order, the next ones fetched and checked while the first is worked on. Owned by one thread; closed
 * when it is done with them.
 */
final class Pages implements AutoCloseable {
    private static final int AHEAD = 3;

    private final RemoteLog remote;
    private final FrameCheck check;
    private final ExecutorService fetching;
    private final long end;
    private final Deque<Future<List<Arrival>>> coming = new ArrayDeque<>();
    private long next;
    private long asked;

    /**
     * @param from the first entry that is wanted
     * @param end one behind the last
     */
    Pages(RemoteLog remote, FrameCheck check, ExecutorService fetching, long from, long end) {
        this.remote = remote;
        this.check = check;
        this.fetching = fetching;
        this.end = end;
        this.next = from;
        this.asked = from / Frame.PAGE;
    }

    boolean hasNext() {
        return next < end;
    }

    /** What is wanted of the next page. */
    List<Arrival> next() throws FetchFault, LogFault, InterruptedException {
        while (coming.size() < AHEAD && asked * Frame.PAGE < end) {
            coming.add(ask(asked++));
        }
        long first = next / Frame.PAGE * Frame.PAGE;
        List<Arrival> page = await(coming.remove());
        int until = (int) Math.min(Frame.PAGE, end - first);
        if (page.size() < until) {
            throw new LogFault("frame", "page " + first / Frame.PAGE + " ends before the log does");
        }
        List<Arrival> wanted = page.subList((int) (next - first), until);
        next = first + until;
        return wanted;
    }

    private Future<List<Arrival>> ask(long number) {
        return fetching.submit(() -> check.check(remote.page(number)));
    }

    private static List<Arrival> await(Future<List<Arrival>> page) throws FetchFault, LogFault, InterruptedException {
        try {
            return page.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof FetchFault fault) {
                throw fault;
            }
            if (cause instanceof LogFault fault) {
                throw fault;
            }
            throw new IllegalStateException("a page could not be looked at", cause);
        }
    }

    @Override
    public void close() {
        coming.forEach(page -> page.cancel(true));
    }
}
