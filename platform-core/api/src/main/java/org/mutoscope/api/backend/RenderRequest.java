package org.mutoscope.api.backend;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.osgi.annotation.versioning.ProviderType;

/** One clip to render. Immutable; every value was checked against the model's offer. */
@ProviderType
public interface RenderRequest {
    /** Id of the job, for logs and for the idempotency keys of remote services; of a film it names the shot as well, since each is a request of its own. */
    String jobId();

    /** Id of one of the backend's own models. */
    String model();

    /** What is to be done, one of the tasks of the offer. */
    String task();

    /** What the creator asked for, 1 to 32,000 characters. Never log it. */
    String prompt();

    /** Size of the clip that will be delivered. A backend may push smaller frames: the encoder scales them. */
    FrameSize size();

    /** Length in seconds, at least 1; of an {@link ModelOffer#EXTEND extension} what is added. */
    int seconds();

    /** The same seed, model and request give the same clip, if the model can. */
    long seed();

    /** First frame (PNG of the clip's {@link #size}, upright, without metadata), if the task needs one; readable until {@code render} returns. */
    Optional<Path> firstFrame();

    /**
     * Source clip, if the task needs one; readable until {@code render} returns. Of an extension push what comes after its end only: the platform puts the
     * source before it.
     */
    Optional<Path> source();

    /** Further parameters that the platform did not know, as the client sent them; each key and value at most 1,000 characters. Never trust them. */
    Map<String, String> parameters();
}
