package org.guildhall.peering.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.TilePath;
import org.guildhall.log.Tiles;
import org.guildhall.store.LogQueries;

/**
 * Logs as others read them: our own, or those we mirror. What many ask for at once is read from the store once. Everything is cut at the checkpoint
 * that the caller serves (OQX-LOG-052).
 */
final class ServedLog {
    private final LogQueries queries;
    private final Workers workers;
    // Full pages stay; the last page and tails are other ones after the next checkpoint.
    private final Cache<Asked, Body> full;
    private final Cache<Asked, Body> moving;
    // What is being read now, so that a crowd that is woken by one checkpoint reads it once.
    private final Map<Asked, CompletableFuture<Body>> reading = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    private sealed interface Part {
        record Page(int log, long number, int frames) implements Part {}

        record TailFrom(int log, long from, long size) implements Part {}
    }

    /** A part of a log as it has been since something was last {@linkplain #forget forgotten}: what was read before is never answered after. */
    private record Asked(Part part, long generation) {}

    /** @param cacheBytes of memory for what was read before, three quarters of them for full pages */
    ServedLog(LogQueries queries, Workers workers, int cacheBytes) {
        this.queries = queries;
        this.workers = workers;
        this.full = cache(cacheBytes / 4 * 3);
        this.moving = cache(cacheBytes / 4);
    }

    private static Cache<Asked, Body> cache(int bytes) {
        return Caffeine.newBuilder()
                .maximumWeight(bytes)
                .expireAfterAccess(Duration.ofMinutes(10))
                .weigher((Asked asked, Body body) -> body.weight())
                .build();
    }

    /** Frames 256·number and on. The page must not be wholly beyond the checkpoint. */
    CompletableFuture<Body> page(int log, long number, SignedCheckpoint at) {
        long first = number * Frame.PAGE;
        int frames = (int) Math.min(Frame.PAGE, at.size() - first);
        Cache<Asked, Body> cache = frames == Frame.PAGE ? full : moving;
        return get(
                cache,
                new Part.Page(log, number, frames),
                () -> Body.of(Frame.encode(frames(log, first, frames, at.size()))));
    }

    /** The checkpoint, and the frames behind {@code from} up to the end of its page. */
    CompletableFuture<Body> tail(int log, long from, SignedCheckpoint at) {
        long end = Math.min(at.size(), (from / Frame.PAGE + 1) * Frame.PAGE);
        return get(
                moving,
                new Part.TailFrom(log, from, at.size()),
                () -> Body.of(new Tail(at.note(), frames(log, from, (int) (end - from), at.size())).toBytes()));
    }

    /** A hole must not name what the checkpoint does not cover (OQX-LOG-046). */
    private List<Frame> frames(int log, long from, int count, long size) {
        return queries.frames(log, from, count).stream()
                .map(frame -> frame.within(size))
                .toList();
    }

    /** Payloads are gone, or what holes name can be told now: whatever is kept is old. */
    void forget() {
        generation.incrementAndGet();
        full.invalidateAll();
        moving.invalidateAll();
    }

    /** A tile that the checkpoint covers. */
    CompletableFuture<Buffer> tile(int log, TilePath tile) {
        return workers.run(() -> Buffer.buffer(
                tile.entries()
                        ? Tiles.encodeEntries(queries.entries(log, tile.start(), tile.width()))
                        : Tiles.encode(queries.tile(log, tile.level(), tile.start(), tile.width()))));
    }

    private CompletableFuture<Body> get(Cache<Asked, Body> cache, Part part, Callable<Body> read) {
        // Before anything is looked for: what is read after this is at least as new.
        Asked asked = new Asked(part, generation.get());
        Body known = cache.getIfPresent(asked);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<Body> mine = new CompletableFuture<>();
        CompletableFuture<Body> first = reading.putIfAbsent(asked, mine);
        if (first != null) {
            return first;
        }
        var unused = workers.run(read).whenComplete((body, thrown) -> {
            // An old one that slips in here is asked for by nobody, and goes as what is not used goes.
            if (body != null && generation.get() == asked.generation()) {
                cache.put(asked, body);
            }
            reading.remove(asked);
            if (body != null) {
                mine.complete(body);
            } else {
                mine.completeExceptionally(thrown);
            }
        });
        return mine;
    }
}
