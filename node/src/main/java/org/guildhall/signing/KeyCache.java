package org.guildhall.signing;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.guildhall.record.Multikey;

/**
 * Public keys that were checked, each with what a library made of it; empty for a key that the rule refuses. Refusals are kept
 * too, so that a hostile key costs its check (0.1 ms) once, and the number is bounded, so that many of them cost no memory.
 */
final class KeyCache<K> {
    private static final int KEYS = 10_000;

    private final LoadingCache<Multikey, Optional<K>> keys;

    /** {@code decode} is only given the raw bytes of keys of prime order. */
    KeyCache(Function<byte[], K> decode) {
        keys = Caffeine.newBuilder()
                .maximumSize(KEYS)
                .executor(Runnable::run)
                .build(key -> Optional.of(key.publicKey())
                        .filter(raw -> Ed25519.validatePublicKeyFull(raw, 0))
                        .map(decode));
    }

    Optional<K> get(Multikey key) {
        return keys.get(key);
    }

    /** How many are held now, for the tests of the bound. */
    long size() {
        keys.cleanUp();
        return keys.estimatedSize();
    }
}
