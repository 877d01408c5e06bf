package org.mutoscope.plugins;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.plugins.SwappableServices;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The one registry of swappable services. It tracks by hand instead of by DS references, because the kinds are asked for at run time and
 * because a leaving service must be held until those who lease it have let go.
 */
@Component(service = SwappableServices.class)
public final class ServiceRegistry implements SwappableServices {
    private final BundleContext context;
    private final Map<Class<?>, TrackedServices<?>> views = new ConcurrentHashMap<>();

    /** Starts with no views. */
    @Activate
    public ServiceRegistry(BundleContext context) {
        this.context = context;
    }

    /** Gives back every tracked service. */
    @Deactivate
    public void close() {
        views.values().forEach(TrackedServices::close);
        views.clear();
    }

    /** Offers of a bundle, of all kinds that somebody follows. */
    List<TrackedOffer<?>> of(long bundleId) {
        return views.values().stream()
                .<TrackedOffer<?>>flatMap(view -> view.of(bundleId).stream())
                .toList();
    }

    @Override
    @SuppressWarnings("unchecked") // keyed by the very class that types the view
    public <T> Services<T> of(Class<T> type, String idProperty) {
        return (Services<T>) views.computeIfAbsent(type, t -> new TrackedServices<>(context, type, idProperty).open());
    }
}
