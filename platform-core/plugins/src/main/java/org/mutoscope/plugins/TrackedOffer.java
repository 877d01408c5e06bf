package org.mutoscope.plugins;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service of a bundle and who has it at this moment. READY, DRAINING, GONE: what drains may be READY again, what is gone never. */
final class TrackedOffer<T> implements Offered<T> {
    static final String READY = "READY";
    static final String DRAINING = "DRAINING";
    static final String GONE = "GONE";

    private static final Logger LOG = LoggerFactory.getLogger(TrackedOffer.class);

    private final String id;
    private final T service;
    private final String bundle;
    private final Version version;
    private final long bundleId;
    private final long serviceId;
    private final ServiceReference<T> reference;
    private final Runnable changed;
    private final Set<Lease<T>> leases = new HashSet<>();
    private String state = READY;

    TrackedOffer(String id, ServiceReference<T> reference, T service, Runnable changed) {
        this.id = id;
        this.reference = reference;
        this.service = service;
        this.changed = changed;
        this.bundle = reference.getBundle().getSymbolicName();
        this.version = reference.getBundle().getVersion();
        this.bundleId = reference.getBundle().getBundleId();
        this.serviceId = (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String bundle() {
        return bundle;
    }

    @Override
    public String version() {
        return version.toString();
    }

    Version bundleVersion() {
        return version;
    }

    long bundleId() {
        return bundleId;
    }

    @Override
    public long serviceId() {
        return serviceId;
    }

    int ranking() {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer i ? i : 0;
    }

    @Override
    public Map<String, Object> properties() {
        Map<String, Object> all = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            all.put(key, reference.getProperty(key));
        }
        return all;
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
        if (!state.equals(READY)) {
            return Optional.empty();
        }
        Lease<T> lease = new Lease<>(this, service);
        leases.add(lease);
        return Optional.of(lease);
    }

    void giveBack(Lease<T> lease) {
        boolean free;
        synchronized (this) {
            leases.remove(lease);
            free = leases.isEmpty();
            notifyAll();
        }
        if (free) {
            changed.run();
        }
    }

    /** Takes no more users. */
    void drain() {
        synchronized (this) {
            if (state.equals(READY)) {
                state = DRAINING;
            }
        }
        changed.run();
    }

    /** Takes users again, if it has not gone meanwhile; whoever waits for it to be free waits no longer. */
    void resume() {
        synchronized (this) {
            if (state.equals(DRAINING)) {
                state = READY;
            }
            notifyAll();
        }
        changed.run();
    }

    /** Waits until nobody has it, the time is up, or it is to be used again. @return whether nobody has it */
    synchronized boolean awaitFree(long milliseconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (!leases.isEmpty() && !state.equals(READY)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return leases.isEmpty();
    }

    /** The service goes: tells its users and gives them a bounded time to let go. */
    void leave() {
        List<Lease<T>> users;
        synchronized (this) {
            state = GONE;
            users = List.copyOf(leases);
        }
        users.forEach(Lease::tellGone); // outside the lock: what they do may give the lease back
        try {
            if (!awaitFree(TimeUnit.SECONDS.toMillis(RenderContext.STOP_WITHIN_SECONDS))) {
                LOG.warn(
                        "{} {} was removed, but {} uses of {} did not stop in time; their threads are left to end by"
                                + " themselves",
                        bundle,
                        version,
                        inUse(),
                        id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
