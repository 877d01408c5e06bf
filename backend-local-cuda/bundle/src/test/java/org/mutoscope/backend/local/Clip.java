package org.mutoscope.backend.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;

/** A request for a clip. */
record Clip(String model, String prompt, FrameSize size, int seconds, long seed) implements RenderRequest {
    static Clip tiny(String prompt) {
        return new Clip("tiny-good", prompt, new FrameSize(32, 48), 1, 1);
    }

    Clip size(String other) {
        return new Clip(model, prompt, FrameSize.parse(other), seconds, seed);
    }

    Clip seed(long other) {
        return new Clip(model, prompt, size, seconds, other);
    }

    Clip seconds(int other) {
        return new Clip(model, prompt, size, other, seed);
    }

    @Override
    public String jobId() {
        return "job-1";
    }

    @Override
    public String task() {
        return ModelOffer.TEXT_TO_VIDEO;
    }

    @Override
    public Optional<Path> firstFrame() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> source() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of();
    }
}
