package org.mutoscope.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.road.Studio.Repeat;
import org.mutoscope.core.road.Studio.Verb;

/**
 * A request that has passed the limits.
 *
 * @param jobId id the job will have; nothing is stored under it yet
 * @param seconds length of what is to be rendered
 * @param way how the model goes about it
 * @param seed as asked for; else it comes from the job id
 * @param routed who is to make it
 * @param film what there is to say of a film; null for a clip
 * @param licensing what it is for, and which licences it accepts
 */
record Order(
        String jobId,
        String accountId,
        String askedModel,
        String model,
        String prompt,
        int seconds,
        FrameSize size,
        OptionalLong seed,
        Map<String, String> parameters,
        String quoteId,
        Repeat repeat,
        Source source,
        Way way,
        Routed routed,
        Reel film,
        Studio.Licensing licensing) {
    String task() {
        return way.task();
    }

    /** Whether the first frame is drawn for the words: the model begins with a picture, and none came. */
    boolean draws() {
        return film == null
                && task().equals(ModelOffer.IMAGE_TO_VIDEO)
                && source.verb() == Verb.CREATE
                && source.picture() == null
                && source.cast().isEmpty();
    }

    /** Seed of the noise. */
    long noise() {
        return seed.orElseGet(() -> Seeds.of(jobId));
    }

    /** As a backend gets to see it; of a film its shots. */
    List<RenderRequest> requests() {
        return film == null
                ? List.of(request(prompt, new Part(task(), seconds)))
                : film.takes().stream()
                        .map(take -> request(take.words(), take.part()))
                        .toList();
    }

    private RenderRequest request(String words, Part part) {
        return new Request(
                jobId,
                model,
                part.task(),
                words,
                size,
                part.seconds(),
                noise(),
                Optional.empty(),
                Optional.empty(),
                parameters);
    }
}
