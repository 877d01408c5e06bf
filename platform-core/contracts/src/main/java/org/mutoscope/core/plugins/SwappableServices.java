package org.mutoscope.core.plugins;

import org.osgi.annotation.versioning.ProviderType;

/** Gives the view on the swappable services of a kind. */
@ProviderType
public interface SwappableServices {
    /**
     * Begins to follow the services of a kind; the same view for each call.
     *
     * @param type an interface of the partner API
     * @param idProperty the service property that holds the stable name
     */
    <T> Services<T> of(Class<T> type, String idProperty);
}
