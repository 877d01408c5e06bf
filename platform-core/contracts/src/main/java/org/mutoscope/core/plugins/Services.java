package org.mutoscope.core.plugins;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The services of one kind that are there at this moment. Nobody keeps such a service: it is leased for one use and given back. Safe for
 * use by several threads.
 *
 * @param <T> kind of the service
 */
@ProviderType
public interface Services<T> {
    /** Those there are, best first: highest {@code service.ranking}, then highest bundle version, then lowest {@code service.id}. Those that drain are left out. */
    List<Offered<T>> all();

    /** Of each stable name ({@code mutoscope....id}) the best alone, best first: so of two versions side by side the newer. */
    List<Offered<T>> newest();

    /** The best with this stable name. */
    default Optional<Offered<T>> named(String id) {
        return newest().stream().filter(o -> o.id().equals(id)).findFirst();
    }

    /** Tells when one comes, drains or goes; returns at once, on no particular thread. Close to end. */
    AutoCloseable onChange(Runnable listener);
}
