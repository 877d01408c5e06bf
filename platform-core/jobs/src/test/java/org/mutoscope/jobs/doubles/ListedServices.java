package org.mutoscope.jobs.doubles;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.Services;

/** Services of one kind that a test adds and removes. */
public final class ListedServices<T> implements Services<T> {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Adds a service, version 1.0.0. */
    public Entry add(String id, T service) {
        return add(id, "1.0.0", service, Map.of());
    }

    /** Adds a service with properties. */
    public Entry add(String id, String version, T service, Map<String, Object> properties) {
        Entry entry = new Entry(id, version, service, properties);
        entries.add(entry);
        changed();
        return entry;
    }

    @Override
    public List<Offered<T>> all() {
        List<Offered<T>> ready = new ArrayList<>(entries);
        ready.removeIf(o -> !o.state().equals("READY"));
        ready.sort(Comparator.comparingInt(
                        (Offered<T> o) -> (Integer) o.properties().getOrDefault("service.ranking", 0))
                .thenComparing(Offered::version)
                .reversed()
                .thenComparing(Offered::serviceId));
        return ready;
    }

    @Override
    public List<Offered<T>> newest() {
        Set<String> names = new HashSet<>();
        return all().stream().filter(o -> names.add(o.id())).toList();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells the listeners, as a lease given back does. */
    public void changed() {
        listeners.forEach(Runnable::run);
    }

    /** A service of the list. */
    public final class Entry implements Offered<T> {
        private final String id;
        private final String version;
        private final T service;
        private final Map<String, Object> properties;
        private final long number = NUMBERS.incrementAndGet();
        private final Set<Lease> leases = new HashSet<>();
        private String state = "READY";

        private Entry(String id, String version, T service, Map<String, Object> properties) {
            this.id = id;
            this.version = version;
            this.service = service;
            this.properties = new HashMap<>(properties);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String bundle() {
            return "test." + id;
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public long serviceId() {
            return number;
        }

        @Override
        public Map<String, Object> properties() {
            return properties;
        }

        @Override
        public synchronized int inUse() {
            return leases.size();
        }

        @Override
        public synchronized String state() {
            return state;
        }

        @Override
        public synchronized Optional<Leased<T>> lease() {
            if (!state.equals("READY")) {
                return Optional.empty();
            }
            Lease lease = new Lease(this);
            leases.add(lease);
            return Optional.of(lease);
        }

        /** Gives no more leases. */
        public void drain() {
            synchronized (this) {
                state = "DRAINING";
            }
            changed();
        }

        /** Goes at once; tells who has it. */
        public void remove() {
            List<Lease> users;
            synchronized (this) {
                state = "GONE";
                users = List.copyOf(leases);
            }
            entries.remove(this);
            users.forEach(Lease::tellGone);
            changed();
        }

        private synchronized void back(Lease lease) {
            leases.remove(lease);
        }
    }

    private final class Lease implements Leased<T> {
        private final Entry entry;
        private final List<Runnable> actions = new ArrayList<>();
        private boolean gone;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        @Override
        public T service() {
            return entry.service;
        }

        @Override
        public Offered<T> from() {
            return entry;
        }

        @Override
        public synchronized boolean gone() {
            return gone;
        }

        @Override
        public void onGone(Runnable action) {
            synchronized (this) {
                if (!gone) {
                    actions.add(action);
                    return;
                }
            }
            action.run();
        }

        private void tellGone() {
            List<Runnable> due;
            synchronized (this) {
                gone = true;
                due = List.copyOf(actions);
            }
            due.forEach(Runnable::run);
        }

        @Override
        public void close() {
            entry.back(this);
            changed(); // as the real one does
        }
    }
}
