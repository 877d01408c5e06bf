package org.mutoscope.tck;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.mutoscope.api.billing.BillingContext;

/** What the host lends, as a double: a clock that is set by hand, notes in memory with the host's limits, secrets from a map. Safe for several threads. */
public final class LentContext implements BillingContext {
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_NOTE = 65_536;
    private static final int THREADS = 16;
    private static final ThreadPoolExecutor WORKERS = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), LentContext::daemon);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5)) // the JDK holds what a given-up call brought for as long as this
            .executor(WORKERS)
            .build();

    static {
        // Now, while no bundle's code is on the stack: a thread remembers who made it, and would hold that bundle's
        // classes.
        WORKERS.prestartAllCoreThreads();
    }

    private final Map<String, String> secrets;
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    /** @param secrets by name, as the provider asks for them */
    public LentContext(Map<String, String> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    /** Without secrets. */
    public LentContext() {
        this(Map.of());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tck-http");
        thread.setDaemon(true);
        thread.setContextClassLoader(LentContext.class.getClassLoader());
        return thread;
    }

    /** Lets time pass for the provider. */
    public LentContext advance(Duration by) {
        now.updateAndGet(at -> at.plus(by));
        return this;
    }

    /** Sets the clock. */
    public LentContext at(Instant moment) {
        now.set(moment);
        return this;
    }

    /** What the provider wrote, by key. */
    public Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return Clock.fixed(now.get(), zone);
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    @Override
    public HttpClient http() {
        return HTTP;
    }

    @Override
    public Optional<String> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public Optional<String> read(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    /** @throws IllegalArgumentException if the host would not take it */
    @Override
    public void write(String key, String value) {
        if (key.isEmpty()
                || key.length() > LONGEST_KEY
                || value.length() > LONGEST_NOTE
                || (key + value).indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a note has a key of 1 to 128 characters and a value of at most 65,536");
        }
        notes.put(key, value);
    }
}
