package org.mutoscope.identity;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Remembers for a second who a key belongs to, so that a busy client costs one look-up a second. A revocation on this node is seen at
 * once, one made elsewhere after a second. Keys that do not exist are not remembered: guesses cannot push out those that do.
 */
final class KeyCache {
    static final Duration LIFE = Duration.ofSeconds(1);

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final int most;

    /** @param nanos a clock that only goes forward, in nanoseconds @param most keys remembered at a time */
    KeyCache(LongSupplier nanos, int most) {
        this.nanos = nanos;
        this.most = most;
    }

    Optional<Keyring.Known> get(String digest, Supplier<Optional<Keyring.Known>> load) {
        // Taken before the look-up: what is read then cannot be older than this.
        long now = nanos.getAsLong();
        Entry entry = entries.get(digest);
        if (entry != null && now - entry.readAt < LIFE.toNanos()) {
            return Optional.of(entry.known);
        }
        Optional<Keyring.Known> found = load.get();
        if (found.isPresent()) {
            makeRoom(now);
            entries.put(digest, new Entry(found.get(), now));
        } else {
            entries.remove(digest);
        }
        return found;
    }

    void forget(String digest) {
        entries.remove(digest);
    }

    int size() {
        return entries.size();
    }

    private void makeRoom(long now) {
        if (entries.size() >= most) {
            entries.values().removeIf(entry -> now - entry.readAt >= LIFE.toNanos());
        }
        if (entries.size() >= most) {
            // More live keys than room: start again, which costs each of them one look-up.
            entries.clear();
        }
    }

    private record Entry(Keyring.Known known, long readAt) {}
}
