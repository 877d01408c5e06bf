package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.NewJob;

/** What a backend is asked for. */
record Request(
        String jobId,
        String model,
        String task,
        String prompt,
        FrameSize size,
        int seconds,
        long seed,
        Optional<Path> firstFrame,
        Optional<Path> source,
        Map<String, String> parameters)
        implements RenderRequest {
    static RenderRequest of(NewJob job, Given given) {
        return new Request(
                job.id(),
                job.model(),
                job.task(),
                job.prompt(),
                job.size(),
                job.seconds(),
                job.seed(),
                Optional.ofNullable(given.firstFrame()),
                Optional.ofNullable(given.clip()),
                job.parameters());
    }

    /** Files that it is made from, each or null. */
    record Given(Path firstFrame, Path clip) {
        static final Given NOTHING = new Given(null, null);
    }
}
