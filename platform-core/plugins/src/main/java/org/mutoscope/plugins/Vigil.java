package org.mutoscope.plugins;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mutoscope.core.plugins.Offered;
import org.osgi.framework.Bundle;

/**
 * Watches a version that replaced another, for a while. It is bad if it stopped, if it no longer offers what it offered, if all calls of one kind threw, or if
 * of three calls and more too many failed. Then it is told of once. Safe for use by several threads.
 */
final class Vigil {
    private static final int LEAST_FAILURES = 3;
    private static final long ABSENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PluginsConfig config;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    Vigil(PluginsConfig config) {
        this.config = config;
    }

    /** How a call into a bundle ended. */
    enum Went {
        WELL,
        FAILED,
        THREW
    }

    /** @param verdict hears the reason if it is bad; called once at most, on any thread, and must return quickly */
    void begin(Deployed entry, Consumer<String> verdict) {
        if (config.watch_seconds() > 0) {
            watched.put(entry.called(), new Watched(entry, verdict));
        }
    }

    boolean watches(Deployed entry) {
        Watched one = watched.get(entry.called());
        return one != null && one.entry == entry;
    }

    /** A call has ended. */
    void called(Offered<?> from, String verb, Went went) {
        Watched one = watched.get(from.bundle() + "@" + from.version());
        if (one != null) {
            String reason = one.heard(verb, went, config.watch_failed_percent());
            if (reason != null) {
                end(one, reason);
            }
        }
    }

    /** Looks at all; to be called about once a second. */
    void look() {
        for (Watched one : List.copyOf(watched.values())) {
            Bundle bundle = one.entry.bundle;
            if (bundle == null || one.entry.draining) {
                watched.remove(one.entry.called(), one); // somebody removed it on purpose
                continue;
            }
            String reason = one.absent(bundle);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - one.since);
            if (reason != null || seconds >= config.watch_seconds()) {
                end(one, reason);
            }
        }
    }

    private void end(Watched one, String reason) {
        if (watched.remove(one.entry.called(), one) && reason != null) {
            one.verdict.accept(reason);
        }
    }

    private static final class Watched {
        private final Deployed entry;
        private final Consumer<String> verdict;
        private final long since = System.nanoTime();
        private final Map<String, int[]> calls = new HashMap<>();
        private List<String> offered = List.of();
        private long absentSince;

        Watched(Deployed entry, Consumer<String> verdict) {
            this.entry = entry;
            this.verdict = verdict;
        }

        synchronized String heard(String verb, Went went, int percent) {
            int[] count = calls.computeIfAbsent(verb, v -> new int[3]);
            count[went.ordinal()]++;
            int all = count[0] + count[1] + count[2];
            int bad = all - count[0];
            if (went == Went.THREW && count[Went.THREW.ordinal()] == all) {
                return "its first " + verb + " threw or was late";
            }
            return bad >= LEAST_FAILURES && bad * 100L >= (long) percent * all
                    ? bad + " of " + all + " calls of " + verb + " failed"
                    : null;
        }

        synchronized String absent(Bundle bundle) {
            List<String> now = BundleRunner.names(bundle);
            boolean whole = bundle.getState() == Bundle.ACTIVE && now.containsAll(offered);
            if (whole) {
                offered = now;
                absentSince = 0;
                return null;
            }
            absentSince = absentSince == 0 ? System.nanoTime() : absentSince;
            return System.nanoTime() - absentSince > ABSENT_NANOS
                    ? "it no longer offers " + String.join(", ", offered)
                    : null;
        }
    }
}
