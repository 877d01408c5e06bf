package org.mutoscope.tck;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;

/**
 * The backend under test: the one thing a partner writes. What is left at its default is not declared, and the contracts about it are reported as such.
 */
public interface BackendSpecimen extends AutoCloseable {
    /** A new backend, as after a restart; it has others work at the same place as the one before, if it has. */
    VideoBackend backend() throws Exception;

    /**
     * The clip that most contracts ask for.
     *
     * @param offer the first model that the backend names
     */
    default AskedClip clip(ModelOffer offer) {
        return AskedClip.least(offer, offer.tasks().stream().sorted().reduce("", (a, b) -> BackendBench.better(a, b)));
    }

    /** A clip for tasks that begin with one (extension, edit): a file of one second at least. Without it they are not tried. */
    default Optional<Path> source() {
        return Optional.empty();
    }

    /** A request that the backend refuses, because it is at fault itself: a word that a service does not take, a parameter out of range. */
    default Optional<RenderRequest> refused() {
        return Optional.empty();
    }

    /** Who does the work, if the backend has it done elsewhere and keeps a ticket. */
    default Optional<WorkElsewhere> elsewhere() {
        return Optional.empty();
    }

    /** What must never be seen in a log, beside the prompt: keys. */
    default List<String> secrets() {
        return List.of();
    }

    /** Names of the threads of your own stand-ins, as a regular expression: they are no threads that the bundle left behind. */
    default String standInThreads() {
        return "";
    }

    /** Configuration that the bundle needs to serve, by PID; {@code PID~NAME} for one of several. */
    default Map<String, Map<String, Object>> configuration() {
        return Map.of();
    }

    /** Ends what was started for the test. */
    @Override
    default void close() throws Exception {}
}
