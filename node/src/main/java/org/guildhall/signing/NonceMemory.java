package org.guildhall.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.guildhall.record.Multikey;

/**
 * The nonces of signed requests that were believed, for as long as one of them could be sent again. Bounded: no key may fill it
 * for the others. Strangers can make keys without end, so requests of known peers and of strangers want a memory each.
 *
 * <p>It forgets when the process ends; what a repeated request may do then, its handler must bear (an invitation is used once).
 */
public final class NonceMemory {
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final int capacity;
    private final int perKey;
    // All three are guarded by this; entries are in the order they were seen, so expired ones are at the head.
    private final Queue<Seen> inOrder = new ArrayDeque<>();
    private final Set<Nonce> nonces = new HashSet<>();
    private final Map<Multikey, Integer> countByKey = new HashMap<>();

    private record Nonce(Multikey key, String text) {}

    private record Seen(Nonce nonce, Instant at) {}

    /** What became of a nonce. */
    public enum Answer {
        /** Not seen before; it is remembered now. */
        FRESH,
        /** The request was made before. */
        REPEATED,
        /** Not remembered, so the request can't be believed: too many in ten minutes, of this key or of all. */
        FULL
    }

    /**
     * @param capacity how many nonces of all keys together are kept
     * @param perKey how many of one key, that is: how many requests in ten minutes it may make
     */
    public NonceMemory(int capacity, int perKey) {
        this.capacity = capacity;
        this.perKey = perKey;
    }

    /** To be asked last, when everything else about the request was found good (OQX-PEE-046). */
    public synchronized Answer remember(HttpSignature.Signed request, Instant now) {
        forgetBefore(now.minus(KEPT));
        Multikey key = request.key();
        Nonce nonce = new Nonce(key, request.nonce());
        if (nonces.contains(nonce)) {
            return Answer.REPEATED;
        }
        if (nonces.size() >= capacity || countByKey.getOrDefault(key, 0) >= perKey) {
            return Answer.FULL;
        }
        nonces.add(nonce);
        inOrder.add(new Seen(nonce, now));
        countByKey.merge(key, 1, Integer::sum);
        return Answer.FRESH;
    }

    synchronized int size() {
        return nonces.size();
    }

    private void forgetBefore(Instant time) {
        for (Seen oldest = inOrder.peek(); oldest != null && oldest.at().isBefore(time); oldest = inOrder.peek()) {
            inOrder.remove();
            nonces.remove(oldest.nonce());
            countByKey.computeIfPresent(oldest.nonce().key(), (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
