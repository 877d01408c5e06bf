package org.mutoscope.backend.remote.job;

import java.nio.file.Path;
import java.util.Optional;
import org.mutoscope.api.backend.RenderRequest;

/**
 * A clip as a service is asked for it.
 *
 * @param request what the platform wants
 * @param model the model that it wants it of
 * @param key our name for it, different in each attempt; letters, digits, dashes, underscores
 */
public record Order(RenderRequest request, RemoteModel model, String key) {
    /** A parameter that the client sent and the platform did not know; only names that an adapter asks for ever leave the house. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(request.parameters().get(name)).filter(text -> !text.isBlank());
    }

    /** The first frame, if the task has one. */
    public Optional<Path> firstFrame() {
        return request.firstFrame();
    }

    /** What it can cost at most. */
    public long micros() {
        return model.price().micros(request.size(), model.audio(), request.seconds());
    }
}
