package org.mutoscope.plugins;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.Services;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one kind, as the framework tells of them. */
final class TrackedServices<T> implements Services<T>, ServiceTrackerCustomizer<T, TrackedOffer<T>> {
    private static final Logger LOG = LoggerFactory.getLogger(TrackedServices.class);

    private final BundleContext context;
    private final Class<T> type;
    private final String idProperty;
    private final ServiceTracker<T, TrackedOffer<T>> tracker;
    private final Map<Long, TrackedOffer<T>> offers = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    TrackedServices(BundleContext context, Class<T> type, String idProperty) {
        this.context = context;
        this.type = type;
        this.idProperty = idProperty;
        this.tracker = new ServiceTracker<>(context, type, this);
    }

    TrackedServices<T> open() {
        tracker.open();
        return this;
    }

    void close() {
        tracker.close();
    }

    @Override
    public List<Offered<T>> all() {
        return offers.values().stream()
                .filter(o -> o.state().equals(TrackedOffer.READY))
                .sorted(Comparator.comparingInt((TrackedOffer<T> o) -> o.ranking())
                        .thenComparing(TrackedOffer::bundleVersion)
                        .reversed()
                        .thenComparingLong(TrackedOffer::serviceId))
                .map(o -> (Offered<T>) o)
                .toList();
    }

    @Override
    public List<Offered<T>> newest() {
        Set<String> seen = new HashSet<>();
        return all().stream().filter(o -> seen.add(o.id())).toList();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public TrackedOffer<T> addingService(ServiceReference<T> reference) {
        if (!(reference.getProperty(idProperty) instanceof String id) || id.isBlank()) {
            LOG.warn(
                    "{} offers a {} without the property {}: it is left out. Set the property and register it again.",
                    reference.getBundle(),
                    type.getSimpleName(),
                    idProperty);
            return null;
        }
        T service = context.getService(reference);
        if (service == null) {
            return null; // went, or its factory failed: the framework has logged why
        }
        TrackedOffer<T> offer = new TrackedOffer<>(id, reference, service, this::changed);
        offers.put(offer.serviceId(), offer);
        LOG.info("{} {} offers {} {}", offer.bundle(), offer.version(), type.getSimpleName(), id);
        changed();
        return offer;
    }

    @Override
    public void modifiedService(ServiceReference<T> reference, TrackedOffer<T> offer) {
        changed();
    }

    /** Called on the thread that stops the bundle, while the service still works: so wait here until its users have let go. */
    @Override
    public void removedService(ServiceReference<T> reference, TrackedOffer<T> offer) {
        offers.remove(offer.serviceId());
        changed();
        asOurselves(offer::leave);
        context.ungetService(reference);
        LOG.info("{} {} no longer offers {} {}", offer.bundle(), offer.version(), type.getSimpleName(), offer.id());
    }

    /** Offers of a bundle, to let them drain. */
    List<TrackedOffer<T>> of(long bundleId) {
        return offers.values().stream().filter(o -> o.bundleId() == bundleId).toList();
    }

    private void changed() {
        asOurselves(() -> listeners.forEach(Runnable::run));
    }

    /** Often on a thread of the bundle that comes or goes: threads that its users start there must not belong to it. */
    private void asOurselves(Runnable act) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(getClass().getClassLoader());
        try {
            act.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
