package org.mutoscope.core.plugins;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one crossing into code of a swappable bundle: sets the context class loader, the deadline and the log context, counts calls and
 * faults, and turns whatever is thrown, {@link LinkageError} included, into {@link PartnerFault}.
 */
@ProviderType
public interface PartnerCalls {
    /**
     * Calls on another thread and waits until the deadline; then interrupts it and leaves it.
     *
     * @param verb name of the call, for logs
     * @throws PartnerFault if it threw or was late
     * @throws InterruptedException if this thread was interrupted; the call is interrupted too
     */
    <T, R> R call(Leased<T> service, String verb, Duration deadline, Use<T, R> use)
            throws PartnerFault, InterruptedException;

    /**
     * Calls on this thread, for work that may take long and is stopped by interrupting this thread.
     *
     * @throws PartnerFault if it threw
     * @throws InterruptedException if it was interrupted
     */
    <T, R> R run(Leased<T> service, String verb, Use<T, R> use) throws PartnerFault, InterruptedException;

    /** A use of a service. */
    @FunctionalInterface
    interface Use<T, R> {
        /** Uses it. */
        R of(T service) throws Exception;
    }
}
