package org.mutoscope.jobs.doubles;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.plugins.SwappableServices;

/** All kinds of services, each in a list. */
public final class ListedSwappable implements SwappableServices {
    private final Map<Class<?>, ListedServices<?>> kinds = new ConcurrentHashMap<>();

    @Override
    public <T> ListedServices<T> of(Class<T> type, String idProperty) {
        return of(type);
    }

    /** The list of a kind. */
    @SuppressWarnings("unchecked") // keyed by the class that types the list
    public <T> ListedServices<T> of(Class<T> type) {
        return (ListedServices<T>) kinds.computeIfAbsent(type, t -> new ListedServices<T>());
    }
}
