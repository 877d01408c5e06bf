package org.mutoscope.core.plugins;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A service in use. Close it in a {@code finally}.
 *
 * @param <T> kind of the service
 */
@ProviderType
public interface Leased<T> extends AutoCloseable {
    /** The service; call it only through {@link PartnerCalls}. */
    T service();

    /** Where it comes from. */
    Offered<T> from();

    /** Whether its bundle was stopped or removed under us: what fails now is a hand-over, not a fault. */
    boolean gone();

    /** Runs once when its bundle goes (at once if it has gone), on the thread that stops it: return quickly. */
    void onGone(Runnable action);

    @Override
    void close();
}
