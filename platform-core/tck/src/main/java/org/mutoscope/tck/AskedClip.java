package org.mutoscope.tck;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;

/**
 * A request for a clip, as the host makes it. Immutable.
 *
 * @param jobId id of the job
 * @param model one of the backend's models
 * @param task one of the model's tasks
 * @param prompt what the creator asked for
 * @param size of the clip
 * @param seconds length of the clip
 * @param seed of the clip
 * @param firstFrame PNG of the clip's size, for a task that needs one
 * @param source clip, for a task that needs one
 * @param parameters what the client sent beyond that
 */
public record AskedClip(
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
    private static final FrameSize ANY = new FrameSize(128, 128);

    /** Copies the map. */
    public AskedClip {
        parameters = Map.copyOf(parameters);
    }

    /** The smallest and shortest clip that a model makes for a task, without files. */
    public static AskedClip least(ModelOffer offer, String task) {
        FrameSize size = offer.sizes().stream().min(AskedClip::byArea).orElse(ANY);
        int seconds = offer.seconds().stream().min(Integer::compare).orElse(1);
        return new AskedClip(
                "job_tck",
                offer.id(),
                task,
                "a red ball rolls over the grass",
                size,
                seconds,
                7,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static int byArea(FrameSize a, FrameSize b) {
        return Integer.compare(a.rgbBytes(), b.rgbBytes());
    }

    /** The same of another job. */
    public AskedClip of(String job) {
        return new AskedClip(job, model, task, prompt, size, seconds, seed, firstFrame, source, parameters);
    }

    /** The same with another model. */
    public AskedClip by(String other) {
        return new AskedClip(jobId, other, task, prompt, size, seconds, seed, firstFrame, source, parameters);
    }

    /** The same with another prompt. */
    public AskedClip prompt(String text) {
        return new AskedClip(jobId, model, task, text, size, seconds, seed, firstFrame, source, parameters);
    }

    /** The same in another size and length. */
    public AskedClip of(FrameSize other, int length) {
        return new AskedClip(jobId, model, task, prompt, other, length, seed, firstFrame, source, parameters);
    }

    /** The same with files. */
    public AskedClip from(Optional<Path> picture, Optional<Path> clip) {
        return new AskedClip(jobId, model, task, prompt, size, seconds, seed, picture, clip, parameters);
    }

    /** The same with further parameters. */
    public AskedClip with(Map<String, String> further) {
        return new AskedClip(jobId, model, task, prompt, size, seconds, seed, firstFrame, source, further);
    }
}
