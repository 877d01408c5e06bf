package org.mutoscope.backend.remote.standins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What a service has at hand for one request: its jobs, the fate that was ordered for a new one, its own address. */
final class Desk {
    /** Everything that lasts longer than a request. */
    static final class Books {
        final Map<String, Job> jobs = new LinkedHashMap<>();
        final Map<String, Object> things = new LinkedHashMap<>();
        final Script script = new Script();
    }

    final String url;
    private final Object lock;
    private final Books books;
    private final Optional<Trouble> trouble;

    Desk(String url, Object lock, Books books, Optional<Trouble> trouble) {
        this.url = url;
        this.lock = lock;
        this.books = books;
        this.trouble = trouble;
    }

    /** Begins a job. */
    Job begin(String id, Order order) {
        Optional<Trouble> fate = trouble.filter(t -> t.fault().when() == Fault.When.FATE);
        Job job = new Job(id, order, books.script.pace(), fate);
        // A service that is asked twice under one id renders twice; both are in the book.
        books.jobs.put(books.jobs.containsKey(id) ? id + "#" + books.jobs.size() : id, job);
        return job;
    }

    /** A job that the service still knows. */
    Optional<Job> job(String id) {
        return Optional.ofNullable(books.jobs.get(id)).filter(Job::known);
    }

    /** The jobs that the service still knows, oldest first. */
    List<Job> jobs() {
        return books.jobs.values().stream().filter(Job::known).toList();
    }

    Collection<Job> all() {
        return Collections.unmodifiableCollection(new ArrayList<>(books.jobs.values()));
    }

    /** Whatever else a service keeps: uploads, characters, open connections. */
    Map<String, Object> things() {
        return books.things;
    }

    /** Looks at the books from a thread that serves no request: one that keeps a WebSocket. */
    <T> T locked(Supplier<T> look) {
        synchronized (lock) {
            return look.get();
        }
    }

    static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
