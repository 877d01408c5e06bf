package org.mutoscope.core.observe;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Counts what is told, and tells the sums; nothing is kept over a restart. Thread-safe; never blocks, never fails. */
@ProviderType
public interface Meters {
    /**
     * A clip was made and paid.
     *
     * @param model id of the model
     * @param stages milliseconds by stage, such as {@code text, denoise, decode, encode}; those that are not known are left out
     */
    void clip(String model, Map<String, Long> stages);

    /** All figures since the start, in the text format 0.0.4 of Prometheus. */
    String text();
}
