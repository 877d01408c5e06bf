package org.mutoscope.core.observe;

import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Counts what is told, and tells the sums; nothing is kept over a restart. Thread-safe; never blocks, never fails. */
@ProviderType
public interface Meters {
    /**
     * A clip was made and paid.
     *
     * @param model id of the model
     * @param credits credits captured for it
     * @param stages milliseconds by stage, such as {@code text, denoise, decode, encode}; those that are not known are left out
     */
    void clip(String model, long credits, Map<String, Long> stages);

    /**
     * An attempt of a job ended.
     *
     * @param backend id of the backend
     * @param model id of the model
     * @param end {@code done, refused, busy, failed, in_doubt, waiting, stopped}, or what else there will be; lower case
     */
    void attempt(String backend, String model, String end);

    /**
     * A request was answered.
     *
     * @param route as in the table of routes, for example {@code GET /v1/videos/{id}}; {@code none} for an address that leads nowhere
     * @param status of HTTP
     * @param took until the answer was handed to the listener
     */
    void answered(String route, int status, Duration took);

    /** All figures since the start, and those of this moment, in the text format 0.0.4 of Prometheus. */
    String text();
}
