package org.mutoscope.jobs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.Candidate;

/**
 * How each model does at each backend, and whether it gets jobs. Closed: it does. Open, once too many of the last attempts failed: none for a while. Half
 * open, after that: one, whose outcome decides. Stopped: none until an operator says so. Kept in memory, but for the stops. Safe for use by several threads.
 */
final class Breakers {
    private static final int MOST_SAMPLES = 200;
    private static final int ENOUGH = 5;

    private final Supplier<JobsConfig> settings;
    private final LongSupplier nanos;
    private final Map<Key, Health> all = new HashMap<>();

    Breakers(Supplier<JobsConfig> settings) {
        this(settings, System::nanoTime);
    }

    Breakers(Supplier<JobsConfig> settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
    }

    private record Key(String backend, String model) {}

    private record Sample(long at, boolean good, long millis) {}

    private static final class Health {
        final Deque<Sample> samples = new ArrayDeque<>();
        boolean open;
        long until;
        boolean trial;
        boolean stopped;
    }

    /** How an attempt went, as far as the backend is concerned. */
    enum Went {
        WELL,
        BADLY,
        /** Nothing was learned: cancelled, busy, or a fault of ours. */
        UNKNOWN
    }

    /** Why a model of a backend gets no jobs now, for people; empty if it does. */
    synchronized Optional<String> not(String backend, String model) {
        Health health = all.get(new Key(backend, model));
        if (health == null) {
            return Optional.empty();
        } else if (health.stopped) {
            return Optional.of("is stopped until an operator looks at what it cost");
        } else if (!health.open) {
            return Optional.empty();
        } else if (nanos.getAsLong() - health.until < 0) {
            return Optional.of("rests, since " + told(health) + " failed");
        }
        return health.trial ? Optional.of("is being tried, since " + told(health) + " failed") : Optional.empty();
    }

    /** Why a candidate's measured conditions are not met; empty while too little is known. */
    synchronized Optional<String> beyond(String backend, Candidate candidate) {
        Health health = all.get(new Key(backend, candidate.model()));
        if (health == null || candidate.conditions().isEmpty()) {
            return Optional.empty();
        }
        prune(health);
        long failures = failed(health);
        if (health.samples.size() >= ENOUGH && failures * 100 > candidate.most("failures") * health.samples.size()) {
            return Optional.of("fails in " + failures * 100 / health.samples.size() + " of 100");
        }
        long seconds = Math.round(health.samples.stream()
                        .filter(Sample::good)
                        .mapToLong(Sample::millis)
                        .average()
                        .orElse(0)
                / 1000);
        return seconds > candidate.most("latency") ? Optional.of("takes " + seconds + " s") : Optional.empty();
    }

    /** An attempt begins. */
    synchronized void begun(String backend, String model) {
        Health health = all.get(new Key(backend, model));
        if (health != null && health.open) {
            health.trial = true;
        }
    }

    /** An attempt has ended. @param millis how long it took */
    synchronized void ended(String backend, String model, Went went, long millis) {
        Health health = all.computeIfAbsent(new Key(backend, model), k -> new Health());
        boolean tried = health.trial;
        health.trial = false;
        if (went == Went.UNKNOWN) {
            return;
        }
        boolean good = went == Went.WELL;
        if (good && health.open && tried) {
            health.open = false;
            health.samples.clear();
        }
        health.samples.add(new Sample(nanos.getAsLong(), good, millis));
        prune(health);
        if (!good && (health.open || tooMany(health))) {
            health.open = true;
            health.until =
                    nanos.getAsLong() + TimeUnit.SECONDS.toNanos(settings.get().breaker_open_seconds());
        }
    }

    private boolean tooMany(Health health) {
        int calls = health.samples.size();
        return calls >= settings.get().breaker_calls()
                && failed(health) * 100 >= (long) settings.get().breaker_failures() * calls;
    }

    /** A service took more than was said. */
    synchronized void stop(String backend, String model) {
        all.computeIfAbsent(new Key(backend, model), k -> new Health()).stopped = true;
    }

    /** An operator has looked. */
    synchronized void reopen(String backend, String model) {
        all.remove(new Key(backend, model));
    }

    private void prune(Health health) {
        long oldest =
                nanos.getAsLong() - TimeUnit.SECONDS.toNanos(settings.get().breaker_window_seconds());
        while (!health.samples.isEmpty()
                && (health.samples.size() > MOST_SAMPLES || health.samples.peek().at - oldest < 0)) {
            health.samples.remove();
        }
    }

    private static long failed(Health health) {
        return health.samples.stream().filter(s -> !s.good).count();
    }

    private static String told(Health health) {
        return failed(health) + " of its last " + health.samples.size();
    }
}
