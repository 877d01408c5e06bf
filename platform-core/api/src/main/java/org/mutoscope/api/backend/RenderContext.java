package org.mutoscope.api.backend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.media.MediaSink;
import org.osgi.annotation.versioning.ProviderType;

/** What the host gives a backend for one attempt at one job. Valid until {@code render} returns. */
@ProviderType
public interface RenderContext {
    /** How long a backend may take to stop after its thread was interrupted, in seconds. */
    int STOP_WITHIN_SECONDS = 10;

    /** Number of this attempt, from 1. An interruption by an update of the backend is not an attempt. */
    int attempt();

    /** The note an earlier attempt left with {@link #remember}; go on with it instead of starting anew. */
    Optional<String> ticket();

    /**
     * Keeps a note for the next attempt, for example the id of a remote job. Durable when it returns: write it before you wait.
     *
     * @param ticket 1 to 2,000 characters
     * @throws IllegalStateException if this attempt is no longer the job's current one: stop
     */
    void remember(String ticket);

    /**
     * Says what this attempt has cost at a service, also when it fails and the service gives nothing back. Durable when it returns. May be said
     * several times: the last counts. May be said after the job was cancelled, too. Unless it is said, an attempt that ends other than with {@link RenderOutcome.Unknown} or
     * {@link RenderOutcome.Completed} has cost nothing, and one that completes what was {@linkplain Estimate#cost() estimated}.
     *
     * @param cost the whole of it so far, what earlier attempts with the same ticket said included
     * @param settled whether the service has said its last word; false keeps the larger of this and the estimate reserved
     */
    void cost(UpstreamCost cost, boolean settled);

    /**
     * Says how far the work is. Never fails; the host keeps the value from falling and passes it on at most a few times a second.
     *
     * @param fraction 0 to 1
     * @param phase one word for people, for example {@code denoise}
     */
    void progress(double fraction, String phase);

    /** Whether the job was cancelled or the attempt ended otherwise; the thread was interrupted as well. */
    boolean cancelled();

    /**
     * Whether nobody will come back for the clip, because its job was cancelled: end what was begun elsewhere. False while the job goes on, and when an
     * update, a stop of the platform or the deadline ended this attempt alone: leave remote work running and return {@link RenderOutcome.Unknown} with
     * its ticket. Meant to be asked after an interrupt.
     *
     * <p>A job that is cancelled while no attempt has it, in doubt for example, is given once more to the backend that left a ticket in it, for this alone: with the
     * ticket, unwanted from the beginning, on a thread that is interrupted already.
     */
    boolean unwanted();

    /** Time left until the attempt is interrupted; never negative. */
    Duration remaining();

    /** A folder for this attempt alone, emptied by the host afterwards. */
    Path scratch();

    /** Where the clip goes. */
    MediaSink media();
}
