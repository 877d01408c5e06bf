package org.mutoscope.core.plugins;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A service that a bundle offers.
 *
 * @param <T> kind of the service
 */
@ProviderType
public interface Offered<T> {
    /** Stable name, from its {@code mutoscope....id} property. */
    String id();

    /** Symbolic name of the bundle. */
    String bundle();

    /** Version of the bundle. */
    String version();

    /** Number of the service, for telling two apart. */
    long serviceId();

    /** Its properties. */
    Map<String, Object> properties();

    /** How many have it now. */
    int inUse();

    /** READY, DRAINING (no new leases), or GONE. */
    String state();

    /** Takes it for one use; empty if it drains or is gone. */
    Optional<Leased<T>> lease();
}
