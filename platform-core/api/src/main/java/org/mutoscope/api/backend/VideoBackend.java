package org.mutoscope.api.backend;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes clips. Registered as an OSGi service; may come and go while jobs run.
 *
 * <p><b>Which backend gets a job.</b> Of the offers for the model that can do the requested size, seconds and task: highest
 * {@code service.ranking}, then highest bundle version, then fewest running jobs per slot, then lowest {@code service.id}.
 * {@code mutoscope job explain} prints the choice.
 *
 * <p><b>Lifetime.</b> {@link #render} is called on a host thread of its own, never more than
 * {@link BackendCapabilities#slots()} times at once. When the service is unregistered the host stops giving it jobs and
 * waits for running ones; if the bundle is stopped rudely, running threads are interrupted and their jobs are handed to
 * another backend without being charged an attempt.
 */
@ConsumerType
public interface VideoBackend {
    /** Service property (String, required): stable name of the backend, lower-case letters, digits and dashes, at most 40. Equal in all versions. */
    String ID = "mutoscope.backend.id";

    /**
     * Service property (Integer, optional): number of the offer. A backend whose offer changes while it serves sets another number with
     * {@code ServiceRegistration.setProperties}: the host then asks for the capabilities again, and running renders are left alone.
     */
    String OFFER = "mutoscope.backend.offer";

    /** What it offers. Cheap and without input or output; when it changes, change {@link #OFFER} or register the service anew. */
    BackendCapabilities capabilities();

    /** How it would render the request. Pure and cheap: called while the creator waits for an answer; files of the request are not there yet. */
    Estimate estimate(RenderRequest request);

    /**
     * Renders one clip and blocks until it is done. Returns an outcome for everything that can be expected; whatever is thrown
     * counts as a fault of the backend and costs the job an attempt.
     *
     * @throws InterruptedException when the host interrupted because of cancel, time-out or shutdown: stop work within
     *     {@link RenderContext#STOP_WITHIN_SECONDS} seconds, else the thread is abandoned and the backend is marked unwell
     */
    RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException;
}
