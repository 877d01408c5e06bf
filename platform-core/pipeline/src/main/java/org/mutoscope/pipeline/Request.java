package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.licensing.LicenceTerms;
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
                words(job),
                job.size(),
                job.seconds(),
                job.seed(),
                Optional.ofNullable(given.firstFrame()),
                Optional.ofNullable(given.clip()),
                job.parameters());
    }

    /** The duty {@code x:wardrobe} of its licences is carried out here: the model reads it after the words of the prompt. */
    private static String words(NewJob job) {
        String wardrobe = job.obligations().get(LicenceTerms.WARDROBE);
        return wardrobe == null ? job.prompt() : job.prompt() + "\n" + wardrobe;
    }

    /** Files that it is made from, each or null. */
    record Given(Path firstFrame, Path clip) {
        static final Given NOTHING = new Given(null, null);
    }
}
