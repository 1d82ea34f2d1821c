package org.guildhall.peering.following;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.guildhall.log.Frame;
import org.guildhall.log.FrameReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.TilePath;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Fetched;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;

/**
 * Another node's log as it answers over HTTP. Nothing is believed here; answers are bounded in size (OQX-LIM-030) and time.
 *
 * <p>A page may have 32 MiB and hardly ever has one. So what is larger than usual is fetched by one follower at a time, and a
 * hostile peer can't fill the memory.
 */
final class RemoteLog {
    private static final int USUAL = 2 << 20;
    private static final int LARGEST_PAGE = 33_577_728;
    private static final int HASHES = 8_192;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    /** A tail answers a second after it was asked to wait at the latest (OQX-LOG-070); the rest is for slow roads. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Reading http;
    private final Reading signed;
    private final Origin address;
    private final Semaphore large;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean bypassCaches;
    private volatile boolean signing;

    /**
     * @param signed the same way out with our signature under each request
     * @param large one permit, shared by all followers
     */
    RemoteLog(Reading http, Reading signed, Origin address, Semaphore large) {
        this.http = http;
        this.signed = signed;
        this.address = address;
        this.large = large;
    }

    long requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Whether caches on the way are to be passed over: after an answer that did not fit (OQX-FOL-015). */
    void bypassCaches(boolean bypass) {
        bypassCaches = bypass;
    }

    /** Whether requests are signed: those for a log that is for peers only. */
    void sign(boolean restricted) {
        signing = restricted;
    }

    /** Checkpoint and frames from {@code from} on, as soon as there are any, or after the seconds. */
    Tail tail(long from, int wait) throws FetchFault, LogFault, InterruptedException {
        Expect expect =
                new Expect(Tail.MEDIA_TYPE, USUAL, Duration.ofSeconds(wait).plus(SILENCE), DEADLINE.plusSeconds(wait));
        try {
            return Tail.read(get("tail?from=" + from + "&wait=" + wait, expect));
        } catch (FetchFault fault) {
            boolean beyond = fault.reason() == FetchFault.Reason.STATUS
                    && fault.problem().equals("range");
            if (fault.reason() != FetchFault.Reason.TOO_LARGE && !beyond) {
                throw fault;
            }
            // The pages say the same and can be had one by one; and there are none where the log is shorter than our
            // copy.
            return new Tail(get("checkpoint", new Expect("text/plain", SignedCheckpoint.LONGEST, DEADLINE)), List.of());
        }
    }

    /** The frames of a page. */
    List<Frame> page(long number) throws FetchFault, LogFault, InterruptedException {
        String path = "page/" + number;
        try {
            return new FrameReader(get(path, new Expect(Frame.MEDIA_TYPE, USUAL, DEADLINE)), 0).rest();
        } catch (FetchFault fault) {
            if (fault.reason() != FetchFault.Reason.TOO_LARGE) {
                throw fault;
            }
        }
        large.acquire();
        try {
            return new FrameReader(get(path, new Expect(Frame.MEDIA_TYPE, LARGEST_PAGE, DEADLINE)), 0).rest();
        } finally {
            large.release();
        }
    }

    /** A tile of hashes. What it says is true only if a proof made of it verifies. */
    byte[] tile(TilePath tile) throws IOException {
        try {
            return get(tile.text(), new Expect("application/octet-stream", HASHES, DEADLINE));
        } catch (FetchFault fault) {
            throw new IOException(fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private byte[] get(String resource, Expect expect) throws FetchFault, InterruptedException {
        requests.incrementAndGet();
        Map<String, String> headers = bypassCaches ? Map.of("cache-control", "no-cache") : Map.of();
        Fetched fetched = (signing ? signed : http).get(address, "/oqx/log/" + resource, headers, expect);
        bytes.addAndGet(fetched.transferred());
        return fetched.body();
    }
}
