package org.mutoscope.backend.remote;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;

/** A request as the host makes it. */
public final class Clip implements RenderRequest {
    private final String model;
    private String job = "video_0123";
    private String task = ModelOffer.TEXT_TO_VIDEO;
    private FrameSize size = new FrameSize(1280, 720);
    private int seconds = 4;
    private String prompt = "a paper boat";
    private Path picture;
    private Path source;
    private final Map<String, String> parameters = new HashMap<>();

    private Clip(String model) {
        this.model = model;
    }

    public static Clip of(String model) {
        return new Clip(model);
    }

    public Clip picture(Path png) {
        task = ModelOffer.IMAGE_TO_VIDEO;
        picture = png;
        return this;
    }

    public Clip edit(Path mp4) {
        task = ModelOffer.EDIT;
        source = mp4;
        return this;
    }

    public Clip seconds(int length) {
        seconds = length;
        return this;
    }

    public Clip size(String text) {
        size = FrameSize.parse(text);
        return this;
    }

    public Clip job(String id) {
        job = id;
        return this;
    }

    public Clip prompt(String text) {
        prompt = text;
        return this;
    }

    public Clip with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    @Override
    public String jobId() {
        return job;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public String task() {
        return task;
    }

    @Override
    public String prompt() {
        return prompt;
    }

    @Override
    public FrameSize size() {
        return size;
    }

    @Override
    public int seconds() {
        return seconds;
    }

    @Override
    public long seed() {
        return 7;
    }

    @Override
    public Optional<Path> firstFrame() {
        return Optional.ofNullable(picture);
    }

    @Override
    public Optional<Path> source() {
        return Optional.ofNullable(source);
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }
}
