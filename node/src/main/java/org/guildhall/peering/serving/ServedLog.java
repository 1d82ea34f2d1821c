package org.guildhall.peering.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.TilePath;
import org.guildhall.log.Tiles;
import org.guildhall.store.LogQueries;

/**
 * Our own log as others read it. What many ask for at once is read from the store once. Everything is cut at the checkpoint
 * that the caller serves (OQX-LOG-052).
 */
final class ServedLog {
    private static final int FULL_PAGES_BYTES = 12 << 20;
    private static final int MOVING_BYTES = 4 << 20;

    private final LogQueries queries;
    private final int self;
    private final Workers workers;
    // Full pages stay; the last page and tails are other ones after the next checkpoint.
    private final Cache<Part, Body> full;
    private final Cache<Part, Body> moving;
    // What is being read now, so that a crowd that is woken by one checkpoint reads it once.
    private final Map<Part, CompletableFuture<Body>> reading = new ConcurrentHashMap<>();

    private sealed interface Part {
        record Page(long number, int frames) implements Part {}

        record TailFrom(long from, long size) implements Part {}
    }

    ServedLog(LogQueries queries, int self, Workers workers) {
        this.queries = queries;
        this.self = self;
        this.workers = workers;
        this.full = cache(FULL_PAGES_BYTES);
        this.moving = cache(MOVING_BYTES);
    }

    private static Cache<Part, Body> cache(int bytes) {
        return Caffeine.newBuilder()
                .maximumWeight(bytes)
                .expireAfterAccess(Duration.ofMinutes(10))
                .weigher((Part part, Body body) -> body.weight())
                .build();
    }

    /** Frames 256·number and on. The page must not be wholly beyond the checkpoint. */
    CompletableFuture<Body> page(long number, SignedCheckpoint at) {
        long first = number * Frame.PAGE;
        int frames = (int) Math.min(Frame.PAGE, at.size() - first);
        Cache<Part, Body> cache = frames == Frame.PAGE ? full : moving;
        return get(
                cache, new Part.Page(number, frames), () -> Body.of(Frame.encode(queries.frames(self, first, frames))));
    }

    /** The checkpoint, and the frames behind {@code from} up to the end of its page. */
    CompletableFuture<Body> tail(long from, SignedCheckpoint at) {
        long end = Math.min(at.size(), (from / Frame.PAGE + 1) * Frame.PAGE);
        return get(
                moving,
                new Part.TailFrom(from, at.size()),
                () -> Body.of(new Tail(at.note(), queries.frames(self, from, (int) (end - from))).toBytes()));
    }

    /** A tile that the checkpoint covers. */
    CompletableFuture<Buffer> tile(TilePath tile) {
        return workers.run(() -> Buffer.buffer(
                tile.entries()
                        ? Tiles.encodeEntries(queries.entries(self, tile.start(), tile.width()))
                        : Tiles.encode(queries.tile(self, tile.level(), tile.start(), tile.width()))));
    }

    private CompletableFuture<Body> get(Cache<Part, Body> cache, Part part, Callable<Body> read) {
        Body known = cache.getIfPresent(part);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<Body> mine = new CompletableFuture<>();
        CompletableFuture<Body> first = reading.putIfAbsent(part, mine);
        if (first != null) {
            return first;
        }
        var unused = workers.run(read).whenComplete((body, thrown) -> {
            if (body != null) {
                cache.put(part, body);
            }
            reading.remove(part);
            if (body != null) {
                mine.complete(body);
            } else {
                mine.completeExceptionally(thrown);
            }
        });
        return mine;
    }
}
